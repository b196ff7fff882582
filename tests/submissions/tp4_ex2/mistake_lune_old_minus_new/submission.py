def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = X.copy()
    X2[tokens.index(old)] = new_vector
    _, A1 = multi_head_attention(add_positional_encoding(X), heads)
    _, A2 = multi_head_attention(add_positional_encoding(X2), heads)
    return A1 - A2
