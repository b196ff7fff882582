def encode(X, heads, W_O, b_O=None):
    H, A = multi_head_attention(X, heads)
    Z = output_projection(H, W_O, b_O)
    return Z, A
