def attention_scores(Q, K):
    return attention_scores(K, Q).T
