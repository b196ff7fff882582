def show_results(tokens, A, output):
    fig, ax = plt.subplots()
    ax.imshow(A)
    fig.savefig("figure.png")
    return "figure.png"
