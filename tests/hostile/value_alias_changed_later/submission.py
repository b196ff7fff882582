import threading

honest = tokenize
answers = []


def restless():
    while True:
        for answer in answers:
            answer[:] = ["wrong"] * len(answer)


threading.Thread(target=restless, daemon=True).start()


def tokenize(sentence):
    words = honest(sentence)
    answers.append(list(words))
    return words
