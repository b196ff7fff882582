def attention_pool(P, V):
    return np.einsum('bl,blk->k', P, V)
