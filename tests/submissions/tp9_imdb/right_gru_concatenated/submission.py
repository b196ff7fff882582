def gru_step(x, h, params):
    def porte(nom, etat):
        entree = np.concatenate([x, etat], axis=1)
        return entree @ np.vstack([params[f"W_{nom}"], params[f"U_{nom}"]]) + params[f"b_{nom}"]
    z = 1 / (1 + np.exp(-porte("z", h)))
    r = 1 / (1 + np.exp(-porte("r", h)))
    return (1 - z) * h + z * np.tanh(porte("h", r * h))
