def multi_head_attention(X, heads):
    n, h = len(X), len(heads)
    def projeter(indice):
        W = np.concatenate([tete[indice] for tete in heads], axis=1)
        return (X @ W).reshape(n, h, -1).transpose(1, 0, 2)
    Q, K, V = projeter(0), projeter(1), projeter(2)
    A = softmax(Q @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[-1]))
    H = (A @ V).transpose(1, 0, 2).reshape(n, -1)
    return H, A
