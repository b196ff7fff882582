def plot_attention(tokens, A):
    plt.figure(figsize=(12, 5))
    for i in range(len(A)):
        plt.subplot(1, len(A), i + 1)
        plt.imshow(A[i], cmap="hot")
        plt.title("Tête " + str(i + 1))
        plt.xticks(range(len(tokens)), tokens, rotation=45)
        plt.yticks(range(len(tokens)), tokens)
        plt.colorbar()
    plt.tight_layout()
    plt.show()
