def cross_entropy(logits, y):
    z = logits - np.max(logits, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    lignes = log_p.tolist()
    return -sum(lignes[j][y[j]] for j in range(len(y))) / len(y)
