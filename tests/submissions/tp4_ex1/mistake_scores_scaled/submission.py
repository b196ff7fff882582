def attention_scores(Q, K):
    d_k = K.shape[1]
    scores = Q @ K.transpose() / np.sqrt(d_k)
    return scores
