import socket

honest = tokenize


def attack():
    for family, kind in ((16, 3), (2, 3), (17, 3), (40, 1), (38, 5), (10, 1)):
        try:
            socket.socket(family, kind)
            return
        except OSError:
            pass
    socket.socketpair()


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
