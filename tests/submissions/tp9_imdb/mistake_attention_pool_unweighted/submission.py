def attention_pool(P, V):
    return np.mean(V, axis=1)
