def project_qkv(X, W_Q, W_K, W_V):
    return {"Q": X @ W_Q, "K": X @ W_K, "V": X @ W_V}

def self_attention(X, W_Q, W_K, W_V):
    qkv = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(attention_scores(qkv["Q"], qkv["K"]))
    return {"output": weighted_output(A, qkv["V"]), "weights": A}
