def create_embeddings(tokens, d_embedding, rng):
    nb_mots = len(tokens)
    taille = (d_embedding, nb_mots)
    return rng.standard_normal(taille)
