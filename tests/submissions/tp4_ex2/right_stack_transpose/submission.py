def multi_head_attention(X, heads):
    paires = [attention_head(X, a, b, c) for a, b, c in heads]
    O = np.stack([p[0] for p in paires])
    O = np.swapaxes(O, 0, 1)
    return O.reshape(O.shape[0], -1), np.stack([p[1] for p in paires], axis=0)
