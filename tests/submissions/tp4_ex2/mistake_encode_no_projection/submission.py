def encode(X, heads, W_O, b_O=None):
    X = add_positional_encoding(X)
    return multi_head_attention(X, heads)
