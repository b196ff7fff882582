def show_results(tokens, A, output):
    fig, ax = plt.subplots(1, 2, figsize=(10, 4))
    ax[0].imshow(A.T, cmap="Blues")
    ax[0].set_xticks(range(len(tokens)))
    ax[0].set_yticks(range(len(tokens)))
    ax[0].set_xticklabels(tokens)
    ax[0].set_yticklabels(tokens)
    ax[1].imshow(output)
    return fig
