def show_results(tokens, A, output):
    """Dessine les poids d'attention et les vecteurs finaux."""
    raise NotImplementedError("show_results est à écrire")

del show_results

def show_results(tokens, A, output):
    """Dessine les poids d'attention et les vecteurs finaux."""
    raise NotImplementedError("show_results est à écrire")
