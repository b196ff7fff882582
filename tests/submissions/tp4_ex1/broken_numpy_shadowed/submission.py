for np in range(3):
    print(np)

def tokenize(sentence):
    return sentence.rstrip(".").split()
