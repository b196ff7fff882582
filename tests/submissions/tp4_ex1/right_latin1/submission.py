# -*- coding: latin-1 -*-
def softmax(S):
    # décalage par le maximum, élément par élément
    énergies = np.exp(S - S.max(axis=1, keepdims=True))
    return énergies / énergies.sum(axis=1, keepdims=True)
