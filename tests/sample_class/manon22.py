# %% imports
import numpy as np
import matplotlib.pyplot as plt

# %% etape 1
def tokenize(sentence):
    return sentence.replace('.', '').split()

def create_embeddings(tokens, d, rng):
    return rng.standard_normal((len(tokens), d))

# %% etape 2
def init_weights(d, dh, rng):
    a = rng.standard_normal((d, dh))
    b = rng.standard_normal((d, dh))
    c = rng.standard_normal((d, dh))
    return a, b, c

def project_qkv(X, W_Q, W_K, W_V):
    return np.dot(X, W_Q), np.dot(X, W_K), np.dot(X, W_V)

# %% etape 3 et 4
def attention_scores(Q, K):
    return np.dot(Q, K.T)

def softmax(S):
    e = np.exp(S - np.max(S, axis=1).reshape(-1, 1))
    return e / np.sum(e, axis=1).reshape(-1, 1)

# %% etape 5
def weighted_output(A, V):
    return np.dot(A, V)

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    S = attention_scores(Q, K)
    return np.dot(S, V), S

# %% etape 6
def show_results(tokens, A, output):
    fig, ax = plt.subplots(2, 1)
    ax[0].imshow(A)
    ax[0].set_xticks(range(len(tokens)), tokens)
    ax[0].set_yticks(range(len(tokens)), tokens)
    ax[1].imshow(output)
    ax[1].set_yticks(range(len(tokens)), tokens)
    return fig

# %% test
rng = np.random.default_rng(0)
tok = tokenize("Le chat noir dort.")
X = create_embeddings(tok, 4, rng)
out, A = self_attention(X, *init_weights(4, 2, rng))
print(out)
assert A.shape == (4, 4)
