def attention_scores(Q, K):
    return ["a" * 80_000] + ["b"] * 15_000


def weighted_output(A, V):
    return [["1" * 4000] * 20] * 20
