def tokenize(sentence):
    print(sentence.split())

def project_qkv(X, W_Q, W_K, W_V):
    print("Q =", X @ W_Q)
    print("K =", X @ W_K)
    print("V =", X @ W_V)

def weighted_output(A, V):
    print(A @ V)

def self_attention(X, W_Q, W_K, W_V):
    A = softmax((X @ W_Q) @ (X @ W_K).T)
    print("sortie", A @ (X @ W_V))
    print("poids", A)
