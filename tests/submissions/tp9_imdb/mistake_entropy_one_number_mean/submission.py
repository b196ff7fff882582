def entropy(P):
    h = -np.sum(P * np.log(P + 1e-12), axis=1)
    return np.mean(h)

def entropy_histogram(P):
    fig, ax = plt.subplots()
    ax.hist([entropy(P[i:i + 1]) for i in range(len(P))])
    ax.set(xlabel="entropie", ylabel="textes")
    return fig
