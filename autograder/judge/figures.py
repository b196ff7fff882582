"""The checks on figures: does some artist hold the data, under the right words?

Works on the plain data of figure.py: a list of artists. How the student drew it is theirs to choose.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.judge.checks import Finding, Kind, Seen, kind
from autograder.judge.table import Answer, CheckRow, QuestionRow
from autograder.judge.verdicts import FAILED, PASSED
from autograder.student.figure import ARTISTS, Artist

LOOKING = re.compile(r"quer|requ[eê]t|qui regarde", re.IGNORECASE)  # what names the axis of the queries
LOOKED_AT = re.compile(r"\bkey|\bcl[eé]s?\b|regardée?s?\b", re.IGNORECASE)  # and that of the keys
MOST_NUMBERS = 2000  # written in a figure that are looked at
FRENCH = {
    "series": "barres ou courbes",
    "bars": "barres ou courbes",
    "table": "tableau",
    "text": "texte",
}  # kinds of artist
NUMBER = re.compile(r"[-−]?\d{1,20}(?:[.,]\d{0,20})?(?:[eE][-+]?\d{1,2})?(?!\d)")


@kind("poids montrés")
def shows_matrix(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Every matrix of the part is held by some image, mesh or table."""
    return _shown(
        check,
        question,
        seen,
        lambda artists, parts: _matching_either_way(artists, parts, check.part, seen.tolerance) is not None,
    )


@kind("vecteurs montrés")
def shows_values(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """The vectors of the part are in an image, bars, lines, a table or text."""
    return _shown(
        check,
        question,
        seen,
        lambda artists, parts: _holds_values(artists, parts, check.part, seen.tolerance),
    )


@kind("histogramme montré", id="histogram")
def shows_histogram(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Some bars or steps count the values of the part, in bins of any width."""
    return _shown(
        check, question, seen, lambda artists, parts: _counted(artists, parts[check.part], seen.tolerance)
    )


@kind("mots sur les axes", words="")
def labels_words(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """The matrices of the part carry the words on both axes, each at its own row and column."""
    words_at = int(check.options["words"])
    for case in check.cases:
        artists = seen.artists[case]
        for answer in seen.answers:
            found = _matching_either_way(artists, answer.values[case], check.part, seen.tolerance)
            if not found:
                continue
            words = answer.values[case][words_at]
            wrong = [side for side in ("x", "y") if not _labelled(artists, found, side, words)]
            if not wrong:
                break
            sides = {"x": "l'axe horizontal", "y": "l'axe vertical", "xy": "les deux axes"}["".join(wrong)]
            return Finding(
                FAILED,
                f"{question.signature} : il manque les mots, ou ils ne sont pas à leur place, sur {sides}.",
            )
        else:
            return Finding(
                FAILED, f"{question.signature} : aucune image ne montre les poids, donc aucun mot à y lire."
            )
    return Finding(PASSED)


def _shown(
    check: CheckRow, question: QuestionRow, seen: Seen, holds: Callable[[list[Artist], Any], bool]
) -> Finding:
    def all_cases(answer: Answer) -> bool:
        return all(holds(seen.artists[case], answer.values[case]) for case in check.cases)

    for answer in seen.answers:
        if answer.right and all_cases(answer):
            return Finding(PASSED, answer=answer)
    mistake: Answer | None = next((a for a in seen.answers if not a.right and all_cases(a)), None)
    kinds = sorted({str(artist["kind"]) for case in check.cases for artist in seen.artists[case]} - {"axes"})
    present = ", ".join(dict.fromkeys(FRENCH.get(kind, kind) for kind in kinds)) or "rien"
    return Finding(
        FAILED,
        f"{question.signature} : rien dans la figure n'a les valeurs attendues pour {question.parts[check.part]} "
        f"(on y trouve : {present}).",
        mistake,
    )


def _matching_either_way(
    artists: list[Artist], parts: Any, place: int, tolerance: float
) -> list[Artist] | None:
    """The hosts of a part, as they are, or turned round where the words of an axis run backwards."""
    words = next((part for part in parts if isinstance(part, list)), [])
    turned = [
        _turned_round(artist, artists, words) if artist["kind"] == "image" else artist for artist in artists
    ]
    return matching_artists(artists, parts[place], tolerance) or matching_artists(
        turned, parts[place], tolerance
    )


def _turned_round(image: Artist, artists: list[Artist], words: list[str]) -> Artist:
    """The image, reversed along the axes where the words are (rows and words both drawn upwards)."""
    turned = dict(image)
    for side, axis in (("y", 0), ("x", 1)):
        centres = image[side]
        if len(centres) != len(words):
            continue
        near = [_label_at(_axes(artists, image), side, centre, centres) for centre in centres]
        if all(map(_says, near, reversed(words))):
            turned["data"], turned[side] = np.flip(turned["data"], axis), centres[::-1]
    return turned


def matching_artists(artists: list[Artist], part: Any, tolerance: float) -> list[Artist] | None:
    """One artist for each matrix of the part, or None where a matrix is nowhere."""
    matrices = part if np.ndim(part) == 3 else [part]
    found = []
    for matrix in matrices:
        host = next((a for a in artists if _holds_matrix(a, artists, matrix, tolerance)), None)
        if host is None:
            return None
        found.append(host)
    return found


def _holds_matrix(artist: Artist, artists: list[Artist], matrix: Any, tolerance: float) -> bool:
    if artist["kind"] == "image":
        wanted = matrix.T if _turned(artist, artists) else matrix
        return _near(artist["data"], wanted, tolerance) or _near(
            artist["data"], 100 * wanted, tolerance
        )  # percent
    return artist["kind"] == "table" and _rows_in(artist["cells"], matrix, tolerance)


def _turned(artist: Artist, artists: list[Artist]) -> bool:
    """Whether the axes say that queries run along x, or keys along y."""
    axes = _axes(artists, artist)
    across, up = (
        [family for family in (LOOKING, LOOKED_AT) if family.search(axes.get(side, ""))]
        for side in ("xlabel", "ylabel")
    )
    return across == [LOOKING] or up == [LOOKED_AT]


def _axes(artists: list[Artist], artist: Artist) -> Artist:
    return next((a for a in artists if a["kind"] == "axes" and a["axes"] == artist["axes"]), {})


def _labelled(artists: list[Artist], found: list[Artist], side: str, words: list[str]) -> bool:
    """Some host carries all the words on that side, and no host carries other words there."""
    verdicts = []
    for artist in found:
        if artist["kind"] == "table":
            verdicts.append(all(any(_says(cell, word) for cell in artist["cells"]) for word in words))
            continue
        axes, centres = _axes(artists, artist), artist[side]
        near = [_label_at(axes, side, centre, centres) for centre in centres]
        if any(re.search(r"[^\W\d]", text) for text in near):
            verdicts.append(all(_says(text, word) for text, word in zip(near, words)))
    return bool(verdicts) and all(verdicts)


def _label_at(axes: Artist, side: str, centre: float, centres: Any) -> str:
    ticks, texts = axes.get(side + "ticks", []), axes.get(side + "texts", [])
    half = abs(float(centres[1] - centres[0])) * 0.501 if len(centres) > 1 else 0.5
    near = [
        (round(abs(float(tick) - float(centre)), 6), float(tick), text)
        for tick, text in zip(ticks, texts)
        if text
    ]
    near = [label for label in near if label[0] <= half]
    return str(min(near)[2]) if near else ""


def _says(text: str, word: str) -> bool:
    pieces = re.findall(r"[^\W\d_]+", word.casefold())
    said = re.findall(r"[^\W\d_]+", text.casefold())
    return set(said) == set(pieces) if pieces else word in text


def _holds_values(artists: list[Artist], parts: Any, place: int, tolerance: float) -> bool:
    part = parts[place]
    words = next((part for part in parts if isinstance(part, list)), [])
    series = [artist["data"] for artist in artists if artist["kind"] == "series"]
    for rows in (list(part), list(part.T), [part.ravel()], [part.T.ravel()]):
        if all(any(_near(one, row, tolerance) for one in series) for row in rows):
            return True
    drawn = [artist for artist in artists if artist["kind"] in ("image", "points")]
    drawn += [_turned_round(artist, artists, words) for artist in drawn if artist["kind"] == "image"]
    texts = [artist["cells"] for artist in artists if artist["kind"] == "table"]
    texts += [artist["strings"] for artist in artists if artist["kind"] == "text"] + [_all_texts(artists)]
    return any(
        any(_near(artist["data"], way, tolerance) for artist in drawn)
        or any(_rows_in(text, way, tolerance) for text in texts)
        for way in (part, part.T)
    )


def _counted(artists: list[Artist], values: Any, tolerance: float) -> bool:
    """Whether bars that touch, or that stand apart in the middle of their bins, are a histogram of the values."""
    for bars in (artist for artist in artists if artist["kind"] == "bars"):
        left, right = bars["left"], bars["right"]
        if not len(left) == len(right) == len(bars["data"]) > 1 or not np.all(left < right):
            continue
        order = np.argsort(left)
        left, right, heights = left[order], right[order], bars["data"][order]
        middle = (right[:-1] + left[1:]) / 2
        first, last = (left[0] + right[0]) / 2, (left[-1] + right[-1]) / 2  # centres
        apart = np.array([2 * first - middle[0], *middle]), np.array([*middle, 2 * last - middle[-1]])
        if any(
            _is_histogram(np.ravel(values), low, high, heights, tolerance)
            for low, high in ((left, right), apart)
        ):
            return True
    return False


def _is_histogram(values: Any, left: Any, right: Any, heights: Any, tolerance: float) -> bool:
    """Whether the heights are counts, parts of the whole, percents or densities; a value on an edge may count on either side."""
    slack = tolerance * (1 + np.max(np.abs(values)))
    least = [np.sum((values > low + slack) & (values < high - slack)) for low, high in zip(left, right)]
    most = [np.sum((values >= low - slack) & (values <= high + slack)) for low, high in zip(left, right)]
    for unit in (1.0, len(values), len(values) / 100, len(values) * (right - left)):
        counts = heights * unit
        if (
            abs(np.sum(counts) - len(values)) < 1e-3
            and np.all(counts >= np.subtract(least, 1e-3))
            and np.all(counts <= np.add(most, 1e-3))
        ):
            return bool(np.sum(counts > 0.5) > 1 or len(values) == 1)
    return False


def _all_texts(artists: list[Artist]) -> list[str]:
    titles = ("title", "heading", "xlabel", "ylabel")
    return [
        text
        for artist in artists
        for text in [*artist.get("strings", []), *(artist.get(title, "") for title in titles)]
        if text
    ]


def known_artists(value: Any) -> list[Artist]:
    """The artists of a figure as figure.py makes them; whatever else came with them, or instead, is left out.

    A figure's data come from the student's side: nothing in them is taken for granted.
    """
    items = value[:ARTISTS] if isinstance(value, list) else []
    read = [_artist(item) for item in items if isinstance(item, dict)]
    return [artist for artist in read if artist]


def _artist(item: Artist) -> Artist:
    """The artist with the fields of its kind and no other; empty where one of them is amiss."""
    fields = FIELDS.get(str(item.get("kind")), {})
    if (
        not fields
        or type(item.get("axes")) is not int
        or not all(is_one(item.get(key)) for key, is_one in fields.items())
    ):
        return {}
    artist = {key: item[key] for key in ("kind", "axes", *fields)}
    if artist["kind"] == "image" and artist["data"].shape != (len(artist["y"]), len(artist["x"])):
        return {}
    return artist


def _is_line(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim == 1


def _is_plane(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim == 2


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


FIELDS: dict[str, dict[str, Callable[[Any], bool]]] = {
    "axes": {
        **dict.fromkeys(("heading", "title", "xlabel", "ylabel"), _is_text),
        **dict.fromkeys(("xticks", "yticks"), _is_line),
        **dict.fromkeys(("xtexts", "ytexts"), _are_texts),
    },
    "image": {"data": _is_plane, "x": _is_line, "y": _is_line},
    "series": {"data": _is_line},
    "bars": {"data": _is_line, "left": _is_line, "right": _is_line},
    "points": {"data": _is_plane},
    "table": {"cells": _are_texts},
    "text": {"strings": _are_texts},
}


def _near(data: Any, wanted: Any, tolerance: float) -> bool:
    """Whether the data is what is wanted, or that rounded to two decimals or more."""
    if np.shape(data) != np.shape(wanted):
        return False
    data = np.asarray(data)
    half = 0.5001e-2 if np.allclose(data, np.round(data, 2), rtol=0, atol=1e-9) else 0.0
    return bool(np.all(np.abs(data - wanted) <= half + tolerance + tolerance * np.abs(wanted)))


def _rows_in(texts: list[str], matrix: Any, tolerance: float) -> bool:
    """Whether every row of the matrix is written in the texts, to the decimals that are shown."""
    found = itertools.chain.from_iterable(map(NUMBER.findall, texts))
    written = [_written(number) for number in itertools.islice(found, MOST_NUMBERS)]
    if np.ndim(matrix) != 2:
        return False
    return all(_row_in(written, row, tolerance) for row in matrix)


def _written(found: str) -> tuple[float, float]:
    """A number as written, and half a unit of its last decimal, at most that of one decimal."""
    text = found.replace("−", "-").replace(",", ".")
    digits, _, power = text.lower().partition("e")
    decimals = len(digits.partition(".")[2])
    half = 0.5001 * 10.0 ** (int(power or 0) - decimals) if decimals else 0.0
    return float(text), min(half, 0.0501)


def _row_in(written: list[tuple[float, float]], row: Any, tolerance: float) -> bool:
    last = len(written) - len(row)
    return any(
        all(abs(value - wanted) <= half + tolerance for (value, half), wanted in zip(written[start:], row))
        for start in range(last + 1)
    )


FIGURE_KINDS = {known.name: known for known in list(globals().values()) if isinstance(known, Kind)}
