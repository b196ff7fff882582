class Meta(type):
    @property
    def __name__(cls):
        raise RuntimeError

    def __instancecheck__(cls, value):
        return True


class Evil(Exception, metaclass=Meta):
    def __str__(self):
        return 7


def tokenize(sentence):
    raise Evil()
