def create_embeddings(tokens, d_embedding, rng):
    for _ in tokens:
        yield rng.standard_normal(d_embedding)

def init_weights(d_embedding, d_head, rng):
    return (rng.standard_normal((d_embedding, d_head)) for _ in range(3))

def project_qkv(X, W_Q, W_K, W_V):
    return map(lambda W: X @ W, (W_Q, W_K, W_V))

def tokenize(sentence):
    return map(lambda mot: mot.strip("."), sentence.split())
