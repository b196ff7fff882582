def linear(T, W, b):
    # W.T x + b pour chaque texte
    return W.T @ T.T + b[:, None]
