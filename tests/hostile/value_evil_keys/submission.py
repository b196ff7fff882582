class Key(str):
    __hash__ = lambda self: 1 / 0


def tokenize(sentence):
    return {1: "a", "1": "b"}


def project_qkv(X, W_Q, W_K, W_V):
    return {"Q": X @ W_Q, "K": X @ W_K, "V": X @ W_V, object(): 1}


def self_attention(X, W_Q, W_K, W_V):
    A = softmax(attention_scores(X @ W_Q, X @ W_K))
    return weighted_output(A, X @ W_V), A
