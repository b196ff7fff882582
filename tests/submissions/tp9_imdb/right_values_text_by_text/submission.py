def relu(t):
    return np.where(t >= 0, t, np.zeros(t.shape))

def values(X, W_v, b_v):
    return np.array([relu(np.array([mot @ W_v + b_v for mot in texte])) for texte in X])
