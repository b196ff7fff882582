def show_results(tokens, A, output):
    fig, (a, b) = plt.subplots(1, 2)
    a.imshow(A.T)
    a.set_xlabel("Query (mot qui regarde)")
    a.set_ylabel("Key (mot regardé)")
    a.set_xticks(range(len(tokens)), tokens)
    a.set_yticks(range(len(tokens)), tokens)
    b.imshow(output)
    return fig
