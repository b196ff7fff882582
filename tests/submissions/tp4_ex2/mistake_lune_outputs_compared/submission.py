def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = X.copy()
    X2[tokens.index(old)] = new_vector
    sortie1, _ = multi_head_attention(add_positional_encoding(X), heads)
    sortie2, _ = multi_head_attention(add_positional_encoding(X2), heads)
    return sortie2 - sortie1
