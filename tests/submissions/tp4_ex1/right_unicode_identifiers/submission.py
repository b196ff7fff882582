def softmax(S):
    μ = S.max(axis=1, keepdims=True)
    énergie = np.exp(S - μ)
    Σ = énergie.sum(axis=1, keepdims=True)
    return énergie / Σ

def weighted_output(α, valeurs_modifiées):
    return α @ valeurs_modifiées

def attention_scores(requêtes, clés):
    return requêtes @ clés.T  # ✓ « scores »
