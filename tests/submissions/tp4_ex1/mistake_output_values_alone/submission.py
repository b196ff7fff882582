def weighted_output(A, V):
    out = []
    for v in V:
        out.append(v)
    return np.array(out)
