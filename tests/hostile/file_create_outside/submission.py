honest = tokenize


def attack():
    for place in (CANARY["folder"], "/tmp", "/var/tmp", "/dev/shm", "/run", "/run/user", "/", "/dev", CANARY["repo"]):
        try:
            open(f"{place}/{CANARY['mark']}", "w").close()
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
