def output_projection(H, W_O, b_O=None):
    logits = H @ W_O
    return softmax(logits)
