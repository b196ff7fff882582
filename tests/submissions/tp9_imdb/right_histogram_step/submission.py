def entropy_histogram(P):
    figure = plt.figure(figsize=(5, 3))
    plt.hist(entropy(P), bins="auto", histtype="step", linewidth=2)
    plt.xlabel("entropie"); plt.ylabel("nombre de textes")
    return figure
