def entropy_histogram(P):
    fig, ax = plt.subplots()
    ax.hist(P.flatten(), bins=30)
    ax.set_xlabel("attention")
    ax.set_ylabel("effectif")
    return fig
