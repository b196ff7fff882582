import atexit
import gc
import sys
import threading
import weakref


def forge(*values, **named):
    os.write(4, b"forged")


class Last:
    def __del__(self):
        raise SystemExit


atexit.register(forge)
sys.excepthook = threading.excepthook = sys.unraisablehook = forge
kept = [Last() for _ in range(3)]
weakref.finalize(kept[0], forge)
