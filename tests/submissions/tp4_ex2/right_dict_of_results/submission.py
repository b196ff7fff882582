def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    poids = softmax(Q @ K.T / np.sqrt(W_Q.shape[1]))
    return {"output": poids @ V, "A": poids}

def multi_head_attention(X, heads):
    tetes = [attention_head(X, *h) for h in heads]
    return {"H": np.hstack([t["output"] for t in tetes]), "A": np.array([t["A"] for t in tetes])}

def encode(X, heads, W_O, b_O=None):
    r = multi_head_attention(add_positional_encoding(X), heads)
    return {"Z": output_projection(r["H"], W_O, b_O), "A": r["A"]}

def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = X.copy()
    X2[tokens.index(old)] = new_vector
    a, b = (multi_head_attention(add_positional_encoding(x), heads)["A"] for x in (X, X2))
    return b - a
