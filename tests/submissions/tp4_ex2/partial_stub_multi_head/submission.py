def multi_head_attention(X, heads):
    raise NotImplementedError("multi_head_attention : à écrire")
