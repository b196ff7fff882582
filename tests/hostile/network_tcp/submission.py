import socket

honest = tokenize


def attack():
    socket.create_connection(("127.0.0.1", CANARY["tcp"]), 1)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
