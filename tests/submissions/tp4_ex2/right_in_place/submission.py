def add_positional_encoding(X):
    X += positional_encoding(X.shape[0], X.shape[1])
    return X

def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = X.copy()
    X2[tokens.index(old)] = new_vector
    _, avant = multi_head_attention(add_positional_encoding(X.copy()), heads)
    _, apres = multi_head_attention(add_positional_encoding(X2), heads)
    return apres - avant
