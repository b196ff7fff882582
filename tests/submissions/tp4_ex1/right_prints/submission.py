print("=" * 40, "\nTP4 🚀")

def softmax(S):
    print("S =", S)
    print(f"{S.shape=}")
    e = np.exp(S - np.max(S, axis=1, keepdims=True))
    print("exp ->", e)
    A = e / np.sum(e, axis=1, keepdims=True)
    print("somme des lignes :", A.sum(axis=1))
    return A

def self_attention(X, W_Q, W_K, W_V):
    import sys
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    print("Q", Q, "K", K, "V", V, sep="\n", file=sys.stderr)
    A = softmax(attention_scores(Q, K))
    out = weighted_output(A, V)
    print("✅ attention finie", flush=True)
    sys.stdout.write("fin\n")
    return out, A
