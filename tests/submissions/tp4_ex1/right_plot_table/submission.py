def show_results(tokens, A, output):
    fig, (ax1, ax2) = plt.subplots(1, 2)
    ax1.imshow(A)
    ax1.set_xticks(range(len(tokens)), tokens)
    ax1.set_yticks(range(len(tokens)), tokens)
    ax2.axis("off")
    ax2.table(cellText=np.round(output, 2).tolist(), rowLabels=tokens, colLabels=[f"d{i}" for i in range(output.shape[1])], loc="center")
    return fig
