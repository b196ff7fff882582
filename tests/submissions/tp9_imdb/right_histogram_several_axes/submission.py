def entropy_histogram(P):
    fig, axs = plt.subplots(1, 3, figsize=(12, 3))
    axs[0].imshow(P, aspect="auto")
    axs[1].hist(entropy(P), bins=20)
    axs[2].boxplot(entropy(P))
    plt.tight_layout()
    return fig
