def plot_attention(tokens, A):
    noms = [f"{i}: {t}" for i, t in enumerate(tokens)]
    fig, axes = plt.subplots(1, len(A), squeeze=False)
    for ax, a in zip(axes.ravel(), A):
        ax.imshow(a)
        ax.set_xticks(range(len(noms)))
        ax.set_xticklabels(noms, rotation=30)
        ax.set_yticks(range(len(noms)))
        ax.set_yticklabels(noms)
    return fig
