def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    A = softmax(scores)
    return A @ V, A, scores

def multi_head_attention(X, heads):
    sorties, poids, tous_scores = [], [], []
    for W_Q, W_K, W_V in heads:
        o, a, s = attention_head(X, W_Q, W_K, W_V)
        sorties.append(o)
        poids.append(a)
        tous_scores.append(s)
    return np.hstack(sorties), np.array(poids), np.array(tous_scores)

def encode(X, heads, W_O, b_O=None):
    H, A, S = multi_head_attention(add_positional_encoding(X), heads)
    return output_projection(H, W_O, b_O), A, H

def replace_word(tokens, X, old, new, new_vector, heads):
    X2 = X.copy()
    X2[tokens.index(old)] = new_vector
    avant = multi_head_attention(add_positional_encoding(X), heads)[1]
    apres = multi_head_attention(add_positional_encoding(X2), heads)[1]
    return apres - avant
