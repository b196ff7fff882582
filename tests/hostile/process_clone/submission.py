honest = tokenize


def attack():
    if system_call(56, 17, 0, 0, 0, 0) == 0:
        os._exit(0)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
