def show_results(tokens, A, output):
    f1 = plt.figure()
    plt.matshow(A, fignum=f1.number)
    plt.xticks(np.arange(len(tokens)), tokens)
    plt.yticks(np.arange(len(tokens)), tokens)
    plt.show()
    f2, ax2 = plt.subplots()
    ax2.matshow(output)
    plt.show()
    plt.close("all")
    return f1, f2
