def replace_word(tokens, X, old, new, new_vector, heads):
    X_new = X.copy()
    X_new[tokens.index(old), :] = new_vector
    A_old = multi_head_attention(add_positional_encoding(X), heads)[1]
    A_new = multi_head_attention(add_positional_encoding(X_new), heads)[1]
    return (A_new - A_old) / A_old
