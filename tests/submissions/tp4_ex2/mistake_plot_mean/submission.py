def plot_attention(tokens, A):
    fig, ax = plt.subplots()
    moyenne = np.mean(A, axis=0)
    ax.imshow(moyenne, cmap="viridis")
    ax.set_xticks(range(len(tokens)), labels=tokens, rotation=45)
    ax.set_yticks(range(len(tokens)), labels=tokens)
    ax.set_title("Attention moyenne")
    return fig
