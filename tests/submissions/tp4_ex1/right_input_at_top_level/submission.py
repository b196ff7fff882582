phrase = input("Ta phrase ? ")
with open("phrases.txt") as f:
    phrases = f.read().splitlines()

def tokenize(sentence):
    return sentence.strip(" .").split()

tokens = tokenize(phrase)
assert len(tokens) == 4
