def plot_attention(tokens, A):
    fig, axs = plt.subplots(len(A), 1, figsize=(5, 10))
    for ax, a in zip(axs, A):
        ax.matshow(a)
        ax.set_xticks(range(len(tokens)), tokens, rotation="vertical")
        ax.set_yticks(range(len(tokens)), tokens)
    return axs
