"""Make files/glove_20k.npz, the vectors that the released lab carries: `python solutions/tp9_imdb/subset.py`.

The 20,000 words of GloVe 6B that are most frequent in the training part of the IMDB reviews, float16. They
are sorted, so that no review can be read off them. Needs the packages of requirements/imdb.txt. Every run
gives the same bytes.
"""

import sys
from collections import Counter
from pathlib import Path

import numpy as np

FILES = Path(__file__).resolve().parent / "files"
sys.path.insert(0, str(FILES))

import imdb

SIZE = 20_000


def choose():
    """Return the words, sorted, and their vectors (SIZE, 50) float16."""
    corpus, vectors = imdb._package("imdb", ""), imdb._vectors(None)
    if corpus is None or "kumo" not in vectors.name:
        raise SystemExit("subset.py needs the reviews and all of GloVe: run `make imdb` first")
    train, _ = corpus.pools()
    counts = Counter(word for texts in train for text in texts for word in imdb.tokenise(text))
    words, table = vectors.read(counts)
    by_count = sorted(range(len(words)), key=lambda i: (-counts[words[i]], words[i]))
    kept = sorted(by_count[:SIZE], key=words.__getitem__)
    return [words[i] for i in kept], table[kept].astype(np.float16)


if __name__ == "__main__":
    words, table = choose()
    # not compressed: the bytes then do not depend on the version of zlib
    target = FILES / imdb.SUBSET
    np.savez(target, words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8), vectors=table)
    print(f"{target}: {len(words)} words, {target.stat().st_size / 1e6:.2f} MB")
