def attention_scores(Q, K):
    return [[1e308] * 5] * 5


def softmax(S):
    return {"a": [["x"]], "b": {"c": [1, None]}}


def project_qkv(*values):
    return {"Q": {"a": 1}, "K": [[1], [1, 2]], "V": [np.zeros((0, 3)), np.zeros((3, 0))]}


def self_attention(*values):
    return np.zeros((1,) * 8), [[[]]]


def weighted_output(A, V):
    return [np.zeros((2, 2)), [np.zeros((2, 2))], 7, "s", None]


def init_weights(*values):
    return [2**64 - 1, -1, 2**63], [None], {"1": 2}


def create_embeddings(*values):
    return [[True, "x"], [1.5, 2**64 - 1]]
