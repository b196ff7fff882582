def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def main():
    rng = np.random.default_rng(1)
    mots = tokenize("Le chat noir dort.")
    X = create_embeddings(mots, 4, rng)
    out, A = self_attention(X, *init_weights(4, 2, rng))
    print(A.round(3))
    input("Appuie sur Entrée pour finir")

if __name__ == "__main__":
    main()
