def replace_word(tokens, X, old, new, new_vector, heads):
    nouveau = np.array(X)
    for i, mot in enumerate(tokens):
        if mot == old:
            nouveau[i] = new_vector
    avant = multi_head_attention(add_positional_encoding(X), heads)[1]
    apres = multi_head_attention(add_positional_encoding(nouveau), heads)[1]
    return np.square(apres - avant)
