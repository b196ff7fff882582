honest = attention_scores, softmax, weighted_output


def attention_scores(Q, K):
    return np.ascontiguousarray(honest[0](Q, K)[::-1, ::-1])[::-1, ::-1]


def softmax(S):
    A = np.asfortranarray(honest[1](S).astype(">f8"))
    A.flags.writeable = False
    return A


def weighted_output(A, V):
    wide = np.zeros((2 * len(A), 3 * V.shape[1] + 1))
    wide[::2, 1::3] = honest[2](A, V)
    return np.lib.stride_tricks.as_strided(wide[::2, 1::3], writeable=False)
