import sys

honest = tokenize


def tokenize(sentence):
    for _ in range(10):
        print("x" * 3 * 10**6)
        sys.stderr.write("y" * 10**5)
    return honest(sentence)
