def replace_word(tokens, X, old, new, new_vector, heads):
    _, A = multi_head_attention(add_positional_encoding(X), heads)
    X_lune = X.copy()
    X_lune[0] = new_vector
    _, A_lune = multi_head_attention(add_positional_encoding(X_lune), heads)
    return A_lune - A
