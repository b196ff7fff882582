def show_results(tokens, A, output):
    plt.subplot(2, 1, 1)
    image = plt.imshow(A)
    plt.xticks(range(len(tokens)), tokens)
    plt.yticks(range(len(tokens)), tokens)
    plt.subplot(2, 1, 2)
    barres = plt.bar(range(output.size), output.ravel())
    return image, barres
