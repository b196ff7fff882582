def linear(T, W, b):
    h = T @ W + b
    return h * (h > 0)
