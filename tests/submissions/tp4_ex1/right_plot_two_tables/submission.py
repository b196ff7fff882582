def show_results(tokens, A, output):
    fig, (ax1, ax2) = plt.subplots(2, 1)
    for ax in (ax1, ax2):
        ax.set_axis_off()
    ax1.table(cellText=[[f"{a:.3f}" for a in ligne] for ligne in A], rowLabels=tokens, colLabels=tokens, loc="center")
    ax2.table(cellText=[[f"{x:.3f}" for x in ligne] for ligne in output], rowLabels=tokens, loc="center")
    return fig
