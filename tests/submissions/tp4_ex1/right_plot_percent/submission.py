def show_results(tokens, A, output):
    fig = plt.figure(figsize=(8, 8))
    gs = fig.add_gridspec(2, 1)
    ax1, ax2 = fig.add_subplot(gs[0]), fig.add_subplot(gs[1])
    ax1.imshow(A)
    for i in range(len(A)):
        for j in range(len(A)):
            ax1.annotate(f"{100 * A[i, j]:.0f} %", xy=(j, i), ha="center")
    ax1.set_xticks(range(len(tokens)), tokens)
    ax1.set_yticks(range(len(tokens)), tokens)
    ax2.imshow(output)
    fig.suptitle("Self-attention")
    fig.savefig("attention.png", dpi=50)
    return fig
