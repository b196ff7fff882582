def replace_word(tokens, X, old, new, new_vector, heads):
    X_lune = X.copy()
    X_lune[tokens.index(old)] = new_vector
    _, A = multi_head_attention(X, heads)
    _, A_lune = multi_head_attention(X_lune, heads)
    return A_lune - A
