def entropy_histogram(P):
    fig, ax = plt.subplots()
    ax.hist(entropy(P), orientation="horizontal", color="teal")
    ax.set_ylabel("entropie"); ax.set_xlabel("textes")
    return fig
