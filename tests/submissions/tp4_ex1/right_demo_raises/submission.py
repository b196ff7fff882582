M = np.ones((4, 2)) @ np.ones((4, 2))
print(resultat_inconnu)
assert False, "à revoir"
1 / 0

def attention_scores(Q, K):
    return Q @ K.T

def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

tokens = tokenize("Le chat noir dort.")
X = create_embeddings(tokens, 4)   # rng oublié
W_Q, W_K, W_V = init_weights(4, 2)
output, A = self_attention(X, W_Q, W_K, W_V)
show_results(tokens, A, output).savefig("/content/drive/figure.png")
exit()

def weighted_output(A, V):
    return A @ V

raise ValueError("fin")
