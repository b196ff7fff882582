def plot_attention(tokens, A):
    fig, axes = plt.subplots(1, len(A), figsize=(14, 6))
    for t, ax in enumerate(axes):
        ax.imshow(A[t], cmap="Blues")
        for i in range(len(tokens)):
            for j in range(len(tokens)):
                ax.text(j, i, round(A[t][i][j], 2), ha="center", va="center")
        ax.set_xticks(range(len(tokens)), tokens)
        ax.set_yticks(range(len(tokens)), tokens)
        ax.set_xlabel("clés")
        ax.set_ylabel("requêtes")
    fig.suptitle("Attention")
    return fig
