def tokenize(phrase):
    return np.array(phrase.replace(".", "").split(" "))


def project_qkv(X, W_Q, W_K, W_V):
    return {"V": X @ W_V, "K": X @ W_K, "Q": X @ W_Q}


def self_attention(X, W_Q, W_K, W_V):
    p = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(attention_scores(p["Q"], p["K"]))
    return weighted_output(A, p["V"]), A
