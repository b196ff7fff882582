honest = tokenize


def attack():
    open(CANARY["folder"] + "/marks.csv", "a").write("eve,20")


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
