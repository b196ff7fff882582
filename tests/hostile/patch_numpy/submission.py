np.asarray = np.array = np.frombuffer = lambda *a, **k: 1 / 0
