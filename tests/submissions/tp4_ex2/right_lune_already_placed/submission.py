def replace_word(tokens, X, old, new, new_vector, heads):
    i = tokens.index(old)
    X_lune = X.copy()
    X_lune[i] = new_vector + positional_encoding(len(X), X.shape[1])[i]
    return multi_head_attention(X_lune, heads)[1] - multi_head_attention(X, heads)[1]
