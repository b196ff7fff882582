def plot_attention(tokens, A):
    figures = []
    for k, poids in enumerate(A, start=1):
        fig, ax = plt.subplots()
        ax.imshow(poids, vmin=0, vmax=1)
        ax.set(xticks=range(len(tokens)), yticks=range(len(tokens)), xticklabels=tokens, yticklabels=tokens, title=f"Tête {k}")
        figures.append(fig)
    return figures
