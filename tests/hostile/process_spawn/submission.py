honest = tokenize


def attack():
    os.posix_spawn(CANARY["python"], ["python", "-c", ""], {})


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
