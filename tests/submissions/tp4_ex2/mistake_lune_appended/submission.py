def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = np.concatenate([X, new_vector.reshape(1, -1)])
    _, A1 = multi_head_attention(add_positional_encoding(X), heads)
    _, A2 = multi_head_attention(add_positional_encoding(X2), heads)
    return A2 - A1
