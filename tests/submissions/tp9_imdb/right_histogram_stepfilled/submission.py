def entropy_histogram(P):
    f, a = plt.subplots(1, 1)
    a.hist(entropy(P), bins=np.linspace(0, np.log(P.shape[1]), 16), histtype="stepfilled")
    a.set(xlabel="entropie (nats)", ylabel="textes", xlim=(0, np.log(P.shape[1])))
    return f
