import subprocess

honest = tokenize


def attack():
    subprocess.run(["/bin/sh", "-c", "id"], check=True)


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
