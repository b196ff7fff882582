def multi_head_attention(X, heads):
    for W_Q, W_K, W_V in heads:
        H, A = attention_head(X, W_Q, W_K, W_V)
    return H, A
