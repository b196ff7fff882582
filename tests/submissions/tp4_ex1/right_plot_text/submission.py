def show_results(tokens, A, output):
    fig, ax = plt.subplots()
    ax.imshow(A)
    ax.set_xticks(range(len(tokens)), tokens)
    ax.set_yticks(range(len(tokens)), tokens)
    texte = "\n".join(f"{mot} : {np.array2string(v, precision=3)}" for mot, v in zip(tokens, output))
    fig.text(0.5, 0.01, texte, ha="center", family="monospace")
    return fig
