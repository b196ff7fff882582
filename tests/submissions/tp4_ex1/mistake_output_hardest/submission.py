def weighted_output(A, V):
    out = []
    for poids in A:
        meilleur = int(np.argmax(poids))
        out.append(list(V[meilleur]))
    return out
