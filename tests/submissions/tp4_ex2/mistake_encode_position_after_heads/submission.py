def encode(X, heads, W_O, b_O=None):
    H, A = multi_head_attention(X, heads)
    H = H + positional_encoding(H.shape[0], H.shape[1])
    return output_projection(H, W_O, b_O), A
