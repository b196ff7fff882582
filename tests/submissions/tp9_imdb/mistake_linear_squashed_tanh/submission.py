def linear(T, W, b):
    sortie = np.tanh(np.dot(T, W) + b)
    return sortie
