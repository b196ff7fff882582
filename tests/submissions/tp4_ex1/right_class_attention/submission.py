class SelfAttention:
    """Une tête d'attention."""

    def __init__(self, W_Q, W_K, W_V):
        self.W_Q = W_Q
        self.W_K = W_K
        self.W_V = W_V
        self.poids = None

    def project(self, X):
        return X @ self.W_Q, X @ self.W_K, X @ self.W_V

    @staticmethod
    def scores(Q, K):
        return Q @ K.T

    @staticmethod
    def softmax(S):
        S = S - S.max(axis=-1, keepdims=True)
        e = np.exp(S)
        return e / e.sum(axis=-1, keepdims=True)

    def __call__(self, X):
        Q, K, V = self.project(X)
        self.poids = self.softmax(self.scores(Q, K))
        return self.poids @ V

def project_qkv(X, W_Q, W_K, W_V):
    return SelfAttention(W_Q, W_K, W_V).project(X)

def attention_scores(Q, K):
    return SelfAttention.scores(Q, K)

softmax = SelfAttention.softmax

def self_attention(X, W_Q, W_K, W_V):
    tete = SelfAttention(W_Q, W_K, W_V)
    output = tete(X)
    return output, tete.poids
