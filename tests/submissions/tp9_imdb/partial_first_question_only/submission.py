import autograd.numpy as np

def mean_pool(X, mask):
    textes = []
    for x, m in zip(X, mask):
        n = int(m.sum())
        textes.append(np.mean(x[:n], axis=0))
    return np.stack(textes)

def linear(T, W, b):
    return np.matmul(T, W) + b

def cross_entropy(logits, y):
    m = np.max(logits, axis=1)
    log_somme = m + np.log(np.exp(logits[:, 0] - m) + np.exp(logits[:, 1] - m))
    return np.sum(log_somme - np.where(y == 1, logits[:, 1], logits[:, 0]))

def accuracy(logits, y):
    return np.mean((logits[:, 1] > logits[:, 0]) == (y == 1))
