def replace_word(tokens, X, old, new, new_vector, heads):
    place = 1
    for mot in tokens:
        if mot == old:
            break
        place += 1
    X_new = X.copy()
    X_new[place] = new_vector
    _, avant = multi_head_attention(add_positional_encoding(X), heads)
    _, apres = multi_head_attention(add_positional_encoding(X_new), heads)
    return apres - avant
