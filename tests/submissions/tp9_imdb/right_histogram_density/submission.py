def entropy_histogram(P):
    H = entropy(P)
    plt.style.use("seaborn-v0_8-whitegrid")
    fig, ax = plt.subplots()
    ax.hist(H, bins=12, density=True, alpha=0.6, label="textes")
    ax.axvline(H.mean(), linestyle="--", color="red", label="moyenne")
    ax.set_xlabel("H")
    ax.set_ylabel("densité")
    ax.legend()
    return fig
