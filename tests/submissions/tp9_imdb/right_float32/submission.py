def f32(a):
    return np.array(a, dtype=np.float32)

def mean_pool(X, mask):
    X, mask = X.astype("float32"), mask.astype("float32")
    return (X * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)

def linear(T, W, b):
    return T.astype(np.float32) @ W.astype(np.float32) + b.astype(np.float32)

def cross_entropy(logits, y):
    logits = logits.astype(np.float32)
    s = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y])

def accuracy(logits, y):
    return np.float32(np.mean(logits.argmax(1) == y))

def masked_softmax(scores, mask):
    s = np.where(mask > 0, scores, np.float32(-1e9)).astype(np.float32)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_weights(X, mask, q):
    return masked_softmax(X.astype(np.float32) @ q.astype(np.float32), mask)

def attention_pool(P, V):
    return np.einsum("bl,blk->bk", P.astype(np.float32), V.astype(np.float32))

def entropy(P):
    P = P.astype(np.float32)
    return -np.sum(P * np.log(P + np.float32(1e-12)), axis=1)

def top_words(p, words, k):
    p = p.astype(np.float32)
    return [(words[i], p[i]) for i in np.argsort(-p, kind="stable")[:k]]

def text_query(X, mask, W_q, b_q):
    return mean_pool(X, mask) @ W_q.astype(np.float32) + b_q.astype(np.float32)

def values(X, W_v, b_v):
    return np.maximum(np.float32(0), X.astype(np.float32) @ W_v.astype(np.float32) + b_v.astype(np.float32))
