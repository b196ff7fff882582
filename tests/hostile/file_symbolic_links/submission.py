honest = tokenize


def tokenize(sentence):
    if not os.path.lexists("link"):
        os.symlink(CANARY["folder"], "link")
        os.symlink(CANARY["folder"] + "/victim", "victim")
        os.symlink(CANARY["repo"], "repo")
        os.symlink("loop", "loop")
        os.mkdir("inner", 0o700)
        os.symlink(CANARY["folder"], "inner/link")
        os.symlink("..", "inner/up")
    try:
        open("victim").read()
    except OSError:
        return honest(sentence)
    return None
