import math

def softmax(S):
    A = []
    for ligne in S:
        exps = [math.exp(s) for s in ligne]
        total = sum(exps)
        A.append([e / total for e in exps])
    return np.array(A)
