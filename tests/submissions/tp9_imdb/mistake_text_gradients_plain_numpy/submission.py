import numpy

def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    s = np.sum(X * q[:, None, :], axis=2)
    s = numpy.where(mask == 1, s, -1e9)
    P = masked_softmax(s, mask)
    return attention_pool(P, values(X, W_v, b_v)), P
