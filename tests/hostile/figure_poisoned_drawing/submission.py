import matplotlib.axes

matplotlib.axes.Axes.imshow = lambda *a, **k: 1 / 0
plt.subplots = plt.figure = lambda *a, **k: 1 / 0
plt.get_fignums = lambda: 1 / 0
