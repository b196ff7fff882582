def attention_scores(Q, K):
    # produit de Q et K
    scores = Q * K
    return scores
