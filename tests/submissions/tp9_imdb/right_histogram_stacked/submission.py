def entropy_histogram(P):
    H = entropy(P)
    fig, ax = plt.subplots()
    ax.hist([H[H < 1], H[H >= 1]], bins=np.linspace(0, 3, 13), stacked=True, label=["concentrée", "étalée"])
    return fig
