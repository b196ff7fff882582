import struct
import sys

program = sys.modules["sandbox_program"]


def tokenize(sentence):
    for fd in range(64):
        try:
            os.write(fd, program.pack({"token": asked()["token"], "started": [0, 0]}))
        except OSError:
            pass
    return None
