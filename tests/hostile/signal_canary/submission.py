honest = tokenize


def attack():
    os.kill(CANARY["process"], 9)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
