def plot_attention(tokens, A):
    fig = plt.figure()
    total = A[0]
    for k in range(1, len(A)):
        total = total + A[k]
    plt.imshow(total)
    plt.xticks(range(len(tokens)), tokens)
    plt.yticks(range(len(tokens)), tokens)
    plt.colorbar()
    return fig
