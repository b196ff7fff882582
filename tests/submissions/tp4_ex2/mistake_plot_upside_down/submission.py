def plot_attention(tokens, A):
    fig, axes = plt.subplots(1, len(A))
    for ax, poids in zip(axes, A):
        ax.imshow(np.flipud(poids))
        ax.set_xticks(np.arange(len(tokens)), tokens)
        ax.set_yticks(np.arange(len(tokens)), tokens)
    return fig
