def multi_head_attention(X, heads):
    sorties = [attention_head(X, *tete) for tete in heads]
    H = np.hstack([s for s, _ in sorties])
    return H.tolist(), [A.tolist() for _, A in sorties]


def encode(X, heads, W_O, b_O=None):
    H, A = multi_head_attention(add_positional_encoding(X), heads)
    Z = output_projection(np.array(H), W_O, b_O)
    return Z.tolist(), np.array(A).tolist()


def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = np.array(X)
    X2[tokens.index(old)] = new_vector
    avant = np.array(multi_head_attention(add_positional_encoding(X), heads)[1])
    apres = np.array(multi_head_attention(add_positional_encoding(X2), heads)[1])
    return apres - avant
