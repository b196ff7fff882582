class Evil(Exception):
    def __str__(self):
        raise Evil()

    __repr__ = __str__


def tokenize(sentence):
    raise Evil()
