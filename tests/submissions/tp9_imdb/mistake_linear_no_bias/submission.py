def linear(T, W, b):
    logits = T @ W
    return logits
