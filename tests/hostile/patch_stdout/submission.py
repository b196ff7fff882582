import sys


class Out:
    def write(self, text):
        raise RuntimeError(text)

    def __getattr__(self, name):
        raise RuntimeError(name)


sys.stdout = sys.stderr = sys.stdin = Out()
sys.__stdout__ = sys.__stderr__ = None
