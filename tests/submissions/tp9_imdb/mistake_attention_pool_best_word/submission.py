def attention_pool(P, V):
    meilleurs = np.argmax(P, axis=1)
    return np.array([V[b, meilleurs[b]] for b in range(len(V))])
