honest = tokenize


def attack():
    os.environ["LD_PRELOAD"] = "/scratch/evil.so"
    os.execv("/bin/true", ["true"])


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
