honest = show_results


def show_results(tokens, A, output):
    for _ in range(5):
        plt.figure()
    return honest(tokens, A, output)
