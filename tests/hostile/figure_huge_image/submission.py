def show_results(tokens, A, output):
    figure, axes = plt.subplots()
    axes.imshow(np.zeros((1, 300_000), np.float32), aspect="auto")
    axes.set_xticks(range(300), ["a"] * 300)
    return figure
