import multiprocessing

honest = tokenize


def attack():
    multiprocessing.get_context("fork").Process(target=print).start()


def tokenize(sentence):
    try:
        attack()
    except (OSError, ImportError):
        return honest(sentence)  # refused
    return None  # it got through: no mark
