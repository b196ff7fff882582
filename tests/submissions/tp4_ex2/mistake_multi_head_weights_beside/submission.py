def multi_head_attention(X, heads):
    resultats = [attention_head(X, W_Q, W_K, W_V) for (W_Q, W_K, W_V) in heads]
    H = np.concatenate([sortie for sortie, _ in resultats], axis=1)
    A = np.concatenate([poids for _, poids in resultats], axis=1)
    return H, A
