def multi_head_attention(X, heads):
    H, A = [], []
    for W_Q, W_K, W_V in heads:
        h, a = attention_head(X, W_Q, W_K, W_V)
        H.append(h)
        A.append(a)
    return np.array(H), np.array(A)
