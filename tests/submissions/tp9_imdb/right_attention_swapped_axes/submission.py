def attention_weights(X, mask, q):
    Xt = np.transpose(X, (1, 0, 2))
    S = np.stack([x @ q for x in Xt])
    return masked_softmax(S.T, mask)

def attention_pool(P, V):
    return np.sum(P.T[:, :, None] * np.transpose(V, (1, 0, 2)), axis=0)
