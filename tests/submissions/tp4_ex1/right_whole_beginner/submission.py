import numpy as np
import matplotlib.pyplot as plt
import math
import random

# ETAPE 1
phrase = "Le chat noir dort."

def tokenize(sentence):
    liste = []
    mot_en_cours = ""
    for lettre in sentence:
        if lettre == " ":
            liste.append(mot_en_cours)
            mot_en_cours = ""
        else:
            if lettre != ".":
                mot_en_cours = mot_en_cours + lettre
    liste.append(mot_en_cours)
    print("les tokens sont", liste)
    return liste

tokens = tokenize(phrase)
print(tokens)
print("nombre de mots :", len(tokens))

def create_embeddings(tokens, d_embedding, rng):
    matrice = []
    for i in range(0, len(tokens)):
        ligne = []
        for j in range(0, d_embedding):
            x = rng.standard_normal()
            ligne.append(x)
        matrice.append(ligne)
    matrice = np.array(matrice)
    print("taille", matrice.shape)
    return matrice

rng = np.random.default_rng(0)
X = create_embeddings(tokens, 4, rng)

# ETAPE 2
def init_weights(d_embedding, d_head, rng):
    W_Q = rng.standard_normal((d_embedding, d_head))
    W_K = rng.standard_normal((d_embedding, d_head))
    W_V = rng.standard_normal((d_embedding, d_head))
    return W_Q, W_K, W_V

W_Q, W_K, W_V = init_weights(4, 2, rng)

def project_qkv(X, W_Q, W_K, W_V):
    Q = np.zeros((X.shape[0], W_Q.shape[1]))
    K = np.zeros((X.shape[0], W_K.shape[1]))
    V = np.zeros((X.shape[0], W_V.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W_Q.shape[1]):
            for k in range(X.shape[1]):
                Q[i][j] = Q[i][j] + X[i][k] * W_Q[k][j]
                K[i][j] = K[i][j] + X[i][k] * W_K[k][j]
                V[i][j] = V[i][j] + X[i][k] * W_V[k][j]
    return (Q, K, V)

Q, K, V = project_qkv(X, W_Q, W_K, W_V)
print("Q =", Q); print("K =", K); print("V =", V)

# ETAPE 3
def attention_scores(Q, K):
    S = np.zeros((len(Q), len(K)))
    for i in range(len(Q)):
        for j in range(len(K)):
            s = 0
            for d in range(len(Q[i])):
                s = s + Q[i][d] * K[j][d]
            S[i][j] = s
    return S

S = attention_scores(Q, K)

# ETAPE 4
def softmax(S):
    A = np.zeros((len(S), len(S[0])))
    for i in range(len(S)):
        m = max(S[i])
        somme = 0
        for j in range(len(S[i])):
            somme = somme + math.exp(S[i][j] - m)
        for j in range(len(S[i])):
            A[i][j] = math.exp(S[i][j] - m) / somme
    # verification
    for i in range(len(A)):
        print("somme ligne", i, "=", sum(A[i]))
    return A

A = softmax(S)

# ETAPE 5
def weighted_output(A, V):
    sortie = np.zeros((len(A), len(V[0])))
    for i in range(len(A)):
        for j in range(len(V)):
            for d in range(len(V[0])):
                sortie[i][d] += A[i][j] * V[j][d]
    return sortie

output = weighted_output(A, V)
print(output)

def self_attention(X, W_Q, W_K, W_V):
    (Q, K, V) = project_qkv(X, W_Q, W_K, W_V)
    S = attention_scores(Q, K)
    A = softmax(S)
    output = weighted_output(A, V)
    return (output, A)

print(self_attention(X, W_Q, W_K, W_V))

# ETAPE 6
def show_results(tokens, A, output):
    plt.figure(1)
    plt.imshow(A)
    plt.xticks(range(len(tokens)), tokens)
    plt.yticks(range(len(tokens)), tokens)
    plt.title("matrice d'attention")
    plt.colorbar()
    plt.show()
    plt.figure(2)
    for i in range(len(tokens)):
        plt.plot(output[i], label=tokens[i])
    plt.legend()
    plt.show()

show_results(tokens, A, output)
