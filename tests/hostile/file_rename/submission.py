honest = tokenize


def attack():
    open("own", "w").close()
    victim = CANARY["folder"] + "/victim"
    for old, new in ((victim, victim + ".moved"), (victim, "mine"), ("own", CANARY["folder"] + "/own")):
        try:
            os.rename(old, new)
            return
        except OSError:
            pass
    raise OSError("refused")


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
