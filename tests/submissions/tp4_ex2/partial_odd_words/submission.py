def plot_attention(tokens, A):
    fig, axes = plt.subplots(1, len(A))
    for ax, poids in zip(axes, A):
        ax.imshow(poids)
        ax.set_xticks(range(len(tokens)), tokens)
    return fig
