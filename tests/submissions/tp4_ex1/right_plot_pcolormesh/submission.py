def heatmap(data, xticklabels, yticklabels, ax):
    n, m = data.shape
    ax.pcolormesh(data, cmap="rocket" if "rocket" in plt.colormaps() else "magma", edgecolors="white")
    ax.set(xlim=(0, m), ylim=(0, n))
    ax.invert_yaxis()
    ax.set_xticks(np.arange(m) + 0.5)
    ax.set_yticks(np.arange(n) + 0.5)
    ax.set_xticklabels(xticklabels)
    ax.set_yticklabels(yticklabels, rotation="vertical")
    for i in range(n):
        for j in range(m):
            ax.text(j + 0.5, i + 0.5, f"{data[i, j]:.2g}", ha="center", va="center")

def show_results(tokens, A, output):
    fig, (ax1, ax2) = plt.subplots(1, 2)
    heatmap(A, tokens, tokens, ax1)
    heatmap(output, [f"dim {k}" for k in range(output.shape[1])], tokens, ax2)
    return fig
