def attention_pool(P, V):
    return np.expand_dims(P, axis=2) * V
