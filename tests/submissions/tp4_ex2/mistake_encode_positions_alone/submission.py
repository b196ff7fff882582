def encode(X, heads, W_O, b_O=None):
    n, d = X.shape
    X_pos = positional_encoding(n, d)
    H, A = multi_head_attention(X_pos, heads)
    return output_projection(H, W_O, b_O), A
