def replace_word(tokens, X, old, new, new_vector, heads):
    _, avant = multi_head_attention(X, heads)
    Y = X.copy()
    Y[tokens.index(old)] = new_vector
    Y = add_positional_encoding(Y)
    _, apres = multi_head_attention(Y, heads)
    return apres - avant
