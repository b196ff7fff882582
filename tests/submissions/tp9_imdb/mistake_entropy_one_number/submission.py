def entropy(P):
    return -np.sum(P * np.log(P + 1e-12))

def entropy_histogram(P):
    # une entropie par texte
    H = [entropy(p) for p in P]
    fig, ax = plt.subplots()
    ax.hist(H, bins=15)
    ax.set_xlabel("entropie")
    ax.set_ylabel("nombre de textes")
    return fig
