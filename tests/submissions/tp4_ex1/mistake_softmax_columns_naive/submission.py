def softmax(x):
    exps = np.exp(x)
    return exps / np.sum(exps, axis=0)
