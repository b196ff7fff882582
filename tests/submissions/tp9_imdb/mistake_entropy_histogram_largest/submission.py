def entropy_histogram(P):
    fig = plt.figure()
    plt.hist([max(p) for p in P], bins=10)
    plt.title("concentration de l'attention")
    return fig
