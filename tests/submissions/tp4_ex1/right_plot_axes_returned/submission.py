def show_results(tokens, A, output):
    fig, ax = plt.subplots(1, 2)
    ax[0].imshow(A)
    plt.sca(ax[0])
    plt.xticks(range(len(tokens)), tokens)
    plt.yticks(range(len(tokens)), tokens)
    ax[1].imshow(output)
    return ax[0]
