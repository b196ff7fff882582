import itertools


def tokenize(sentence):
    return (sentence for _ in itertools.count())
