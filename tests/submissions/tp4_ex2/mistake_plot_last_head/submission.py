def plot_attention(tokens, A):
    fig, ax = plt.subplots()
    for k, poids in enumerate(A):
        ax.clear()
        ax.imshow(poids)
        ax.set_title(f"Tête {k}")
        ax.set_xticks(range(len(tokens)), tokens)
        ax.set_yticks(range(len(tokens)), tokens)
    return fig
