from heapq import nlargest
from operator import itemgetter

def top_words(p, words, k):
    return nlargest(k, zip(words, p), key=itemgetter(1))
