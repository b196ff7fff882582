def show_results(tokens, A, output):
    fig, ax = plt.subplots(2, 2)
    for k, (M, noms) in enumerate([(A, tokens), (output, None)]):
        ax[k, 0].imshow(M)
        ax[k, 0].set_yticks(range(len(tokens)), tokens)
        if noms:
            ax[k, 0].set_xticks(range(len(noms)), noms)
        ax[k, 1].hist(M.ravel())
    return ax
