def attention_head(X, W_Q, W_K, W_V):
    K, V = X @ W_K, X @ W_V
    sorties, poids = [], []
    for x in X:
        q = x @ W_Q
        scores = np.array([q @ k for k in K]) / np.sqrt(len(q))
        a = softmax(scores[np.newaxis, :])[0]
        poids.append(a)
        sorties.append(sum(a_j * v_j for a_j, v_j in zip(a, V)))
    return np.array(sorties), np.array(poids)
