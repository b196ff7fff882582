def show_results(tokens, A, output):
    fig, (ax1, ax2) = plt.subplots(2, 1)
    ax1.imshow(A)
    ax1.set_xticks(range(len(tokens)), tokens)
    ax1.set_yticks(range(len(tokens)), tokens)
    for mot, vecteur in zip(tokens, output):
        ax2.plot(vecteur, "o-", label=mot)
    ax2.legend()
    return ax1
