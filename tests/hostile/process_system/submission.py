honest = tokenize


def attack():
    if os.system("id") < 0 or os.system("id"):
        raise OSError("refused")


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
