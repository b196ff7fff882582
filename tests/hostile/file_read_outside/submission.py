honest = tokenize


def attack():
    open(CANARY["folder"] + "/victim").read()


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
