def attention_scores(Q, K):
    scores = []
    for q, k in zip(Q, K):
        scores.append(np.dot(q, k))
    return np.array(scores)
