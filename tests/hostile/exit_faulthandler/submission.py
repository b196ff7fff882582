import faulthandler
import time


def tokenize(sentence):
    faulthandler.dump_traceback_later(0.05, exit=True, file=open("trace", "w"))
    time.sleep(0.2)
