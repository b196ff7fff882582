def attention_scores(Q, K):
    K.transpose()
    resultat = Q @ K
    return resultat
