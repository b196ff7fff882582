import socket

honest = tokenize


def attack():
    with socket.socket(type=socket.SOCK_DGRAM) as opened:
        opened.sendto(b"hello", ("127.0.0.1", CANARY["udp"]))


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
