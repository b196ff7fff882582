def show_results(tokens, A, output):
    fig, ax = plt.subplots()
    ax.table(cellText=[["0.0e9 " * 4, "Le chat noir dort"]] * 4)
    return fig
