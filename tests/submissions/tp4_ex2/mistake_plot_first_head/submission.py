def plot_attention(tokens, A):
    fig, ax = plt.subplots(figsize=(6, 6))
    im = ax.matshow(A[0])
    fig.colorbar(im)
    ax.set_xticks(range(len(tokens)))
    ax.set_yticks(range(len(tokens)))
    ax.set_xticklabels(tokens, rotation=90)
    ax.set_yticklabels(tokens)
    return fig
