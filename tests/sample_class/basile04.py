import numpy as np
import matplotlib.pyplot as plt


def tokenize(sentence):
    return sentence[:-1].split(" ")


def create_embeddings(tokens, d_embedding, rng):
    return rng.standard_normal((len(tokens), d_embedding))


def init_weights(d_embedding, d_head, rng):
    WQ = rng.standard_normal((d_embedding, d_head))
    WK = rng.standard_normal((d_embedding, d_head))
    WV = rng.standard_normal((d_embedding, d_head))
    return WQ, WK, WV


def project_qkv(X, WQ, WK, WV):
    return X @ WQ, X @ WK, X @ WV


def attention_scores(Q, K):
    d_k = K.shape[-1]
    return Q @ K.T / np.sqrt(d_k)


def softmax(S):
    S = S - S.max(axis=-1, keepdims=True)
    return np.exp(S) / np.exp(S).sum(axis=-1, keepdims=True)


def weighted_output(A, V):
    return A @ V


def self_attention(X, WQ, WK, WV):
    Q, K, V = project_qkv(X, WQ, WK, WV)
    A = softmax(attention_scores(Q, K))
    return weighted_output(A, V), A


def show_results(tokens, A, output):
    fig, ax = plt.subplots(1, 2, figsize=(8, 3))
    ax[0].imshow(A, cmap="hot")
    ax[0].set_xticks(range(len(tokens)), tokens)
    ax[0].set_yticks(range(len(tokens)), tokens)
    ax[1].table(cellText=np.round(output, 3), rowLabels=tokens, loc="center")
    ax[1].axis("off")
    return fig


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    mots = tokenize("Le chat noir dort.")
    X = create_embeddings(mots, 4, rng)
    sortie, A = self_attention(X, *init_weights(4, 2, rng))
    print(A.round(3))
    show_results(mots, A, sortie)
    plt.show()
