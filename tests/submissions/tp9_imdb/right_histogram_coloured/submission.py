def entropy_histogram(P):
    fig, ax = plt.subplots()
    n, bords, barres = ax.hist(entropy(P), bins=15)
    for barre, x in zip(barres, bords):
        barre.set_facecolor(plt.cm.viridis(x / bords[-1]))
    ax.set_yscale("log")
    ax.invert_xaxis()
    return fig
