def linear(T, W, b):
    y = np.dot(W, T) + b
    return y
