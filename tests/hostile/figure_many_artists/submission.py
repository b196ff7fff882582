def show_results(tokens, A, output):
    figure, axes = plt.subplots()
    for number in range(200):
        axes.text(0, 0, "1 2 3 4 5 " * 40)
        axes.axhline(number)
    return figure
