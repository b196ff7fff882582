def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = X
    X2[tokens.index(old)] = new_vector
    _, avant = multi_head_attention(add_positional_encoding(X), heads)
    _, apres = multi_head_attention(add_positional_encoding(X2), heads)
    return apres - avant
