def replace_word(tokens, X, old, new, new_vector, heads):
    i = [t.lower() for t in tokens].index(old.lower())
    _, avant = multi_head_attention(add_positional_encoding(X), heads)
    ancien = X[i].copy()
    X[i] = new_vector
    tokens[i] = new
    _, apres = multi_head_attention(add_positional_encoding(X), heads)
    X[i] = ancien
    return apres - avant
