import sys

program = sys.modules["sandbox_program"]


def tokenize(sentence):
    frame = program.pack({"token": asked()["token"], "started": [0, 0]}) * 1000
    while True:
        program.write(4, frame)
