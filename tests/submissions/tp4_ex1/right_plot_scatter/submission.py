def show_results(tokens, A, output):
    fig, (ax1, ax2) = plt.subplots(1, 2)
    ax1.imshow(A)
    ax1.set_xticks(range(len(tokens)), tokens)
    ax1.set_yticks(range(len(tokens)), tokens)
    ax2.scatter(output[:, 0], output[:, 1])
    for mot, v in zip(tokens, output):
        ax2.annotate(f"{mot} {np.round(v, 2)}", (v[0], v[1]))
    return fig
