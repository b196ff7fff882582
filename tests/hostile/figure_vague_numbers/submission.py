def show_results(tokens, A, output):
    figure, axes = plt.subplots()
    axes.table(cellText=[["0.0e9 " * 4, "1.5e999", "1.5e" + "9" * 5000, "nan", "inf"]])
    axes.text(0, 0, "0.0e9 " * 8)
    return figure
