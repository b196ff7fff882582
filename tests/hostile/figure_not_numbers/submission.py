def show_results(tokens, A, output):
    figure, axes = plt.subplots()
    axes.imshow(np.full((4, 4), np.nan))
    axes.imshow(np.full((4, 4), 1e308) * [1, -1, 1, -1])
    axes.plot([1e308] * 4, [np.inf] * 4)
    axes.bar(range(2), [np.nan] * 2)
    axes.set_xticks([0, 0, 0, 0], tokens)
    return figure
