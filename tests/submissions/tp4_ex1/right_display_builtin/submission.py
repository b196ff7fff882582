IN_COLAB = "google.colab" in str(get_ipython())
if IN_COLAB:
    get_ipython().system("pip install numpy")

def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    display(A.round(2))
    return A

def show_results(tokens, A, output):
    fig, ax = plt.subplots(1, 2)
    ax[0].imshow(A)
    ax[0].set_xticks(range(len(tokens)), tokens)
    ax[0].set_yticks(range(len(tokens)), tokens)
    ax[1].imshow(output)
    display(fig, "fini")
    plt.close(fig)
    return fig
