def attention_pool(P, V):
    return np.sum(P * V, axis=1)
