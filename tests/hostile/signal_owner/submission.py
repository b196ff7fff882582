honest = tokenize


def attack():
    import fcntl
    fcntl.fcntl(os.open("own", os.O_RDWR | os.O_CREAT), fcntl.F_SETOWN, os.getppid() or 1)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
