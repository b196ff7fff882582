class Evil(Exception):
    def __str__(self):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass


def tokenize(sentence):
    raise Evil()
