def attention_weights(X, mask, q):
    scores = []
    for texte in X:
        scores.append([float(np.dot(x, q)) for x in texte])
    return masked_softmax(np.array(scores), mask)
