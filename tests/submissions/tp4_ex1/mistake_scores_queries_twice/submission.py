def attention_scores(Q, K):
    Q_t = np.swapaxes(Q, 0, 1)
    return Q.dot(Q_t)
