def multi_head_attention(X, heads):
    sorties, poids = [], {}
    for i, tete in enumerate(heads):
        sortie, A = attention_head(X, *tete)
        sorties.append(sortie)
        poids["tete_" + str(i)] = A
    return np.hstack(sorties), poids

def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = X.copy()
    X2[tokens.index(old)] = new_vector
    avant = multi_head_attention(add_positional_encoding(X), heads)[1]
    apres = multi_head_attention(add_positional_encoding(X2), heads)[1]
    return {nom: apres[nom] - avant[nom] for nom in avant}
