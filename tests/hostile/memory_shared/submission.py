honest = tokenize


def attack():
    system_call(29, 0x5EED, 4096, 0o1666)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
