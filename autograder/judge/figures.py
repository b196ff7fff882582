"""The kinds of check on figures: whether an artist holds the right data, with the right labels.

They work on the artists that `student.figure` makes of a figure. Students choose how to draw: any
artist that can hold the data may hold it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.judge.kinds import Kind, kind
from autograder.judge.seen import Finding, Seen
from autograder.judge.table import Answer, CheckRow, QuestionRow
from autograder.judge.verdicts import FAILED, PASSED
from autograder.student.figure import ARTISTS, Artist

# What the label of the axis of queries contains, and that of the axis of keys.
QUERY_LABEL = re.compile(r"quer|requ[eê]t|qui regarde", re.IGNORECASE)
KEY_LABEL = re.compile(r"\bkey|\bcl[eé]s?\b|regardée?s?\b", re.IGNORECASE)
MOST_NUMBERS = 2000  # the written numbers of a figure that are read
FRENCH = {  # kind of artist -> French
    "series": "barres ou courbes",
    "bars": "barres ou courbes",
    "table": "tableau",
    "text": "texte",
}
NUMBER = re.compile(r"[-−]?\d{1,20}(?:[.,]\d{0,20})?(?:[eE][-+]?\d{1,2})?(?!\d)")


@kind("poids montrés")
def shows_matrix(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where an image, a mesh or a table holds every matrix of the part."""
    return _find_in_artists(
        check,
        question,
        seen,
        lambda artists, parts: _matching_as_labelled(artists, parts, check.part, seen.tolerance) is not None,
    )


@kind("vecteurs montrés")
def shows_values(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where an image, bars, lines, points, a table or text hold the vectors of the part."""
    return _find_in_artists(
        check,
        question,
        seen,
        lambda artists, parts: _holds_values(artists, parts, check.part, seen.tolerance),
    )


@kind("histogramme montré", id="histogram")
def shows_histogram(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where bars or steps count the values of the part, in bins of any width."""
    return _find_in_artists(
        check,
        question,
        seen,
        lambda artists, parts: _any_histogram(artists, parts[check.part], seen.tolerance),
    )


@kind("mots sur les axes", words="")
def labels_words(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where the artists of the part have the words on both axes, each at its row and column."""
    position_of_words = int(check.options["words"])
    for case in check.cases:
        artists = seen.artists[case]
        for answer in seen.answers:
            matching = _matching_as_labelled(artists, answer.values[case], check.part, seen.tolerance)
            if not matching:
                continue
            words = answer.values[case][position_of_words]
            wrong = [side for side in ("x", "y") if not _labelled(artists, matching, side, words)]
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


def _find_in_artists(
    check: CheckRow, question: QuestionRow, seen: Seen, holds: Callable[[list[Artist], Any], bool]
) -> Finding:
    """Pass where the artists hold the parts of a right answer, by `holds(artists, parts)`, on every case."""

    def all_cases(answer: Answer) -> bool:
        return all(holds(seen.artists[case], answer.values[case]) for case in check.cases)

    for answer in seen.answers:
        if answer.right and all_cases(answer):
            return Finding(PASSED, answer=answer)
    wrong = (answer for answer in seen.answers if not answer.right)
    mistake: Answer | None = next((answer for answer in wrong if all_cases(answer)), None)
    kinds = sorted({str(artist["kind"]) for case in check.cases for artist in seen.artists[case]} - {"axes"})
    present = ", ".join(dict.fromkeys(FRENCH.get(kind, kind) for kind in kinds)) or "rien"
    return Finding(
        FAILED,
        f"{question.signature} : rien dans la figure n'a les valeurs attendues pour "
        f"{question.parts[check.part]} (on y trouve : {present}).",
        mistake,
    )


def _matching_as_labelled(
    artists: list[Artist], parts: Any, position: int, tolerance: float
) -> list[Artist] | None:
    """Return the artists that hold a part, as drawn or flipped where the words of an axis run backwards."""
    words = next((part for part in parts if isinstance(part, list)), [])
    flipped = [
        _flipped(artist, artists, words) if artist["kind"] == "image" else artist for artist in artists
    ]
    return matching_artists(artists, parts[position], tolerance) or matching_artists(
        flipped, parts[position], tolerance
    )


def _flipped(image: Artist, artists: list[Artist], words: list[str]) -> Artist:
    """Return the image, flipped along every axis whose labels are the words in reverse order."""
    flipped = dict(image)
    for side, axis in (("y", 0), ("x", 1)):
        centres = image[side]
        if len(centres) != len(words):
            continue
        near = [_label_at(_axes(artists, image), side, centre, centres) for centre in centres]
        if all(map(_is_label_of, near, reversed(words))):
            flipped["data"], flipped[side] = np.flip(flipped["data"], axis), centres[::-1]
    return flipped


def matching_artists(artists: list[Artist], part: Any, tolerance: float) -> list[Artist] | None:
    """Return one artist that holds each matrix of the part, or None where a matrix is in no artist.

    The part is a matrix (rows, columns), or several of them (k, rows, columns).
    """
    matrices = part if np.ndim(part) == 3 else [part]
    matching = []
    for matrix in matrices:
        holders = (artist for artist in artists if _holds_matrix(artist, artists, matrix, tolerance))
        holder = next(holders, None)
        if holder is None:
            return None
        matching.append(holder)
    return matching


def _holds_matrix(artist: Artist, artists: list[Artist], matrix: Any, tolerance: float) -> bool:
    if artist["kind"] == "image":
        wanted = matrix.T if _is_transposed(artist, artists) else matrix
        ways = (wanted, 100 * wanted)  # as it is, or in percent
        return any(_shows(artist["data"], way, tolerance) for way in ways)
    return artist["kind"] == "table" and _rows_written(artist["cells"], matrix, tolerance)


def _is_transposed(artist: Artist, artists: list[Artist]) -> bool:
    """Return whether the labels of the axes say that queries run along x, or keys along y."""
    axes = _axes(artists, artist)
    across, up = (
        [family for family in (QUERY_LABEL, KEY_LABEL) if family.search(axes.get(side, ""))]
        for side in ("xlabel", "ylabel")
    )
    return across == [QUERY_LABEL] or up == [KEY_LABEL]


def _axes(artists: list[Artist], artist: Artist) -> Artist:
    """Return the `axes` artist with the labels of another artist; an empty dict where there is none."""
    same_axes = (other for other in artists if other["axes"] == artist["axes"])
    return next((other for other in same_axes if other["kind"] == "axes"), {})


def _labelled(artists: list[Artist], matching: list[Artist], side: str, words: list[str]) -> bool:
    """Return whether an artist has all the words on that side ("x" or "y"), and none has others there."""
    verdicts = []
    for artist in matching:
        if artist["kind"] == "table":
            verdicts.append(all(any(_is_label_of(cell, word) for cell in artist["cells"]) for word in words))
            continue
        axes, centres = _axes(artists, artist), artist[side]
        near = [_label_at(axes, side, centre, centres) for centre in centres]
        if any(re.search(r"[^\W\d]", text) for text in near):
            verdicts.append(all(_is_label_of(text, word) for text, word in zip(near, words)))
    return bool(verdicts) and all(verdicts)


def _label_at(axes: Artist, side: str, centre: float, centres: Any) -> str:
    """Return the tick label nearest to the centre of a row or column, if it is within its width, else ""."""
    ticks, texts = axes.get(side + "ticks", []), axes.get(side + "texts", [])
    half = abs(float(centres[1] - centres[0])) * 0.501 if len(centres) > 1 else 0.5
    near = [
        (round(abs(float(tick) - float(centre)), 6), float(tick), text)
        for tick, text in zip(ticks, texts)
        if text
    ]
    near = [label for label in near if label[0] <= half]
    return str(min(near)[2]) if near else ""


def _is_label_of(text: str, word: str) -> bool:
    """Return whether a label has the letters of a word and no others; digits and signs may surround them."""
    letters = re.findall(r"[^\W\d_]+", word.casefold())
    letters_of_text = re.findall(r"[^\W\d_]+", text.casefold())
    return set(letters_of_text) == set(letters) if letters else word in text


def _holds_values(artists: list[Artist], parts: Any, position: int, tolerance: float) -> bool:
    """Return whether the artists hold all vectors of a part, by rows or by columns."""
    part = parts[position]
    words = next((part for part in parts if isinstance(part, list)), [])
    series = [artist["data"] for artist in artists if artist["kind"] == "series"]
    for rows in (list(part), list(part.T), [part.ravel()], [part.T.ravel()]):
        if all(any(_shows(one, row, tolerance) for one in series) for row in rows):
            return True
    drawn = [artist for artist in artists if artist["kind"] in ("image", "points")]
    drawn += [_flipped(artist, artists, words) for artist in drawn if artist["kind"] == "image"]
    texts = [artist["cells"] for artist in artists if artist["kind"] == "table"]
    texts += [artist["strings"] for artist in artists if artist["kind"] == "text"] + [_all_texts(artists)]
    return any(
        any(_shows(artist["data"], way, tolerance) for artist in drawn)
        or any(_rows_written(text, way, tolerance) for text in texts)
        for way in (part, part.T)
    )


def _any_histogram(artists: list[Artist], values: Any, tolerance: float) -> bool:
    """Return whether some bars are a histogram of the values.

    Bars may touch, or stand apart; then the bins meet midway between two bars.
    """
    for bars in (artist for artist in artists if artist["kind"] == "bars"):
        left, right = bars["left"], bars["right"]
        if not len(left) == len(right) == len(bars["data"]) > 1 or not np.all(left < right):
            continue
        order = np.argsort(left)
        left, right, heights = left[order], right[order], bars["data"][order]
        middle = (right[:-1] + left[1:]) / 2
        first, last = (left[0] + right[0]) / 2, (left[-1] + right[-1]) / 2  # centres of the outer bars
        apart = np.array([2 * first - middle[0], *middle]), np.array([*middle, 2 * last - middle[-1]])
        if any(
            _is_histogram(np.ravel(values), low, high, heights, tolerance)
            for low, high in ((left, right), apart)
        ):
            return True
    return False


def _is_histogram(values: Any, left: Any, right: Any, heights: Any, tolerance: float) -> bool:
    """Return whether the heights are counts, fractions, percents or densities of the values in these bins.

    A value on an edge may count on either side.
    """
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
    """Return the well-formed artists of a value, and leave out everything else.

    The value comes from the student's side, so it may be anything.
    """
    items = value[:ARTISTS] if isinstance(value, list) else []
    artists = [_artist(item) for item in items if isinstance(item, dict)]
    return [artist for artist in artists if artist]


def _artist(item: Artist) -> Artist:
    """Return the artist with the fields of its kind only; an empty dict where one has the wrong type."""
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


FIELDS: dict[str, dict[str, Callable[[Any], bool]]] = {  # kind of artist -> field -> test of its value
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


def _shows(data: Any, wanted: Any, tolerance: float) -> bool:
    """Return whether the data is what is wanted, or that rounded to two decimals or more."""
    if np.shape(data) != np.shape(wanted):
        return False
    data = np.asarray(data)
    half = 0.5001e-2 if np.allclose(data, np.round(data, 2), rtol=0, atol=1e-9) else 0.0
    return bool(np.all(np.abs(data - wanted) <= half + tolerance + tolerance * np.abs(wanted)))


def _rows_written(texts: list[str], matrix: Any, tolerance: float) -> bool:
    """Return whether every row of the matrix is written in the texts, to the decimals that are shown."""
    numerals = itertools.chain.from_iterable(map(NUMBER.findall, texts))
    written = [_written_number(numeral) for numeral in itertools.islice(numerals, MOST_NUMBERS)]
    if np.ndim(matrix) != 2:
        return False
    return all(_row_written(written, row, tolerance) for row in matrix)


def _written_number(numeral: str) -> tuple[float, float]:
    """Return (value, error): a number as written, and half a unit of its last decimal, at most 0.05."""
    text = numeral.replace("−", "-").replace(",", ".")
    digits, _, power = text.lower().partition("e")
    decimals = len(digits.partition(".")[2])
    half = 0.5001 * 10.0 ** (int(power or 0) - decimals) if decimals else 0.0
    return float(text), min(half, 0.0501)


def _row_written(written: list[tuple[float, float]], row: Any, tolerance: float) -> bool:
    """Return whether the numbers of a row are written one after another."""
    last = len(written) - len(row)
    return any(
        all(abs(value - wanted) <= half + tolerance for (value, half), wanted in zip(written[start:], row))
        for start in range(last + 1)
    )


FIGURE_KINDS = {item.name: item for item in list(globals().values()) if isinstance(item, Kind)}
