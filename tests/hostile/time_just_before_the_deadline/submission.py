import time

honest = tokenize


def tokenize(sentence):
    time.sleep(0.15)
    return honest(sentence)
