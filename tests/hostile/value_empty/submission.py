def tokenize(sentence):
    return np.zeros((0, 3))


def attention_scores(Q, K):
    return np.zeros((0, 0))


def softmax(S):
    return np.array(1.0)


def weighted_output(A, V):
    return np.zeros((1,) * 8)


def project_qkv(X, W_Q, W_K, W_V):
    return (), [], {}


def init_weights(d_embedding, d_head, rng):
    return np.zeros((3, 0, 0))


def self_attention(X, W_Q, W_K, W_V):
    return [np.zeros((0, 3)), np.zeros((3, 0))]
