constante = "C'est la softmax ; la constante vaut moins le logarithme de la somme des exponentielles des scores du texte."
observation = "Sur les adjectifs : wonderful dans la critique positive, awful dans la négative."
