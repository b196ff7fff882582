def attention_scores(Q, K):
    return np.full((len(Q), len(K)), np.nan)


def softmax(S):
    return np.full(S.shape, np.inf)


def weighted_output(A, V):
    return A @ V + 1j


def project_qkv(X, W_Q, W_K, W_V):
    return np.array([["1"]]), np.array(["2020-01-01"], "datetime64[D]"), np.zeros(3, "i4,f8")


def self_attention(X, W_Q, W_K, W_V):
    return np.full((5, 3), np.nan), np.full((5, 5), np.nan)
