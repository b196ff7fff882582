def show_results(tokens, A, output):
    plt.imshow(A)
    plt.xticks([0, 1, 2, 3], tokens)
    plt.yticks([0, 1, 2, 3], tokens)
    plt.show()

    plt.figure()
    plt.bar(range(output.size), output.flatten())
    plt.show()
