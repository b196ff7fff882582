def softmax(S):
    S -= S.max(axis=1, keepdims=True)
    np.exp(S, out=S)
    S /= S.sum(axis=1, keepdims=True)
    return S

def weighted_output(A, V):
    V *= 1000
    return A @ V / 1000

def tokenize(sentence):
    sentence = sentence.replace(".", "")
    return sentence.split()
