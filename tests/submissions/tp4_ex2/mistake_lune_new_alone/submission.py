def replace_word(tokens, X, old, new, new_vector, heads):
    X = np.copy(X)
    X[tokens.index(old)] = new_vector
    H, A = multi_head_attention(add_positional_encoding(X), heads)
    return A
