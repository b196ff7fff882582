import autograd.numpy as np
import matplotlib.pyplot as plt


def mean_pool(X, mask):
    m = mask[..., None]
    return (X * m).sum(axis=1) / m.sum(axis=1)

def linear(T, W, b):
    return np.dot(T, W) + b

def cross_entropy(logits, y):
    m = logits.max(axis=1, keepdims=True)
    log_somme = m[:, 0] + np.log(np.exp(logits - m).sum(axis=1))
    return np.mean(log_somme - logits[np.arange(len(y)), y])

def accuracy(logits, y):
    return (logits.argmax(axis=1) == y).mean()

def masked_softmax(scores, mask):
    s = np.where(mask == 1, scores, -1e9)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_weights(X, mask, q):
    return masked_softmax(np.matmul(X, q), mask)

def attention_pool(P, V):
    return np.sum(P[:, :, None] * V, axis=1)

def entropy(P):
    return -np.sum(P * np.log(P + 1e-12), axis=1)

def entropy_histogram(P):
    fig, ax = plt.subplots()
    ax.hist(entropy(P), bins=15)
    ax.set_xlabel("entropie")
    ax.set_ylabel("textes")
    return fig

def top_words(p, words, k):
    ordre = sorted(range(len(p)), key=lambda i: -p[i])
    return [(words[i], float(p[i])) for i in ordre[:k]]

def text_query(X, mask, W_q, b_q):
    return np.dot(mean_pool(X, mask), W_q) + b_q

def values(X, W_v, b_v):
    v = np.matmul(X, W_v) + b_v
    return np.where(v > 0, v, 0.0)

def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    P = masked_softmax(np.sum(X * q[:, None, :], axis=2), mask)
    return attention_pool(P, values(X, W_v, b_v)), P

def gru_step(x, h, params):
    def sigma(a):
        return 1 / (1 + np.exp(-a))
    z = sigma(x @ params["W_z"] + h @ params["U_z"] + params["b_z"])
    r = sigma(x @ params["W_r"] + h @ params["U_r"] + params["b_r"])
    candidat = np.tanh(x @ params["W_h"] + (r * h) @ params["U_h"] + params["b_h"])
    return (1 - z) * h + z * candidat

def gru_states(X, mask, params):
    h = np.zeros((X.shape[0], params["U_z"].shape[0]))
    etats = []
    for t in range(X.shape[1]):
        h = np.where(mask[:, t][:, None] > 0, gru_step(X[:, t], h, params), h)
        etats.append(h)
    return np.stack(etats, axis=1)

def regularised_loss(logits, y, P, lam):
    return cross_entropy(logits, y) + lam * entropy(P).mean()


constante = "C'est la softmax sur les mots du texte ; la constante vaut - log de la somme des exp(q.x_j) : elle dépend du texte, pas du mot."
observation = "Dans la première critique l'attention va sur « wonderful », dans la seconde sur « worst » : le modèle juge sur quelques adjectifs."

if __name__ == "__main__":
    print(masked_softmax(np.zeros((1, 3)), np.ones((1, 3))))
