def attention_pool(P, V):
    return P @ V
