constante = """La softmax. La constante vaut moins le log de la somme des exponentielles :
elle dépend du texte et de q, pas du mot."""
observation = "L'attention va aux adjectifs, par exemple « worst » et « great »."

def attention_weights(X, mask, q):
    return masked_softmax(X @ q / np.sqrt(X.shape[2]), mask)
