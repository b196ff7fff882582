def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))

def linear(T, W, b):
    return sigmoid(np.matmul(T, W) + b)
