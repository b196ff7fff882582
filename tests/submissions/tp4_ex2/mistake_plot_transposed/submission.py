def plot_attention(tokens, A):
    fig, axes = plt.subplots(1, len(A), figsize=(10, 5))
    for i in range(len(A)):
        axes[i].imshow(A[i].T, cmap="Blues")
        axes[i].set_xticks(range(len(tokens)))
        axes[i].set_xticklabels(tokens)
        axes[i].set_yticks(range(len(tokens)))
        axes[i].set_yticklabels(tokens)
        axes[i].set_title("Tête " + str(i + 1))
    return fig
