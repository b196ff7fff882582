def tokenize(phrase):
    # on coupe la phrase
    mots = phrase.split(",")
    return mots
