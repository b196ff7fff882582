def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    return softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V

def multi_head_attention(X, heads):
    return np.hstack([attention_head(X, *h) for h in heads])

def encode(X, heads, W_O, b_O=None):
    return output_projection(multi_head_attention(add_positional_encoding(X), heads), W_O, b_O)

def replace_word(tokens, X, old, new, new_vector, heads):
    def poids(E):
        E = add_positional_encoding(E)
        return np.array([softmax(E @ Q @ (E @ K).T / np.sqrt(Q.shape[1])) for Q, K, _ in heads])
    X2 = X.copy()
    X2[tokens.index(old)] = new_vector
    return poids(X2) - poids(X)
