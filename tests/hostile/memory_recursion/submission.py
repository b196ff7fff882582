import sys


def tokenize(sentence):
    sys.setrecursionlimit(10**9)
    return tokenize(sentence)
