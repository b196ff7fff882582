honest = tokenize


def attack():
    os.link(CANARY["folder"] + "/victim", "linked")


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
