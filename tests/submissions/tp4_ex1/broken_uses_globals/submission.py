rng = np.random.default_rng(0)
mots = tokenize("Le chat noir dort.")
embeddings = create_embeddings(mots, 4, rng)
Wq, Wk, Wv = init_weights(4, 2, rng)

def project_qkv(X, W_Q, W_K, W_V):
    return embeddings @ Wq, embeddings @ Wk, embeddings @ Wv

q, k, v = project_qkv(embeddings, Wq, Wk, Wv)

def attention_scores(Q, K):
    return q @ k.T
