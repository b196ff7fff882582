def softmax(S):
    m = np.max(S, axis=-1)
    S_stable = S - m
    exp_s = np.exp(S_stable)
    return exp_s / np.sum(exp_s, axis=-1, keepdims=True)
