import math

def positional_encoding(n_words, d_embedding):
    P = []
    for pos in range(n_words):
        ligne = []
        for colonne in range(d_embedding):
            angle = pos / math.pow(10000, colonne / d_embedding)
            if colonne % 2 == 0:
                ligne.append(math.sin(angle))
            else:
                ligne.append(math.cos(angle))
        P.append(ligne)
    return np.array(P)
