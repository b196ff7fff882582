def plot_attention(tokens, A):
    fig, axes = plt.subplots(1, len(A))
    for ax, poids in zip(axes, A):
        ax.imshow(poids.T)
        ax.set_xlabel("Query")
        ax.set_ylabel("Key")
        ax.set_xticks(range(len(tokens)), tokens)
        ax.set_yticks(range(len(tokens)), tokens)
    return fig
