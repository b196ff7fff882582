def encode(X, heads, W_O, b_O=None):
    P = positional_encoding(X.shape[0], X.shape[1])
    X_pos = add_positional_encoding(X + P)
    H, A = multi_head_attention(X_pos, heads)
    return output_projection(H, W_O), A
