def entropy_histogram(P):
    H = entropy(P)
    pas = float(max(H)) / 9 + 1e-9
    fig, ax = plt.subplots()
    for i in range(9):
        dedans = [h for h in H if i * pas <= h < (i + 1) * pas]
        ax.bar((i + 0.5) * pas, len(dedans), width=pas, color="C0")
    ax.set_title("Entropies")
    return fig
