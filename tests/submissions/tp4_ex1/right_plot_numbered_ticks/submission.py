def show_results(tokens, A, output):
    fig, ax = plt.subplots(1, 2)
    ax[0].imshow(A)
    noms = [f"{i}: {t.lower()}" for i, t in enumerate(tokens)]
    ax[0].set_xticks([-0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5])
    ax[0].set_xticklabels(["", noms[0], "", noms[1], "", noms[2], "", noms[3], ""])
    ax[0].set_yticks(range(4))
    ax[0].set_yticklabels(noms)
    ax[0].xaxis.tick_top()
    ax[0].set_xlabel("keys")
    ax[0].set_ylabel("queries")
    ax[1].imshow(output.T)
    return fig
