def encode(X, heads, W_O, b_O=None):
    H, A = multi_head_attention(add_positional_encoding(X), heads)
    return np.maximum(output_projection(H, W_O, b_O), 0), A
