valeurs = values
del values
