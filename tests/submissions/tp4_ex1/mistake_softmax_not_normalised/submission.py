def softmax(S):
    max_par_ligne = np.max(S, axis=1).reshape(-1, 1)
    num = np.exp(S - max_par_ligne)
    den = np.sum(num, axis=1)
    return num
