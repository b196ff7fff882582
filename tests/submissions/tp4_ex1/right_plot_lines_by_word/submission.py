def show_results(tokens, A, output):
    plt.figure(figsize=(10, 4))
    plt.subplot(1, 2, 1)
    plt.imshow(np.asmatrix(A).T)
    plt.xlabel("mot qui regarde")
    plt.ylabel("mot regardé")
    plt.xticks(range(len(tokens)), tokens)
    plt.yticks(range(len(tokens)), tokens)
    plt.subplot(1, 2, 2)
    for k in range(output.shape[1]):
        plt.plot(tokens, output[:, k], "o-", label=f"dimension {k}")
    plt.legend()
    plt.show()
    return plt
