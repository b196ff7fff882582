def show_results(tokens, A, output):
    fig, (ax1, ax2) = plt.subplots(1, 2, figsize=(11, 4))
    ax1.imshow(A, vmin=0, vmax=1)
    ax1.set_xticks(range(len(tokens)), tokens)
    ax1.set_yticks(range(len(tokens)), tokens)
    largeur = 0.8 / len(tokens)
    for i, mot in enumerate(tokens):
        ax2.bar(np.arange(output.shape[1]) + i * largeur, output[i], largeur, label=mot)
    ax2.legend()
    return fig
