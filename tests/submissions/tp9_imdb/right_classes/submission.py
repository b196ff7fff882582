from dataclasses import dataclass

class Pooling:
    def __init__(self, mask):
        self.poids = mask / np.sum(mask, axis=1, keepdims=True)

    def __call__(self, X):
        return np.sum(self.poids[:, :, None] * X, axis=1)

@dataclass
class Lineaire:
    W: np.ndarray
    b: np.ndarray

    def __call__(self, T):
        return T @ self.W + self.b

class Attention:
    @staticmethod
    def softmax(scores, mask):
        s = np.where(mask > 0, scores, -np.inf)
        e = np.exp(s - np.max(s, axis=1, keepdims=True))
        return e / np.sum(e, axis=1, keepdims=True)

    def __init__(self, question):
        self.question = question

    def __call__(self, X, mask):
        return self.softmax(np.sum(X * self.question, axis=-1), mask)

def mean_pool(X, mask):
    return Pooling(mask)(X)

def linear(T, W, b):
    return Lineaire(W, b)(T)

masked_softmax = Attention.softmax

def attention_weights(X, mask, q):
    return Attention(q)(X, mask)

def text_query(X, mask, W_q, b_q):
    return Lineaire(W_q, b_q)(Pooling(mask)(X))

def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)[:, None, :]
    P = Attention(q)(X, mask)
    return attention_pool(P, values(X, W_v, b_v)), P
