honest = tokenize


def attack():
    os.listdir(CANARY["folder"])


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
