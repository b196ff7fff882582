def attention_pool(P, V):
    out = []
    for b in range(len(P)):
        out.append(sum(V[b, l] for l in range(P.shape[1])))
    return np.stack(out)
