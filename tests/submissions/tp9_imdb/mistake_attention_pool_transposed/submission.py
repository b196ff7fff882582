def attention_pool(P, V):
    colonnes = [P[b] @ V[b] for b in range(P.shape[0])]
    return np.stack(colonnes, axis=1)
