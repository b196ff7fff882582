def weighted_output(A, V):
    return np.einsum("ij,jd->di", A, V)
