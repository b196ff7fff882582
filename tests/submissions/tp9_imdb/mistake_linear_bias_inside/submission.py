def linear(T, W, b):
    return T @ (W + b)
