def linear(T, W, b):
    return np.dot(T, W)

def cross_entropy(logits, y):
    z = logits - np.max(logits, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return sum([-log_p[j, y[j]] for j in range(len(y))])

def regularised_loss(logits, y, P, lam):
    return cross_entropy(logits, y) - lam * np.mean(entropy(P))
