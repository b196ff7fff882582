from dataclasses import dataclass

@dataclass
class Tete:
    W_Q: np.ndarray
    W_K: np.ndarray
    W_V: np.ndarray

    def __call__(self, X):
        Q, K, V = X @ self.W_Q, X @ self.W_K, X @ self.W_V
        A = softmax(Q @ K.T / np.sqrt(Q.shape[1]))
        return A @ V, A

class MultiTete:
    def __init__(self, heads):
        self.tetes = [Tete(*h) for h in heads]

    def forward(self, X):
        sorties, poids = zip(*(tete(X) for tete in self.tetes))
        return np.concatenate(sorties, axis=1), np.array(poids)

def attention_head(X, W_Q, W_K, W_V):
    return Tete(W_Q, W_K, W_V)(X)

def multi_head_attention(X, heads):
    return MultiTete(heads).forward(X)
