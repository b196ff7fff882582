honest = tokenize


def attack():
    for pid in (os.getppid(), CANARY["grader"], CANARY["process"], "self", 1):
        for name in ("environ", "mem", "maps", "fd/3", "cmdline", "status", "root/etc/passwd", "cwd/x"):
            if (pid, name) == ("self", "fd/3"):
                continue  # its own pipe, which it has anyway
            try:
                open(f"/proc/{pid}/{name}", "rb")
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
