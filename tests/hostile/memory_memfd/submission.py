honest = tokenize


def attack():
    held = [os.memfd_create("flood") for _ in range(10)]


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
