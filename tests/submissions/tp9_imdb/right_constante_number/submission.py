constante = -np.log(np.sum(np.exp(np.array([1.0, 2.0]))))
