honest = tokenize


def attack():
    os.unlink(CANARY["folder"] + "/victim")


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
