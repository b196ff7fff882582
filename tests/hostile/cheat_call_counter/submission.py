calls = []
honest = attention_scores


def attention_scores(Q, K):
    calls.append(1)
    return honest(Q, K) if len(calls) == 1 else honest(Q, K) + 1


def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(Q @ K.T)
    return weighted_output(A, V), A
