def show_results(tokens, A, output):
    fig, (a, b) = plt.subplots(1, 2)
    a.imshow(A)
    a.set_xticks(range(len(tokens)), tokens)
    a.set_yticks(range(len(tokens)), tokens)
    b.scatter(output[:, 0], output[:, 1])
    for mot, (x, y) in zip(tokens, output):
        b.annotate(mot, (x, y))
    plt.savefig("attention.png")
    return "attention.png"
