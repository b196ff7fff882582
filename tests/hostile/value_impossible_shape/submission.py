def attention_scores(Q, K):
    return np.zeros((0, 2**39, 2**22), bool)
