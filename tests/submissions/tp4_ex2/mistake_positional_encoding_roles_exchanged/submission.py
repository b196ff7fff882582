import math


def positional_encoding(n_words, d_embedding):
    lignes = []
    for i in range(n_words):
        ligne = []
        for pos in range(d_embedding):
            angle = pos / 10000 ** (2 * (i // 2) / d_embedding)
            ligne.append(math.sin(angle) if i % 2 == 0 else math.cos(angle))
        lignes.append(ligne)
    return np.array(lignes)
