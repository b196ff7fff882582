from matplotlib.figure import Figure

def entropy_histogram(P):
    fig = Figure(figsize=(6, 4))
    ax = fig.subplots()
    ax.hist(entropy(P), bins=25)
    ax.set_xlabel("entropie")
    return fig
