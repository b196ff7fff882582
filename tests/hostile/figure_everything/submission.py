def show_results(tokens, A, output):
    figure, axes = plt.subplots()
    numbers = " ".join("%.2f" % (n / 100) for n in range(-300, 300))
    axes.text(0, 0, numbers)
    axes.set_title(" ".join(tokens) * 10)
    for shift in range(5):
        axes.imshow(np.full((4, 4), shift / 4))
    axes.set_xticks(range(4), [" ".join(tokens)] * 4)
    axes.set_yticks(range(4), [" ".join(tokens)] * 4)
    return figure
