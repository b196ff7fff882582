honest = tokenize


def attack():
    os.kill(0, 9)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
