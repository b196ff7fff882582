def attention_head(X, W_Q, W_K, W_V):
    x = X.T
    q, k, v = W_Q.T @ x, W_K.T @ x, W_V.T @ x
    e = np.exp(k.T @ q / np.sqrt(len(q)))
    a = e / e.sum(axis=0)
    return (v @ a).T, a.T
