def replace_word(tokens, X, old, new, new_vector, heads):
    Xb = X.copy()
    Xb[1] = new_vector  # soleil
    A1 = multi_head_attention(add_positional_encoding(X), heads)[1]
    A2 = multi_head_attention(add_positional_encoding(Xb), heads)[1]
    return A2 - A1
