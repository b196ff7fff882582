import threading
import time

honest = tokenize


def work():
    while True:
        time.sleep(0.001)


def tokenize(sentence):
    threading.Thread(target=work, daemon=True).start()
    return honest(sentence)
