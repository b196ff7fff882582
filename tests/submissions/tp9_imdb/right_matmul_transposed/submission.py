def attention_pool(P, V):
    return np.matmul(np.transpose(V, (0, 2, 1)), P[..., np.newaxis]).reshape(len(P), -1)

def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)[:, np.newaxis, :]
    S = np.matmul(q, np.swapaxes(X, 1, 2)).reshape(mask.shape)
    P = masked_softmax(S, mask)
    return attention_pool(P, values(X, W_v, b_v)), P
