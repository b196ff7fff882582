def entropy(P):
    H = 0
    for l in range(P.shape[1]):
        p = P[:, l]
        H = H - p * np.log2(np.where(p > 0, p, 1.0))
    return H

def entropy_histogram(P):
    fig, ax = plt.subplots()
    ax.hist(np.ravel(P), bins=np.linspace(0, 1, 21))
    ax.set_xlabel("poids")
    return fig
