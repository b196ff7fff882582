def plot_attention(tokens, A):
    for k, poids in enumerate(A):
        fig, ax = plt.subplots()
        ax.imshow(poids)
        ax.set_title(f"Tête {k}")
        ax.set_xticks(range(len(tokens)), [f"{mot}_{i}" for i, mot in enumerate(tokens)])
        ax.set_yticks(range(len(tokens)), tokens)
    return fig
