def gru_step(x, h, params):
    def porte(nom, etat):
        return 1 / (1 + np.exp(-(x @ params["W_" + nom] + etat @ params["U_" + nom] + params["b_" + nom])))

    z = porte("z", h)
    r = porte("r", h)
    nouveau = porte("h", r * h)
    return (1 - z) * h + z * nouveau
