honest = tokenize


def attack():
    for _ in range(100):
        if os.fork() == 0:
            os._exit(0)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
