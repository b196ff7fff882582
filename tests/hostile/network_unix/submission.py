import socket

honest = tokenize


def attack():
    with socket.socket(socket.AF_UNIX) as opened:
        opened.connect(CANARY["folder"] + "/unix")


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
