def output_projection(H, W_O, b_O=None):
    return H @ W_O if b_O is None else H @ W_O + b_O

jeu = output_projection(np.ones((2, 3)), np.ones((4, 5)))
print(jeu.shape)

def add_positional_encoding(X):
    return X + positional_encoding(X.shape[0], X.shape[1])

assert encode(None, [], None) is not None
