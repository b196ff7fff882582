honest = tokenize


def attack():
    victim = CANARY["folder"].lstrip("/") + "/victim"
    root = os.open("/", os.O_PATH)
    up = os.open("../" * 40, os.O_PATH)
    for action in (
        lambda: os.open(victim, os.O_RDONLY, dir_fd=root),
        lambda: os.open(victim, os.O_RDONLY, dir_fd=up),
        lambda: open("../" * 40 + victim),
        lambda: open("/proc/self/root/" + victim),
        lambda: open("/proc/self/cwd/../" + victim),
        lambda: (os.fchdir(root), open(victim)),
    ):
        try:
            action()
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
