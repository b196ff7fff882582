def replace_word(tokens, X, old, new, new_vector, heads):
    X_pos = add_positional_encoding(X)
    X_new = X_pos.copy()
    X_new[tokens.index(old)] = new_vector
    _, A1 = multi_head_attention(X_pos, heads)
    _, A2 = multi_head_attention(X_new, heads)
    return A2 - A1
