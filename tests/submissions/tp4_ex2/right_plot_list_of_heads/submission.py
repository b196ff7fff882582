def plot_attention(tokens, A):
    A = np.asarray(A)
    colonnes = int(np.ceil(np.sqrt(len(A))))
    lignes = int(np.ceil(len(A) / colonnes))
    fig, axes = plt.subplots(lignes, colonnes, figsize=(5 * colonnes, 4 * lignes), squeeze=False)
    for h, ax in enumerate(axes.flat):
        if h >= len(A):
            ax.set_visible(False)
            continue
        im = ax.imshow(A[h], aspect="auto", interpolation="nearest")
        ax.set_title(f"head {h}")
        ax.set_xticks(np.arange(len(tokens)))
        ax.set_yticks(np.arange(len(tokens)))
        ax.set_xticklabels(tokens, rotation=45, ha="right")
        ax.set_yticklabels(tokens)
        plt.colorbar(im, ax=ax)
    fig.tight_layout()
    return fig
