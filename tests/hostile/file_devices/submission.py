honest = tokenize


def attack():
    for action in (
        lambda: os.mkfifo("fifo"),
        lambda: os.mknod("device", 0o600 | 0o020000, os.makedev(1, 1)),
        lambda: open("/dev/mem", "rb"),
        lambda: open("/dev/kmsg", "rb"),
        lambda: open("/dev/tty", "rb"),
        lambda: open("/dev/ptmx", "rb"),
        lambda: open("/dev/pts/0", "rb"),
        lambda: open("/dev/fuse", "rb"),
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
