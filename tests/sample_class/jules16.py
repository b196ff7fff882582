import numpy as np
import matplotlib.pyplot as plt

def tokenize(sentence):
    print(sentence.split())

def create_embeddings(tokens, d_embedding, rng):
    X = rng.standard_normal((len(tokens), d_embedding))
    print(X)
    return X

def init_weights(d_embedding, d_head, rng):
    W_Q = rng.standard_normal((d_embedding, d_head))
    W_K = rng.standard_normal((d_embedding, d_head))
    W_V = rng.standard_normal((d_embedding, d_head))
    print(W_Q, W_K, W_V)
    return W_Q, W_K, W_V

def project_qkv(X, W_Q, W_K, W_V):
    Q = X @ W_Q
    K = X @ W_K
    V = X @ W_V
    return Q, K, V

def attention_scores(Q, K):
    S = Q @ K.T
    print("scores", S)

def softmax(S):
    S = S - np.max(S, axis=1, keepdims=True)
    A = np.exp(S) / np.sum(np.exp(S), axis=1, keepdims=True)
    print("softmax", A)

def weighted_output(A, V):
    print(A @ V)

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    S = attention_scores(Q, K)
    A = softmax(S)
    return weighted_output(A, V), A

def show_results(tokens, A, output):
    plt.imshow(A)
    plt.colorbar()
    plt.show()
