def show_results(tokens, A, output):
    d = output.shape[1]
    fig, axs = plt.subplots(1, d + 1, figsize=(15, 3))
    axs[0].imshow(A)
    axs[0].set_xticks(range(len(tokens)), tokens)
    axs[0].set_yticks(range(len(tokens)), tokens)
    for k in range(d):
        axs[k + 1].barh(tokens, output[:, k])
        axs[k + 1].set_title(f"dimension {k}")
    return axs
