def tokenize(sentence):
    number = 0
    while True:
        os.close(os.open(str(number), os.O_CREAT | os.O_WRONLY))
        number += 1
