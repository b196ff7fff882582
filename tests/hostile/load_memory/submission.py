kept = []
try:
    while True:
        kept.append(bytearray(2**20))
except MemoryError:
    kept = kept[:-20]
