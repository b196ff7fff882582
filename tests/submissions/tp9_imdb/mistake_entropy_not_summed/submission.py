def entropy(P):
    H = -P * np.log(P + 1e-12)
    return H

def entropy_histogram(P):
    H = entropy(P).sum(axis=1)
    fig = plt.figure()
    plt.hist(H)
    plt.xlabel("entropie")
    return fig
