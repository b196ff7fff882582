def get_angles(pos, i, d_model):
    angle_rates = 1 / np.power(10000, (2 * (i // 2)) / np.float32(d_model))
    return pos * angle_rates

def positional_encoding(n_words, d_embedding):
    angle_rads = get_angles(np.arange(n_words)[:, np.newaxis], np.arange(d_embedding)[np.newaxis, :], d_embedding)
    angle_rads[:, 0::2] = np.sin(angle_rads[:, 0::2])
    angle_rads[:, 1::2] = np.cos(angle_rads[:, 1::2])
    pos_encoding = angle_rads[np.newaxis, ...]
    return pos_encoding.astype(np.float32)

def add_positional_encoding(X):
    return X[np.newaxis] + positional_encoding(X.shape[0], X.shape[1])

def attention_head(X, W_Q, W_K, W_V):
    if X.ndim == 2:
        X = X[np.newaxis]
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    scores = Q @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[-1])
    A = softmax(scores)
    return A @ V, A

def multi_head_attention(X, heads):
    sorties = [attention_head(X, *h) for h in heads]
    return np.concatenate([o for o, _ in sorties], axis=-1), np.concatenate([a for _, a in sorties], axis=0)
