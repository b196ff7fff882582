def plot_attention(tokens, A):
    fig, axes = plt.subplots(len(A), 1)
    for ax, poids in zip(axes, A):
        ax.axis("off")
        ax.table(cellText=[[f"{p:.3f}" for p in ligne] for ligne in poids], rowLabels=tokens, colLabels=tokens)
    return fig
