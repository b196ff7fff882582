def linear(T, W, b):
    return T @ W.T + b
