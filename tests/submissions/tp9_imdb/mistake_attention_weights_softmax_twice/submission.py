def attention_weights(X, mask, q):
    P = masked_softmax(X @ q, mask)
    P = masked_softmax(P, mask)   # pour que ça somme bien à 1
    return P
