from matplotlib.figure import Figure

def show_results(tokens, A, output):
    figures = {}
    for nom, M in (("poids", A), ("sortie", output)):
        fig = Figure(figsize=(4, 4))
        ax = fig.subplots()
        ax.imshow(M)
        ax.set_yticks(range(len(tokens)), labels=tokens)
        if nom == "poids":
            ax.set_xticks(range(len(tokens)), labels=tokens)
        figures[nom] = fig
    return figures
