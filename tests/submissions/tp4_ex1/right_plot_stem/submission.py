def show_results(tokens, A, output):
    fig, ax = plt.subplots(1, 1 + len(tokens))
    ax[0].imshow(A)
    ax[0].set_xticks(range(len(tokens)), tokens)
    ax[0].set_yticks(range(len(tokens)), tokens)
    for i in range(len(tokens)):
        ax[i + 1].stem(output[i])
        ax[i + 1].set_title(tokens[i])
    return fig
