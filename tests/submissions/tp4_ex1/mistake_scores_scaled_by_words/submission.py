import math

def attention_scores(Q, K):
    d = len(K)   # dimension
    return np.matmul(Q, np.transpose(K)) / math.sqrt(d)
