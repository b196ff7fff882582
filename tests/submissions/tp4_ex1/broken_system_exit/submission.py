import sys

def attention_scores(Q, K):
    if len(Q) != 4 or len(K) != 4:
        print("erreur : il faut 4 mots")
        sys.exit(1)
    return Q @ K.T

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(Q @ K.T)
    return weighted_output(A, V), A
