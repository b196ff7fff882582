honest = tokenize


def attack():
    if os.fork() == 0:
        os._exit(0)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
