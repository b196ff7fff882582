def entropy_histogram(P):
    compte, bords = np.histogram(entropy(P), bins=10, range=(0, np.log(P.shape[1])))
    centres = 0.5 * (bords[1:] + bords[:-1])
    figure, axe = plt.subplots()
    barres = axe.bar(centres, compte, width=0.85 * (bords[1] - bords[0]))
    axe.bar_label(barres)
    return figure
