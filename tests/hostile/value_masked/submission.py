honest = attention_scores


def attention_scores(Q, K):
    return np.ma.masked_all((len(Q), len(K)))


def self_attention(X, W_Q, W_K, W_V):
    A = softmax(honest(X @ W_Q, X @ W_K))
    return weighted_output(A, X @ W_V), A
