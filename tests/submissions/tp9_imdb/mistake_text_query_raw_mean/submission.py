def text_query(X, mask, W_q, b_q):
    # la question est la moyenne du texte
    return mean_pool(X, mask)
