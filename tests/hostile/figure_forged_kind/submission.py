import sys

program = sys.modules["sandbox_program"]
program.reduce = lambda figures: [{"kind": "\u202e" + repr(figures)[:9000] + "0.1234567" * 2000}]
