honest = tokenize


def attack():
    for path in ("grading.toml", "solutions/tp4_ex1/lab.py", "solutions/tp4_ex1/questions.py", "autograder/judge.py"):
        try:
            open(CANARY["repo"] + "/" + path).read()
            return
        except OSError:
            pass
    raise OSError("refused")


def tokenize(sentence):
    try:
        attack()
    except OSError:
        return honest(sentence)  # refused
    return None  # it got through: no mark
