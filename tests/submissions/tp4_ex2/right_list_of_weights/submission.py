def multi_head_attention(X, heads):
    sorties = []
    poids = []
    for W_Q, W_K, W_V in heads:
        sortie, A = attention_head(X, W_Q, W_K, W_V)
        sorties.append(sortie)
        poids.append(A)
    return np.concatenate(sorties, axis=1), poids

def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = X.copy()
    X2[tokens.index(old)] = new_vector
    _, avant = multi_head_attention(add_positional_encoding(X), heads)
    _, apres = multi_head_attention(add_positional_encoding(X2), heads)
    return [b - a for a, b in zip(avant, apres)]
