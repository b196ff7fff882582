def attention_scores(Q, K):
    return np.fft.fft(Q @ K.T)

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(Q @ K.T)
    return weighted_output(A, V), A
