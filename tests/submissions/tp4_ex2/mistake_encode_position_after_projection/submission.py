def encode(X, heads, W_O, b_O=None):
    H, A = multi_head_attention(X, heads)
    Z = output_projection(H, W_O, b_O)
    Z = add_positional_encoding(Z)
    return Z, A
