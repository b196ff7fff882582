honest = tokenize


def attack():
    for number in range(1000):
        os.open("own", os.O_RDWR | os.O_CREAT)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
