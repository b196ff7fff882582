def plot_attention(tokens, A):
    n = len(tokens)
    fig, axes = plt.subplots(1, len(A), figsize=(11, 5))
    for i, ax in enumerate(axes):
        m = ax.pcolormesh(A[i], cmap="magma", edgecolors="w")
        ax.invert_yaxis()
        ax.set_xticks(np.arange(n) + 0.5)
        ax.set_yticks(np.arange(n) + 0.5)
        ax.set_xticklabels(tokens, rotation=45)
        ax.set_yticklabels(tokens)
        ax.set_title("tête %d" % i)
        fig.colorbar(m, ax=ax)
    return fig
