def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    A = softmax(Q @ K.T / np.sqrt(Q.shape[1]))
    return A, A @ V

def multi_head_attention(X, heads):
    poids, sorties = zip(*[attention_head(X, *h) for h in heads])
    return np.array(poids), np.hstack(sorties)

def encode(X, heads, W_O, b_O=None):
    A, H = multi_head_attention(add_positional_encoding(X), heads)
    return A, output_projection(H, W_O, b_O)

def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = X.copy()
    X2[tokens.index(old)] = new_vector
    A, _ = multi_head_attention(add_positional_encoding(X), heads)
    B, _ = multi_head_attention(add_positional_encoding(X2), heads)
    return B - A
