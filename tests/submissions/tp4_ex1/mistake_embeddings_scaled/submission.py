def create_embeddings(tokens, d_embedding, rng):
    sigma = 0.1  # petites valeurs pour la stabilité
    return rng.normal(loc=0.0, scale=sigma, size=(len(tokens), d_embedding))
