import sys
import time

program = sys.modules["sandbox_program"]
program.write(4, program.pack({"token": asked()["token"], "problems": [{"status": "raised", "where": "\x1b[2J<script>", "line": "\u202e"}] * 1000}))
time.sleep(0.05)
