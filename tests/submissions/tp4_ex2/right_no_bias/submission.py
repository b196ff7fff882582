def output_projection(H, W_O):
    return H @ W_O

def encode(X, heads, W_O):
    H, A = multi_head_attention(add_positional_encoding(X), heads)
    return output_projection(H, W_O), A
