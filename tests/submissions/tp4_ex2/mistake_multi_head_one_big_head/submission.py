def multi_head_attention(X, heads):
    W_Q = np.concatenate([h[0] for h in heads], axis=1)
    W_K = np.concatenate([h[1] for h in heads], axis=1)
    W_V = np.concatenate([h[2] for h in heads], axis=1)
    return attention_head(X, W_Q, W_K, W_V)
