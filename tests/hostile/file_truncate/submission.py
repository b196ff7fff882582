honest = tokenize


def attack():
    os.truncate(CANARY["folder"] + "/victim", 0)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
