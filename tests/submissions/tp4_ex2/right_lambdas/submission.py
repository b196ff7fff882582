add_positional_encoding = lambda E: E + positional_encoding(*E.shape)
output_projection = lambda entree, poids, biais=None: entree @ poids + (0 if biais is None else biais)
attention_head = lambda E, Wq, Wk, Wv: (lambda A: (A @ E @ Wv, A))(softmax(E @ Wq @ Wk.T @ E.T / np.sqrt(Wq.shape[1])))
