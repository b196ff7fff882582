def show_results(tokens, A, output):
    fig, (ax, ax2) = plt.subplots(1, 2)
    ax.imshow(A)
    ax.set_xticks(range(len(tokens)), tokens)
    ax.set_yticks(range(len(tokens)), tokens)
    ax2.set_title(str(output.round(2)))
    return fig, (ax, ax2)
