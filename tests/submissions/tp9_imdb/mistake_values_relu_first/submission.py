def relu(a):
    return np.where(a > 0, a, 0)

def values(X, W_v, b_v):
    return relu(X) @ W_v + b_v
