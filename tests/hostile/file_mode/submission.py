honest = tokenize


def attack():
    open("own", "w").close()
    for action in (
        lambda: os.chmod(CANARY["folder"] + "/victim", 0o600),
        lambda: os.chown(CANARY["folder"] + "/victim", os.getuid(), os.getgid()),
        lambda: os.chmod("own", 0o777),
        lambda: os.setxattr("own", "user.mark", b"1"),
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
