from __future__ import annotations

# ---- autograder.judge.align
"""Fit what a student returned to the parts that a question names: (output, A), (Q, K, V), …

A reasonable structure is never punished: lists, tuples and dicts, leading axes of length 1, heads as
a list or as one array, more than was asked; what is missing is missing, no more.
"""


import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

SWAPPED = "Tu renvoies les résultats dans un autre ordre que l'énoncé : accepté, les dimensions le montrent."
BATCHED = "Ton résultat a un axe de longueur 1 en tête : accepté."
STACKED = "Tu renvoies une liste ou un dictionnaire de tableaux : accepté."
LARGER = 1000  # an array of more than this many times the expected size is not looked at
MORE = "Tu renvoies plus que demandé : le surplus est ignoré."


def align(value: Any, expected: Sequence[Any], names: Sequence[str] = ()) -> tuple[list[Any], list[str]]:
    """Return (parts, notes): one part for each expected one, None where it is missing.

    A numeric part comes back as an array, a list of words as a list; `expected` are the reference's,
    `names` what the parts are called: a dict with these keys is read by them, another one in order.
    """
    notes: list[str] = []
    if isinstance(value, dict):
        keys = {str(key).casefold(): key for key in value}
        if all(name.casefold() in keys for name in names) and any(names):
            value = [value[keys[name.casefold()]] for name in names]
    value = _columns(value, expected)
    if len(expected) == 1:
        return [_single(value, expected[0], notes)], notes
    items = _items(value, len(expected))
    if items is None:  # only one thing came back: it is the first part, unless its shape says otherwise
        parts: list[Any] = [None] * len(expected)
        fits = [i for i, part in enumerate(expected) if _fits(value, part)]
        place = fits[0] if len(fits) == 1 else 0
        parts[place] = _part(value, expected[place], notes)
        return parts, notes
    if len(items) > len(expected):
        notes.append(MORE)
    order = list(range(min(len(items), len(expected))))
    if not all(_fits(items[i], expected[i]) for i in order):
        orders = [
            choice
            for choice in itertools.permutations(range(min(len(items), 6)), len(expected))
            if all(_fits(items[i], part) for i, part in zip(choice, expected))
        ]
        if len(orders) == 1:  # the shapes decide
            order = list(orders[0])
            if order != sorted(order):
                notes.append(SWAPPED)
    parts = [_part(items[i], part, notes) for i, part in zip(order, expected)]
    return parts + [None] * (len(expected) - len(parts)), list(dict.fromkeys(notes))


def _columns(value: Any, expected: Sequence[Any]) -> Any:
    """Rows of a word and numbers, where words and numbers are expected, as columns; any other value as it is."""
    kinds = {isinstance(part, list) for part in expected}
    rows = list(value.items()) if isinstance(value, dict) else value
    if len(kinds) < 2 or not isinstance(rows, (list, tuple)) or not rows:
        return value
    if not all(isinstance(row, (list, tuple)) and len(row) == len(expected) for row in rows):
        return value
    columns = [list(column) for column in zip(*rows)]
    rowwise = any(all(isinstance(item, str) for item in row) for row in rows)  # the words as one row already
    return columns if any(all(isinstance(item, str) for item in column) for column in columns) or not rowwise else value


def _items(value: Any, count: int) -> list[Any] | None:
    """The things that were returned together, or None where one thing was."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, np.ndarray) and value.ndim > 1 and len(value) == count:
        return list(value)
    if isinstance(value, (list, tuple)) and len(value) > 1:
        return list(value) if not all(_scalar(item) or isinstance(item, str) for item in value) else None
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return _items(value[0], count)
    return None


def _single(value: Any, expected: Any, notes: list[str]) -> Any:
    if _fits(value, expected) or not isinstance(value, (tuple, list, dict)):
        return _part(value, expected, notes)
    items = list(value.values()) if isinstance(value, dict) else list(value)
    if isinstance(value, list) and len(value) > 1 and all(map(_scalar, value)):  # a list of numbers is one thing
        return _part(value, expected, notes)
    for item in items:
        if _fits(item, expected):
            notes.append(MORE)
            return _part(item, expected, notes)
    whole = _part(value, expected, notes)
    return whole if whole is not None or not items else _part(items[0], expected, notes)


def _fits(value: Any, expected: Any) -> bool:
    part = _part(value, expected, [])
    if isinstance(expected, list):
        return part is not None
    return part is not None and part.shape == np.shape(expected)


def _part(value: Any, expected: Any, notes: list[str]) -> Any:
    """The value as what is expected: a list of words, or an array; None where it is neither."""
    if isinstance(expected, list):  # words
        words = list(value) if isinstance(value, (list, tuple)) else None
        return words if words is not None and all(isinstance(word, str) for word in words) else None
    if isinstance(value, dict):
        value = list(value.values())
    array = numeric(value)
    if array is None or array.size > LARGER * max(1, np.size(expected)):
        return None
    if not isinstance(value, np.ndarray) and array.ndim > 2:
        notes.append(STACKED)
    while array.ndim > np.ndim(expected) and array.shape[0] == 1:
        array = array[0]
        notes.append(BATCHED)
    return array


def numeric(value: Any) -> Any:
    """The value as a float64 array, or None where it holds anything but real numbers."""
    if not _holds_numbers(value):  # numpy would make a few long words a table of gigabytes
        return None
    try:
        array = np.asarray(value)
        return array.astype(np.float64) if array.dtype.kind in "biuf" else None
    except (ValueError, OverflowError, TypeError, MemoryError):  # ragged rows, absurd shapes
        return None


def _holds_numbers(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_holds_numbers, value))
    return value is not None and not isinstance(value, (str, dict))


def _scalar(value: Any) -> bool:
    return isinstance(value, (bool, int, float)) or (isinstance(value, np.ndarray) and value.ndim == 0)

# ---- autograder.judge.verdicts
"""What judging comes to: a verdict for every check, a judgement for every question. Plain data."""


from dataclasses import dataclass

PASSED = "passed"
FAILED = "failed"
NOT_REACHED = "not_reached"  # a gate before it failed
MISSING = "missing"  # there is no such function
UNWRITTEN = "unwritten"  # the stub is still there
PENDING = "pending"  # waits for a person
INTERNAL = "internal_error"  # the grader's own fault
# The other statuses are those of a call: raised, timeout, memory, crashed, rejected, unreadable.


@dataclass(frozen=True)
class Verdict:
    """What one check came to."""

    check: str
    status: str
    points: float
    out_of: float
    message: str = ""
    hint: str = ""  # symptom of the recognised mistake, or its diagnosis where the table holds one
    mistake: str = ""
    note: str = ""  # about an accepted reading, or a carried error
    title: str = ""  # of the check, in French
    carried: tuple[str, ...] = ()  # the upstream readings that it was passed with, as "question:reading"

    @property
    def passed(self) -> bool:
        """Whether the check found what it asks for."""
        return self.status == PASSED


@dataclass(frozen=True)
class Judgement:
    """What one question came to."""

    question: str
    title: str
    verdicts: tuple[Verdict, ...]
    out_of: float
    bonus: bool
    notes: tuple[str, ...] = ()
    recognised: tuple[str, ...] = ()  # readings that later questions may carry, as "question:reading"
    group: str = ""  # the heading of the handout

    @property
    def points(self) -> float:
        """The points of all checks together."""
        return float(sum(verdict.points for verdict in self.verdicts))

    @property
    def full(self) -> bool:
        """Whether every check passed, with all its points."""
        return self.points >= self.out_of - 1e-9 and all(verdict.passed for verdict in self.verdicts)

    @property
    def lost(self) -> bool:
        """Whether some check failed."""
        return any(verdict.status == FAILED for verdict in self.verdicts)

    @property
    def pending(self) -> bool:
        """Whether some check waits for a person."""
        return any(verdict.status == PENDING for verdict in self.verdicts)

    @property
    def unwritten(self) -> bool:
        """Whether the stub is still there."""
        return any(verdict.status == UNWRITTEN for verdict in self.verdicts)

# ---- autograder.student.figure
"""A matplotlib figure as plain data: what it shows, under which labels. Runs on the student's side.

Nothing is drawn. A figure becomes a list of artists, each a flat dict with a `kind`:

    image   `data` (rows, columns), `x` and `y`: the centres of its columns and rows
    series  `data` (k,): the heights of a group of bars, or the ordinates of a line; `x` (k,)
    bars    `data` (k,): the heights of bars or steps, `left` and `right` (k,): where each begins and ends
    points  `data` (k, 2): points of the plane, one after another, or arrows
    table   `cells`: its texts row after row, `columns`: how many a row has
    text    `strings`: the free texts of one pair of axes, in the order they were written

and, for every pair of axes, one artist of kind `axes` with the titles and the tick labels by position.
"""


import contextlib
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np

Artist = dict[str, Any]
ARTISTS = 400  # a figure with more than this is cut; no honest one comes near


def figures_of(value: Any, opened: Iterable[Any]) -> tuple[list[Any], str]:
    """The figures a call drew: (figures, how), how being `returned`, `opened` or empty.

    A Figure, or anything drawn on one, counts as returned, in lists, tuples, dicts and arrays too; the
    figures that the call opened and drew on count beside it.
    """
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return [], ""
    figures: list[Any] = []
    for item in _candidates(value):
        figure = item.figure if isinstance(item, pyplot.Artist) else None
        while figure is not None and figure.figure not in (None, figure):  # a SubFigure stands in another
            figure = figure.figure
        if figure is not None and figure not in figures:
            figures.append(figure)
    how = "returned" if figures else "opened"
    figures += [figure for figure in opened if figure not in figures and figure.axes]
    return figures, how if figures else ""


def _candidates(value: Any, depth: int = 3) -> list[Any]:
    """What may be a figure in a value: itself, or what lists, tuples, dicts or arrays of objects hold."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, np.ndarray):
        value = list(value.ravel()) if value.dtype == object else []
    if isinstance(value, (list, tuple)):
        return [inner for item in value for inner in _candidates(item, depth - 1)] if depth else []
    return [value]


def reduce(figures: list[Any]) -> list[Artist]:
    """All that the figures show, as plain data."""
    artists: list[Artist] = []
    number = 0
    for figure in figures:
        heading = figure._suptitle.get_text() if getattr(figure, "_suptitle", None) else ""
        insets = [inset for holder in figure.axes for inset in holder.child_axes]
        for axes in [*figure.axes, *insets]:
            if hasattr(axes, "_colorbar") or axes.get_label() == "<colorbar>":
                continue
            artists.append(_axes_labels(axes, heading, number))
            for read in (_images, _meshes, _bars, _outlines, _lines, _points, _tables, _texts):
                with contextlib.suppress(Exception):  # a kind of artist that is read amiss costs no other
                    artists.extend(dict(artist, axes=number) for artist in read(axes))
            number += 1
        strings = [text.get_text() for text in figure.texts if text is not figure._suptitle]
        if strings:
            artists.append({"kind": "text", "axes": -1, "strings": strings})
    return artists[:ARTISTS]


def _axes_labels(axes: Any, heading: str, number: int) -> Artist:
    labels: Artist = {"kind": "axes", "axes": number, "heading": heading, "title": axes.get_title()}
    for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        ticks = axis.get_ticklabels()
        labels[name + "label"] = axis.get_label_text()
        labels[name + "ticks"] = np.asarray(axis.get_ticklocs(), dtype=float)
        labels[name + "texts"] = [tick.get_text() for tick in ticks]
    return labels


def _images(axes: Any) -> list[Artist]:
    shown = []
    for image in axes.images:
        data = _numbers(image.get_array())
        if data.ndim != 2:
            continue
        left, right, bottom, top = image.get_extent()
        x = left + (np.arange(data.shape[1]) + 0.5) * (right - left) / data.shape[1]
        y = np.arange(data.shape[0]) + 0.5
        first, last = (top, bottom) if image.origin == "upper" else (bottom, top)
        shown.append({"kind": "image", "data": data, "x": x, "y": first + y * (last - first) / data.shape[0]})
    return shown


def _meshes(axes: Any) -> list[Artist]:
    shown = []
    for mesh in axes.collections:
        if not hasattr(mesh, "get_coordinates"):
            continue
        corners = np.asarray(mesh.get_coordinates(), dtype=float)
        rows, columns = corners.shape[0] - 1, corners.shape[1] - 1
        data = _numbers(mesh.get_array())
        if data.size != rows * columns:
            continue
        x = (corners[0, :-1, 0] + corners[0, 1:, 0]) / 2
        y = (corners[:-1, 0, 1] + corners[1:, 0, 1]) / 2
        shown.append({"kind": "image", "data": data.reshape(rows, columns), "x": x, "y": y})
    return shown


def _bars(axes: Any) -> list[Artist]:
    shown, sides = [], []
    for group in axes.containers:
        bars = [patch for patch in getattr(group, "patches", ()) if hasattr(patch, "get_height")]
        if not bars:
            continue
        upright = getattr(group, "orientation", "vertical") != "horizontal"
        size = [bar.get_height() if upright else bar.get_width() for bar in bars]
        place = [
            bar.get_x() + bar.get_width() / 2 if upright else bar.get_y() + bar.get_height() / 2 for bar in bars
        ]
        shown.append({"kind": "series", "data": np.array(size, float), "x": np.array(place, float)})
        half = np.array([bar.get_width() if upright else bar.get_height() for bar in bars]) / 2
        sides.append(_sides(size, place - half, place + half))
    if len(sides) > 1 and all(np.array_equal(one[key], sides[0][key]) for one in sides for key in ("left", "right")):  # stacked
        sides.append({**sides[0], "data": np.sum([one["data"] for one in sides], axis=0)})
    for groups in (shown, sides):
        if len(groups) > 1 and all(len(group["data"]) == 1 for group in groups):  # drawn one bar at a time
            keys = [key for key in groups[0] if key != "kind"]
            groups.append({"kind": groups[0]["kind"], **{key: np.concatenate([group[key] for group in groups]) for key in keys}})
    return shown + sides


def _sides(heights: Any, left: Any, right: Any) -> Artist:
    return {"kind": "bars", "data": np.array(heights, float), "left": np.array(left, float), "right": np.array(right, float)}


def _outlines(axes: Any) -> list[Artist]:
    """The level stretches of every outline: what `hist(histtype="step")`, `stairs`, `step` and `fill_between` draw."""
    shown = []
    for patch in axes.patches:
        if hasattr(patch, "get_data"):  # stairs
            data = patch.get_data()
            shown.append(_sides(data.values, data.edges[:-1], data.edges[1:]))
        elif hasattr(patch, "get_xy") and np.ndim(patch.get_xy()) == 2:
            shown.append(_levels(_numbers(patch.get_xy())))
    filled = [shape for shape in axes.collections if hasattr(shape, "get_paths") and "Poly" in type(shape).__name__]
    shown += [_levels(_numbers(path.vertices)) for shape in filled for path in shape.get_paths()]
    for line in (line for line in axes.lines if line.get_drawstyle().startswith("steps")):
        steps = sys.modules["matplotlib.cbook"].STEP_LOOKUP_MAP[line.get_drawstyle()]
        x, y = steps(_numbers(line.get_xdata(orig=False)), _numbers(line.get_ydata(orig=False)))
        shown.append(_levels(np.column_stack([x, y])))
    return shown


def _levels(outline: Any) -> Artist:
    (x, y), (right, after) = outline[:-1].T, outline[1:].T
    level = (y == after) & (y != 0) & (x < right)
    return _sides(y[level], x[level], right[level])


def _lines(axes: Any) -> list[Artist]:
    """The ordinates of every line, and of every scatter."""
    lines = [(_numbers(line.get_xdata(orig=False)), _numbers(line.get_ydata(orig=False))) for line in axes.lines]
    lines += [tuple(points.T) for points in _scatters(axes)]
    return [{"kind": "series", "data": y, "x": x} for x, y in lines if y.ndim == 1]


def _points(axes: Any) -> list[Artist]:
    """The points of all scatters, the points and the ends of all lines, and the arrows of all quivers."""
    lines = [np.column_stack([_numbers(line.get_xdata(orig=False)), _numbers(line.get_ydata(orig=False))]) for line in axes.lines]
    arrows = [np.column_stack([_numbers(c.U), _numbers(c.V)]) for c in axes.collections if hasattr(c, "U")]
    ends = [line[-1:] for line in lines]
    return [{"kind": "points", "data": np.concatenate(groups)} for groups in (_scatters(axes), lines, ends, arrows) if groups]


def _scatters(axes: Any) -> list[Any]:
    found = [_numbers(c.get_offsets()) for c in axes.collections if type(c).__name__ == "PathCollection"]
    return [points for points in found if points.ndim == 2]


def _tables(axes: Any) -> list[Artist]:
    shown = []
    for table in axes.tables:
        cells = table.get_celld()
        rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
        texts = [
            cells[row, column].get_text().get_text() if (row, column) in cells else ""
            for row in rows
            for column in columns
        ]
        shown.append({"kind": "table", "cells": texts, "columns": len(columns)})
    return shown


def _texts(axes: Any) -> list[Artist]:
    strings = [text.get_text() for text in axes.texts]
    return [{"kind": "text", "strings": strings}] if strings else []


def _numbers(values: Any) -> Any:
    return np.array(np.ma.filled(np.ma.asarray(values, dtype=float), np.nan), dtype=float)

# ---- autograder.student.source
"""Read a lab or a submission, `.py` or `.ipynb`, into cells. Standard library only.

A `.py` file in the percent format is cut at its `# %%` lines, so that a syntax error costs one cell
and not the file; any other `.py` file is one cell.
"""


import json
import re
from dataclasses import dataclass
from typing import Any

# Linear in the line: a word of `rest` is tried once, where white space ends.
HEADER = re.compile(r"^# %%(?P<title>.*?)(?P<markdown>\[(?:markdown|md)\]\s*)?(?P<rest>(?:(?<=\s)\w+=.*)?)$")
LONGEST = 500  # characters of a `# %%` line that is read as a header
MOST_CELLS = 2000
MOST_BRACKETS = 500_000  # of a notebook: one may take a hundred times its own byte of memory
LARGEST_TEXT = 2**20  # characters in all cells together
TOO_MANY = f"le fichier a plus de {MOST_CELLS} cellules"
TOO_LONG = f"le fichier contient plus de {LARGEST_TEXT // 2**20} Mio de texte dans ses cellules"


class BadSource(ValueError):
    """A file that holds no readable lab or submission; the message is one line, for a person."""


@dataclass(frozen=True)
class Cell:
    """One cell: its kind (`code` or `markdown`), id, text, where it stands, and its tags."""

    kind: str
    id: str
    text: str
    where: str
    line: int = 0  # lines of the file that stand before the text
    tags: tuple[str, ...] = ()


def read_cells(name: str, data: bytes) -> list[Cell]:
    """Read the bytes of a `.py` or `.ipynb` file called `name`. Raises BadSource."""
    cells = _notebook(data) if name.lower().endswith(".ipynb") else _script(name, as_text(data))
    if sum(len(cell.text) for cell in cells) > LARGEST_TEXT:
        raise BadSource(TOO_LONG)
    return cells


def as_text(data: bytes) -> str:
    """UTF-8 text, with or without a BOM, with any line ends; UTF-16 where a BOM says so."""
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadSource("le fichier contient des octets nuls : ce n'est pas du texte")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        declared = re.match(rb"(?:[^\n]*\n)?[ \t\f]*#.*?coding[:=][ \t]*(latin-1|iso-8859-1|iso-8859-15|cp1252)", data)
        if not declared:
            raise BadSource("le fichier n'est pas en UTF-8 : enregistre-le en UTF-8") from None
        text = data.decode(declared.group(1).decode("ascii"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _script(name: str, text: str) -> list[Cell]:
    if len(text) > LARGEST_TEXT:
        raise BadSource(TOO_LONG)
    cells: list[Cell] = []
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("# %%")]
    if len(starts) > MOST_CELLS:
        raise BadSource(TOO_MANY)
    if not starts or any(line.strip() for line in lines[: starts[0]]):
        starts.insert(0, -1)
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        header = HEADER.match(lines[start].rstrip()) if start >= 0 and len(lines[start]) < LONGEST else None
        body = lines[start + 1 : end]
        title = header.group("title").strip() if header else ""
        markdown = bool(header and header.group("markdown"))
        tags = re.findall(r'"([\w-]+)"', header.group("rest")) if header and "tags=" in header.group("rest") else []
        if markdown:
            body = [re.sub(r"^# ?", "", line) for line in body]
        cells.append(
            Cell("markdown" if markdown else "code", title, "\n".join(body).strip("\n") if markdown else "\n".join(body),
                 name, start + 1, tuple(tags))
        )
    return cells


def _notebook(data: bytes) -> list[Cell]:
    text = as_text(data)
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        raise BadSource("le notebook est trop complexe : efface ses résultats (« Clear all outputs ») et enregistre-le à nouveau")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise BadSource("le notebook n'est pas du JSON lisible : télécharge-le à nouveau depuis Jupyter") from None
    if not isinstance(notebook, dict):
        raise BadSource("le fichier n'est pas un notebook Jupyter")
    if notebook.get("nbformat") != 4:
        raise BadSource("le notebook n'est pas au format 4 de Jupyter (nbformat) : ouvre-le et enregistre-le à nouveau")
    raw = notebook.get("cells")
    if not isinstance(raw, list):
        raise BadSource("le notebook n'a pas de cellules")
    if len(raw) > MOST_CELLS:
        raise BadSource(TOO_MANY)
    return [
        _cell(number, item)
        for number, item in enumerate(raw, 1)
        if isinstance(item, dict) and item.get("cell_type") in ("code", "markdown")
    ]


def _cell(number: int, item: Any) -> Cell:
    source = item.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    metadata = item.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    tags = metadata.get("tags")
    return Cell(
        item["cell_type"],
        next((str(id) for id in (grade_id, item.get("id")) if id and isinstance(id, (str, int))), ""),
        (source if isinstance(source, str) else "").replace("\r\n", "\n"),
        f"cellule {number}",
        0,
        tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )

# ---- autograder.student.values
"""Plain values: all that ever crosses between a student's code and the grader.

A *plain value* is a tree (lists, tuples, dicts with str keys, at most `Caps.depth` of them around a
leaf) whose leaves are None, bool, int (64 bits), float, str, numpy arrays of numbers, and, towards
the student's code only, a `Seed`. No pickle, no object, no code.

Three verbs: `plain` turns what a student's function returned into such a tree, `encode` writes a
tree as bytes, `decode` reads bytes that nobody has to trust.

The bytes are a length (4 bytes, big-endian), a JSON header and the raw items of the arrays, in
order of appearance. In the header null, true, an int and a string stand for themselves; everything
else is a list whose first item is a tag:

    ["f", "0x1.8p+0"]  float      ["a", "float64", [2, 3]]  array      ["s", 7]  Seed
    ["l", ...]  list    ["t", ...]  tuple    ["d", [key, ...], [value, ...]]  dict

This module runs in the sandbox and in students' own check.py: Python 3.9, stdlib and numpy.
"""


import collections.abc
import itertools
import json
import math
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

#: A plain value. Recursive, so not worth spelling out to a type checker.
Tree = Any


@dataclass(frozen=True)
class Caps:
    """How large a value may be: bytes of all arrays, nodes of the tree, nesting, characters."""

    bytes: int = 32 * 2**20
    leaves: int = 20_000
    depth: int = 4
    text: int = 100_000


CAPS = Caps()


@dataclass(frozen=True)
class Seed:
    """Stands for `np.random.default_rng(value)`: a Generator crosses as its seed."""

    value: int


class NotPlain(Exception):
    """What a function returned is no plain value; the message names what it is."""


class BadValue(ValueError):
    """Bytes that are no encoded plain value, or a tree that cannot be encoded; one line."""


# The functions are kept, so that a submission that overwrites np.array by accident still works.
_array, _ndarray, _frombuffer = np.array, np.ndarray, np.frombuffer

_KINDS = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64"
_DTYPES = {name: np.dtype(name) for name in _KINDS.split(" ")}
_NAMES = {dtype: name for name, dtype in _DTYPES.items()}  # dtype.name itself is slow

_ABC = collections.abc
_VIEWS = (_ABC.KeysView, _ABC.ValuesView, _ABC.ItemsView)
_LAZY = (range, map, zip, filter, enumerate, reversed, _ABC.Generator, *_VIEWS)


def plain(value: object, caps: Caps = CAPS) -> Tree:
    """The plain value of what a student's function returned.

    Numpy scalars become Python ones, array subclasses plain arrays, generators and ranges lists,
    integer keys strings; lone surrogates become "?". Raises NotPlain, which names the type, for all
    else, for a tree too large or too deep, and for objects that raise when looked at. What an
    iterator raises on its way is the student's error and comes out as NotPlain too.
    """
    try:
        return _Plainer(caps).convert(value, 0)
    except NotPlain:
        raise
    except MemoryError:
        raise
    except RecursionError:
        raise NotPlain("a value nested too deeply") from None
    except Exception as error:
        raise NotPlain(f"{_type_name(value)} ({_type_name(error)})") from None


def _type_name(value: object) -> str:
    # Not type(value).__name__: a metaclass may answer that itself.
    return str(type.__dict__["__name__"].__get__(type(value)))[:80]


class _Plainer:
    """One conversion: counts what it has met, and stops at the caps."""

    def __init__(self, caps: Caps) -> None:
        self.caps = caps
        self.leaves, self.bytes, self.text = 0, 0, 0

    def convert(self, value: Any, depth: int) -> Tree:
        kind = type(value)
        self.leaves += 1
        if self.leaves > self.caps.leaves:
            raise NotPlain(f"more than {self.caps.leaves} values")
        if value is None or kind is bool:
            return value
        if issubclass(kind, _ndarray):
            return self.array(value, depth)
        if issubclass(kind, np.generic):
            return self.scalar(value)
        if issubclass(kind, int):
            return self.integer(int.__int__(value))
        if issubclass(kind, float):
            return float.__float__(value)
        if issubclass(kind, str):
            return self.string(value)
        if depth >= self.caps.depth:
            raise NotPlain(f"{_type_name(value)} inside {depth} others")
        if issubclass(kind, dict):
            return self.mapping(value, depth)
        if issubclass(kind, tuple):
            return tuple(self.convert(item, depth + 1) for item in tuple.__iter__(value))
        if issubclass(kind, list):
            return [self.convert(item, depth + 1) for item in list.__iter__(value)]
        if issubclass(kind, _LAZY):
            # The loop ends by itself on an endless iterator: `convert` counts.
            items = itertools.islice(iter(value), self.caps.leaves + 1)
            return [self.convert(item, depth + 1) for item in items]
        raise NotPlain(_type_name(value))

    def array(self, value: Any, depth: int) -> Tree:
        base = _ndarray.view(value, _ndarray)  # from here on, no method is the subclass's
        if base.dtype.kind in "UO":  # words, or Python objects: as lists
            if base.size > self.caps.leaves or base.ndim + depth > self.caps.depth:
                raise NotPlain(f"array of {base.dtype.name}")
            return self.convert(base.tolist(), depth)
        if base.dtype.kind == "c" and not np.any(base.imag):
            base = base.real
        if base.dtype.kind not in "biuf":
            raise NotPlain(f"array of {base.dtype.name}")
        if base.ndim > 8:
            raise NotPlain("array of more than 8 dimensions")
        dtype = np.dtype(np.float64) if base.dtype.itemsize > 8 else base.dtype.newbyteorder("=")
        if not base.size and _room(base.shape, dtype) > self.caps.bytes:
            raise NotPlain("array of impossible shape")
        self.bytes += base.size * dtype.itemsize  # before the copy: a view may claim terabytes
        if self.bytes > self.caps.bytes:
            raise NotPlain(f"arrays of more than {self.caps.bytes // 2**20} MiB")
        return _array(base, dtype=dtype, copy=True, order="C", subok=False)

    def scalar(self, value: Any) -> Tree:
        if isinstance(value, np.bool_):
            return bool(value)
        if isinstance(value, np.integer) and value.dtype.kind in "iu":  # timedelta64 is one too
            return int(value)
        if isinstance(value, np.floating):
            return float(value)
        if isinstance(value, np.str_):
            return self.string(value)
        raise NotPlain(value.dtype.name)

    def integer(self, value: int) -> int:
        if not -(2**63) <= value < 2**64:
            raise NotPlain("int of more than 64 bits")
        return value

    def string(self, value: str) -> str:
        self.text += str.__len__(value)
        if self.text > self.caps.text:
            raise NotPlain(f"more than {self.caps.text} characters")
        return str.encode(value, "utf-8", "replace").decode("utf-8")

    def mapping(self, value: dict[Any, Any], depth: int) -> dict[str, Tree]:
        result: dict[str, Tree] = {}
        for key, item in list(dict.items(value)):
            if issubclass(type(key), (int, np.integer)):
                key = str(int(key))
            if not issubclass(type(key), str):
                raise NotPlain(f"dict with {_type_name(key)} keys")
            key = self.string(key)
            if key in result:
                raise NotPlain("dict with two keys of one name")
            result[key] = self.convert(item, depth + 1)
        return result


def _room(shape: Any, dtype: Any) -> int:
    """The bytes of an empty array's other axes: numpy refuses a shape, or a copy of another type, where they overflow."""
    return int(math.prod(size for size in shape if size) * dtype.itemsize)


def encode(tree: Tree) -> bytes:
    """The bytes of a plain value. Raises BadValue when `tree` is not plain. No caps."""
    arrays: list[bytes] = []
    try:
        header = _JSON.encode(_node(tree, arrays)).encode("utf-8")
    except RecursionError:
        raise BadValue("nested too deeply") from None
    except UnicodeEncodeError:
        raise BadValue("text that is not UTF-8") from None
    return b"".join([struct.pack("!I", len(header)), header, *arrays])


def _node(value: Any, arrays: list[bytes]) -> Any:
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        if not -(2**63) <= value < 2**64:
            raise BadValue("int of more than 64 bits")
        return value
    if kind is float:
        return ["f", value.hex()]
    if kind is list or kind is tuple:
        return ["l" if kind is list else "t", *[_node(item, arrays) for item in value]]
    if kind is dict:
        for key in value:
            if type(key) is not str:
                raise BadValue(f"dict key of type {_type_name(key)}")
        return ["d", list(value), [_node(item, arrays) for item in value.values()]]
    if kind is Seed:
        return ["s", _seed(value.value)]
    if kind is _ndarray:
        name = _NAMES.get(value.dtype)
        if name is None or value.ndim > 8:
            raise BadValue(f"array of {value.dtype} with {value.ndim} dimensions")
        arrays.append(value.tobytes())
        return ["a", name, list(value.shape)]
    raise BadValue(f"{_type_name(value)} is not a plain value")


def _seed(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**64:
        raise BadValue("a seed is a non-negative int of 64 bits")
    return value


def decode(data: bytes, caps: Caps = CAPS, *, seeds: bool = False) -> Tree:
    """The plain value that `data` holds. `seeds`: whether it may hold a Seed.

    Raises BadValue, and nothing else, on any bytes whatever. Arrays are fresh, writeable and
    C-contiguous, and hold at most `caps.bytes` together; the header is at most 128 bytes a leaf.
    """
    if len(data) < 4:
        raise BadValue("no header length")
    (length,) = struct.unpack_from("!I", data)
    if length > 128 * caps.leaves + 8 * caps.text:
        raise BadValue(f"a header of {length} bytes")
    if 4 + length > len(data):
        raise BadValue("a header cut short")
    body = memoryview(data)[4 + length :]
    if len(body) > caps.bytes:
        raise BadValue(f"arrays of {len(body)} bytes")
    header = _json(bytes(data[4 : 4 + length]))
    reader = _Reader(body, caps, seeds)
    tree = reader.read(header, 0)
    if reader.offset != len(body):
        raise BadValue(f"{len(body) - reader.offset} bytes too many")
    return tree


def _refuse(text: Any) -> Any:
    raise BadValue("a number or object that the format does not have")


# Made once: json.dumps and json.loads would make them anew for every value.
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_HEADER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_refuse)


def _json(header: bytes) -> Any:
    try:
        return _HEADER.decode(header.decode("utf-8"))
    except BadValue:
        raise
    except (ValueError, RecursionError, MemoryError) as error:
        raise BadValue(f"a header that is not JSON ({_type_name(error)})") from None


class _Reader:
    """One decoding: where it is in the arrays' bytes, and what it has met."""

    def __init__(self, body: memoryview, caps: Caps, seeds: bool) -> None:
        self.body, self.caps, self.seeds = body, caps, seeds
        self.offset, self.leaves, self.text = 0, 0, 0

    def read(self, node: Any, depth: int) -> Tree:
        self.leaves += 1
        if self.leaves > self.caps.leaves:
            raise BadValue(f"more than {self.caps.leaves} values")
        if node is None or type(node) is bool:
            return node
        if type(node) is int:
            if not -(2**63) <= node < 2**64:
                raise BadValue("int of more than 64 bits")
            return node
        if type(node) is str:
            return self.string(node)
        if type(node) is not list or not node or type(node[0]) is not str:
            raise BadValue("a node without a tag")
        tag, rest = node[0], node[1:]
        if tag in ("l", "t", "d") and depth >= self.caps.depth:
            raise BadValue(f"nested more than {self.caps.depth} deep")
        if tag == "l":
            return [self.read(item, depth + 1) for item in rest]
        if tag == "t":
            return tuple(self.read(item, depth + 1) for item in rest)
        if tag == "d" and len(rest) == 2:
            return self.mapping(rest[0], rest[1], depth)
        if tag == "f" and len(rest) == 1:
            return self.float(rest[0])
        if tag == "a" and len(rest) == 2:
            return self.array(rest[0], rest[1])
        if tag == "s" and len(rest) == 1 and self.seeds:
            return Seed(_seed(rest[0]))
        raise BadValue(f"an unknown node {tag[:8]!r}")

    def string(self, text: str) -> str:
        self.text += len(text)
        if self.text > self.caps.text:
            raise BadValue(f"more than {self.caps.text} characters")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:  # JSON's own escapes can spell a lone surrogate
            raise BadValue("text that is not UTF-8") from None
        return text

    def float(self, text: object) -> float | Tree:
        try:
            value = float.fromhex(text) if type(text) is str and len(text) < 40 else None
        except (ValueError, OverflowError):
            value = None
        if value is None or (value.hex() != text and not math.isnan(value)):
            raise BadValue("a float that is not one")
        return value

    def mapping(self, keys: object, items: object, depth: int) -> dict[str, Tree]:
        if type(keys) is not list or type(items) is not list or len(keys) != len(items):
            raise BadValue("a dict without as many keys as values")
        result: dict[str, Tree] = {}
        for key, item in zip(keys, items):
            if type(key) is not str:
                raise BadValue("a dict key that is not text")
            if self.string(key) in result:
                raise BadValue("a dict key twice")
            result[key] = self.read(item, depth + 1)
        return result

    def array(self, name: object, shape: object) -> Tree:
        dtype = _DTYPES.get(name) if type(name) is str else None
        if dtype is None:
            raise BadValue("an array of an unknown type")
        if type(shape) is not list or len(shape) > 8:
            raise BadValue("an array without a shape")
        if any(type(size) is not int or not 0 <= size < 2**40 for size in shape):
            raise BadValue("an array of impossible shape")
        count = math.prod(shape)
        if not count and _room(shape, dtype) > self.caps.bytes:
            raise BadValue("an array of impossible shape")
        end = self.offset + count * dtype.itemsize
        if end > len(self.body):
            raise BadValue("an array cut short")
        array = _frombuffer(self.body[self.offset : end], dtype=dtype).reshape(shape).copy()
        self.offset = end
        if dtype.kind == "b":  # a bool item is 0 or 1; any other byte would be a third truth value
            array = _array(array.view(np.uint8) != 0)
        return array

# ---- autograder.student.handout
"""A lab as students receive it, and a submission read against it.

What was handed out tells the student's own work from ours: which cells to run, which file counts,
what was written in answer to a free-text question.
"""


from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any


DEMO = "demo"  # tag of the cells that show, check or train: not run again
PROVIDED = "provided"  # tag of the cells that call the student's functions: run as they were handed out
CHECKED = "check_"  # and the id of a question: the id of the cell that checks it
BESIDE = ("check.py", "conftest.py", "setup.py", "__init__.py")  # Python files that are nobody's submission
CANDIDATES = 20  # files of one student that are looked at


@dataclass(frozen=True)
class Handout:
    """A lab as students receive it: its name, its cells without the answers, the files beside them."""

    lab: str
    cells: tuple[Cell, ...] = ()
    answers: tuple[str, ...] = ()  # ids of the free-text questions: the Markdown cells to write in
    beside: tuple[str, ...] = ()  # texts of the cells of the Python files that come with the notebook

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all cells: a cell of another id is the student's own."""
        return frozenset(cell.id for cell in self.cells)

    @cached_property
    def demos(self) -> tuple[Cell, ...]:
        """The cells that show, check or train."""
        return tuple(cell for cell in self.cells if DEMO in cell.tags)

    @cached_property
    def provided(self) -> dict[str, str]:
        """The cells that run as they were handed out: id -> text."""
        return {cell.id: cell.text for cell in self.cells if PROVIDED in cell.tags}

    @cached_property
    def texts(self) -> frozenset[str]:
        """The texts of all cells, without white space."""
        return frozenset(squeezed(text) for text in ["", *(cell.text for cell in self.cells), *self.beside])

    def untouched(self, cells: Iterable[Cell]) -> bool:
        """Whether these cells hold no code and no written answer beside what was handed out."""
        own = (cell for cell in cells if cell.kind == "code" or cell.id in self.answers)
        return all(squeezed(cell.text) in self.texts for cell in own)


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def loadable(cells: Iterable[Cell], handout: Handout) -> list[dict[str, Any]]:
    """Return a submission's code cells as the loader takes them.

    Demo cells are left out; of one that the student changed, only the definitions run. Provided
    cells come last, with the text that was handed out.
    """
    shown = {cell.text.strip() for cell in handout.demos}
    shown_ids = {cell.id for cell in handout.demos}
    own = [
        {"text": cell.text, "where": cell.where, "line": cell.line, "definitions": cell.id in shown_ids}
        for cell in cells
        if cell.kind == "code" and cell.text.strip() and cell.text.strip() not in shown
        if cell.id not in handout.provided
    ]
    provided = [
        {"text": text, "where": f"code fourni ({id})", "line": 0, "definitions": False}
        for id, text in handout.provided.items()
    ]
    return own + provided


def find_work(files: Sequence[tuple[str, Callable[[], bytes]]], handout: Handout) -> tuple[str, list[Cell]]:
    """Return the name and the cells of the file that counts, among files given by name and reader.

    Raises BadSource where no file can be read, or where more than one could count.
    """
    if not files:
        raise BadSource("aucun fichier .ipynb ou .py n'a été rendu")
    if len(files) > CANDIDATES:
        raise BadSource(f"{len(files)} fichiers .ipynb ou .py ont été rendus : n'en rends qu'un")
    found: list[tuple[str, list[Cell]]] = []
    trouble: list[str] = []
    for name, read in files:
        try:
            found.append((name, read_cells(name, read())))
        except BadSource as error:
            trouble.append(f"{name} : {error}" if len(files) > 1 else str(error))
    if not found:
        raise BadSource(" ; ".join(trouble))
    worked = [(name, cells) for name, cells in found if not handout.untouched(cells)]
    named = [(name, cells) for name, cells in worked if PurePosixPath(name).stem == handout.lab]
    chosen = (worked if len(worked) == 1 else named) if worked else found[:1]
    if len(chosen) != 1:
        names = ", ".join(name for name, _ in worked)
        raise BadSource(f"plusieurs fichiers pourraient être le bon ({names}) : n'en rends qu'un")
    return chosen[0]


def written_answer(variable: Any, id: str, placeholder: str, cells: Iterable[Cell], handout: Handout) -> str:
    """Return what answers a free-text question: the text in the variable of its name, or what its cell holds.

    To the Markdown cell belong the student's own Markdown cells right below it. The placeholder of
    the stub is left out.
    """
    if isinstance(variable, str) and variable.strip():
        return variable
    written: list[str] = []
    below = False
    for cell in cells:
        below = cell.id == id or (below and cell.id not in handout.ids)
        if below and cell.kind == "markdown":
            written.append(cell.text.replace(placeholder, "").strip())
    return "\n".join(written).strip()

# ---- autograder.student.calls
"""Calls of a student's functions, and what became of them: plain data on both sides of the sandbox."""


import copy
import functools
from dataclasses import dataclass, field
from typing import Any

import numpy as np


#: What is told of a call or of a load: a flat dict of JSON scalars and short lists.
Report = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of a student's function, or with `variable` a look at one of their global variables."""

    id: str
    name: str
    arguments: tuple[Tree, ...] = ()
    variable: bool = False
    figure: bool = False  # the figure it draws is wanted, not its value

    @functools.cached_property
    def body(self) -> bytes:
        """The arguments as bytes, encoded once for all submissions. Raises BadValue."""
        return encode(list(self.arguments))


@dataclass(frozen=True)
class Outcome:
    """What became of a call.

    `report["status"]` is `value` (then `value` holds it), or one of the student's side: `missing`,
    `unwritten`, `raised`, `unreadable`, `memory`, `timeout`; or it was found from outside the
    sandbox: `timeout`, `crashed` (with `signal` or `code`), `rejected` (not in the protocol).
    """

    report: Report
    value: Tree = None

    @property
    def status(self) -> str:
        """The report's status."""
        return str(self.report["status"])


@dataclass(frozen=True)
class Run:
    """What became of a submission: the problems of its load, and one outcome for each call.

    `fault` says what is wrong with the grader itself; then the outcomes mean nothing.
    `timings` (milliseconds, and counts) change from run to run.
    """

    problems: list[Report]
    outcomes: dict[str, Outcome]
    fault: str | None = None
    timings: dict[str, float] = field(default_factory=dict)


def fresh(arguments: Any) -> list[Any]:
    """Return copies of the arguments of a call, with a new Generator for every Seed."""
    return [np.random.default_rng(item.value) if isinstance(item, Seed) else copy.deepcopy(item) for item in arguments]

# ---- autograder.judge.table
"""The answer table: everything judging needs, as plain data. Standard library and numpy only.

Built once per batch by the trusted side (oracle.py); the public one is released as `expected.npz`,
a numpy archive with one JSON text, `table`, and the numbers of all its arrays, end to end, one row a
type. Never a pickle.
"""


import dataclasses
import io
import json
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np


SCHEMA = 3


@dataclass(frozen=True)
class Answer:
    """One way to answer a question, on every case: right, accepted, wrong, or carried."""

    kind: str  # reference | accepted | mistake
    id: str
    context: tuple[str, ...]  # the upstream readings it was computed with, as "question:reading"
    values: dict[str, Any]  # case -> tuple of parts (None: absent), or {"raised": type, "numbers": [...]}
    text: str = ""  # note of an accepted reading, symptom of a mistake
    diagnosis: str = ""  # of a mistake, or of the upstream one; empty in a public table
    symptom: str = ""  # of the upstream mistake that a carried answer holds

    @property
    def right(self) -> bool:
        """Whether agreeing with it is full marks."""
        return self.kind != "mistake"


@dataclass(frozen=True)
class CheckRow:
    """A check as data: its kind, its cases by title, its part by position (-1: the whole), its points."""

    id: str
    kind: str
    cases: tuple[str, ...]
    part: int
    points: float
    gate: bool
    options: dict[str, Any]
    title: str = ""  # in French, for students


@dataclass(frozen=True)
class QuestionRow:
    """A question as data. `kind` is `function`, `figure`, `text` or `training`."""

    id: str
    title: str
    kind: str
    call: str
    signature: str
    parts: tuple[str, ...]
    points: float
    bonus: bool
    checks: tuple[CheckRow, ...]
    cases: dict[str, tuple[Any, ...]]  # title -> arguments
    answers: tuple[Answer, ...]
    placeholder: str = ""
    steps: int = 1  # functions that its answer goes through: each may round, so each widens the tolerance
    group: str = ""  # heading of the handout

    @cached_property
    def by_context(self) -> dict[tuple[str, ...], tuple[Answer, ...]]:
        """The answers, by the upstream mistakes that they were computed with."""
        grouped: dict[tuple[str, ...], list[Answer]] = {}
        for answer in self.answers:
            grouped.setdefault(tuple(answer.context), []).append(answer)
        return {context: tuple(answers) for context, answers in grouped.items()}


@dataclass(frozen=True, eq=False)
class Table:
    """All questions of a lab under one seed, with the tolerance (both absolute and relative).

    A table is equal to itself only, so that what follows from one can be kept beside it.
    """

    lab: str
    title: str
    tolerance: float
    packages: tuple[str, ...]
    questions: tuple[QuestionRow, ...]
    handout: Handout  # the lab as students receive it
    schema: int = SCHEMA

    def question(self, id: str) -> QuestionRow:
        """The question of that id. Raises KeyError."""
        for row in self.questions:
            if row.id == id:
                return row
        raise KeyError(id)


def save(table: Table) -> bytes:
    """The table as the bytes of a numpy archive."""
    rows: dict[str, list[Any]] = {}
    text = json.dumps(_pack(table, rows, {}), ensure_ascii=False)
    file = io.BytesIO()
    whole: dict[str, Any] = {name: np.concatenate(arrays) for name, arrays in rows.items()}
    np.savez_compressed(file, table=np.frombuffer(text.encode("utf-8"), dtype=np.uint8), **whole)
    return file.getvalue()


def load_table(data: bytes) -> Table:
    """Read what `save` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        rows = {name: archive[name] for name in archive.files}
    return _table(_unpack(json.loads(rows["table"].tobytes().decode("utf-8")), rows))


def _pack(value: Any, rows: dict[str, list[Any]], ends: dict[str, int]) -> Any:
    """A JSON tree; the numbers of arrays go to the row of their type, and leave their place in it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, Seed):
        return {f.name: _pack(getattr(value, f.name), rows, ends) for f in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        name = value.dtype.str.lstrip("<>|=")
        rows.setdefault(name, []).append(value.ravel())
        start = ends.get(name, 0)
        ends[name] = start + value.size
        return {"#": "array", "row": name, "start": start, "shape": list(value.shape)}
    if isinstance(value, Seed):
        return {"#": "seed", "value": value.value}
    if isinstance(value, tuple):
        return {"#": "tuple", "items": [_pack(item, rows, ends) for item in value]}
    if isinstance(value, list):
        return [_pack(item, rows, ends) for item in value]
    if isinstance(value, dict):
        return {key: _pack(item, rows, ends) for key, item in value.items()}
    return value.item() if isinstance(value, np.generic) else value


def _unpack(value: Any, rows: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_unpack(item, rows) for item in value]
    if not isinstance(value, dict):
        return value
    tag = value.get("#")
    if tag == "array":
        shape = value["shape"]
        return rows[value["row"]][value["start"] : value["start"] + math.prod(shape)].reshape(shape).copy()
    if tag == "seed":
        return Seed(value["value"])
    if tag == "tuple":
        return tuple(_unpack(item, rows) for item in value["items"])
    return {key: _unpack(item, rows) for key, item in value.items()}


def _table(tree: dict[str, Any]) -> Table:
    questions = tuple(
        QuestionRow(
            **{
                **row,
                "checks": tuple(CheckRow(**check) for check in row["checks"]),
                "answers": tuple(Answer(**answer) for answer in row["answers"]),
            }
        )
        for row in tree["questions"]
    )
    handout = tree["handout"]
    cells = tuple(Cell(**cell) for cell in handout["cells"])
    return Table(**{**tree, "questions": questions, "handout": Handout(**{**handout, "cells": cells})})


def calls(question: QuestionRow) -> list[tuple[str, tuple[Any, ...]]]:
    """The calls that judging a question takes, as (case, arguments).

    The first case comes once more at the end: right on the first call and wrong on the second is wrong.
    A figure is drawn once.
    """
    planned = list(question.cases.items())
    return planned + planned[:1] if question.kind == "function" else planned

# ---- autograder.judge.reports
"""What may be told of a call that came to no value: steady from run to run, and without its hidden inputs."""


import builtins
import re
from collections.abc import Sequence
from typing import Any


NUMPY_ERRORS = ("AxisError", "LinAlgError", "UFuncTypeError", "ModuleNotFoundError")


def fingerprint(kind: str, message: str) -> dict[str, Any]:
    """Return what is steady of an exception: its type, and the distinct whole numbers in its message.

    Where there are no numbers, the first words of the message stand for it. The words of numpy's
    messages change from version to version; the sizes they quote do not. `np.dot` lists both shapes
    before the two sizes that differ, `@` and `np.matmul` do not: those shapes are dropped.
    """
    message = re.sub(r"0x[0-9a-fA-F…]+|\[.*|…", " ", message[:200])  # addresses and values change
    message = message.partition("not aligned")[2] or message
    digits = "".join(char if char.isdigit() and char.isascii() else " " for char in message)
    numbers = sorted({int(part) for part in digits.split() if len(part) < 9})
    return {"raised": kind, "numbers": numbers, "words": [] if numbers else message.split()[:3]}


def discreet(report: Report, loaded: Sequence[dict[str, Any]]) -> Report:
    """Return the report of a call without what could carry its hidden inputs to the student.

    An exception's own words are the student's to choose. Decimal and long numbers are taken out, so
    are names of types that neither Python nor numpy has, and a place that is not in the submission.
    """
    kept = {**report, "message": str(report.get("message", ""))[:200]}
    kept["message"] = re.sub(r"[-+]?\d*\.\d+(?:e[-+]?\d+)?|\d{5,}|\[.*\]?", "…", kept["message"])
    if "type" in kept and not hasattr(builtins, str(kept["type"])) and kept["type"] not in NUMPY_ERRORS:
        kept["type"] = "Exception"
    if not any(_holds(cell, kept) for cell in loaded):
        for key in ("where", "line", "text"):
            kept.pop(key, None)
    return kept


def _holds(cell: dict[str, Any], report: Report) -> bool:
    """Whether the place that a report names, a line with its number, is in the cell."""
    line, lines = report.get("line"), cell["text"].split("\n")
    if report.get("where") != cell["where"] or type(line) is not int:
        return False
    if not 0 < line - cell["line"] <= len(lines):
        return False
    return bool(report.get("text") == lines[line - cell["line"] - 1].strip()[:200])

# ---- autograder.judge.words
"""What judging says, in French: numbers, points, and a judgement in a few lines."""




def number(value: float) -> str:
    """Write a number with two significant digits and a decimal comma."""
    return f"{float(value):.2g}".replace(".", ",")


def points_text(value: float) -> str:
    """Write points with a decimal comma: 2, 0,25."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def sign(judgement: Judgement) -> str:
    """Return the sign of how a question went: ✓ full, ✗ not full, … unwritten, ? waits for a person."""
    if judgement.pending:
        return "?"
    if judgement.unwritten:
        return "…"
    return "✓" if judgement.full else "✗"


def score_text(judgement: Judgement) -> str:
    """Write the points of a question: "2 / 4", "0 / 1 (bonus)", "à relire"."""
    if judgement.pending:
        return "à relire"
    bonus = " (bonus)" if judgement.bonus else ""
    return f"{points_text(judgement.points)} / {points_text(judgement.out_of)}{bonus}"


def describe(judgement: Judgement) -> str:
    """Say how a question went: its score, then for every check that failed what, why, and a hint."""
    lines = [f"{sign(judgement)} {judgement.title} — {score_text(judgement)}"]
    said = set()
    for verdict in judgement.verdicts:
        if verdict.status not in (PASSED, NOT_REACHED) and verdict.message not in said:
            lines.append(f"  ✗ {verdict.message}")
        if verdict.hint and verdict.hint not in said:
            lines.append(f"    → {verdict.hint}")
        if verdict.note and verdict.note not in said:
            lines.append(f"    note : {verdict.note}")
        said |= {verdict.message, verdict.hint, verdict.note}
    lines.extend(f"    note : {note}" for note in judgement.notes)
    return "\n".join(lines)


def problem_text(problem: Report) -> str:
    """Say what went wrong while a file was loaded, on one line."""
    place = f"{problem.get('where', '')}, ligne {problem.get('line', '?')}"
    return f"! {place} : {problem.get('type', problem.get('status'))} : {problem.get('message', '')}"

# ---- autograder.student.guard
"""Run a piece of a student's code under a soft deadline, and say what went wrong in plain data.

Used on the student's side only (sandboxed child, or the student's own machine). The soft deadline
serves honest infinite loops; code that swallows it is stopped from outside, by the sandbox.
"""


import contextlib
import linecache
import re
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any


MESSAGE = 400  # characters kept of an exception's message


class OutOfTime(BaseException):
    """The soft deadline has passed. Not an Exception, so that `except Exception` lets it through."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body after `seconds` of processor time, or five times that by the clock.

    Does nothing where timers cannot be had (Windows, or outside the main thread).
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    for kind in (signal.SIGPROF, signal.SIGALRM):
        if signal.getsignal(kind) is not _ring:
            signal.signal(kind, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    signal.setitimer(signal.ITIMER_REAL, 5 * seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _ring(signum: int, frame: Any) -> None:
    raise OutOfTime


def attempt(action: Callable[[], Any], seconds: float) -> tuple[Report, Any]:
    """Run `action` and return (report, its value); the report's `status` is `value` where it went well."""
    try:
        with deadline(seconds):
            value = action()
    except BaseException as error:
        try:
            with deadline(1.0):
                return report_of(error), None
        except BaseException:  # an exception whose own text raises, or never ends
            return {"status": "raised", "type": "Exception", "message": ""}, None
    return {"status": "value"}, value


def report_of(error: BaseException) -> Report:
    """Say what an exception was and where in the student's code it came from, as plain data."""
    if isinstance(error, OutOfTime):
        return {"status": "timeout"}  # where it was interrupted changes from run to run
    status = "raised"
    if isinstance(error, NotImplementedError) and not _of_a_library(error):
        status = "unwritten"
    elif isinstance(error, MemoryError):
        status = "memory"
    kind = str(type(error).__name__)[:80]
    if isinstance(error, SyntaxError):
        return {
            "status": status,
            "type": kind,
            "message": _steady(str(error.msg)),
            "where": str(error.filename or ""),
            "line": int(error.lineno or 0),
            "text": str(error.text or "").strip()[:200],
        }
    return {"status": status, "type": kind, "message": _steady(str(error)), **_place(error)}


def _of_a_library(error: BaseException) -> bool:
    """Whether an imported module raised it: autograd does, where it knows no derivative."""
    steps = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(steps) and steps[-1].f_globals.get("__spec__") is not None


def _steady(message: str) -> str:
    """A message without the addresses of objects, which change from run to run."""
    return re.sub(r"0x[0-9a-fA-F]{4,}", "0x…", message[: 4 * MESSAGE])[:MESSAGE]


def _place(error: BaseException) -> Report:
    """The innermost line of the student's own code that the exception passed through."""
    place: Report = {}
    step = error.__traceback__
    while step is not None:
        filename = step.tb_frame.f_code.co_filename
        if filename in linecache.cache and filename.startswith(OWN):
            place = {
                "where": filename[len(OWN) :],
                "line": step.tb_lineno,
                "text": linecache.getline(filename, step.tb_lineno).strip()[:200],
            }
        step = step.tb_next
    return place


OWN = "ton code, "  # prefix of the file names under which a student's cells are compiled

# ---- autograder.judge.checks
"""The kinds of check: each says how it is declared, and finds what came back right or wrong.

A kind is declared once, as a function of (check, question, seen) under `@kind`: its name is the word
that labs declare a check with, its title is what students read. It says what was expected and what
came, by shapes and gaps, never by hidden values. Standard library and numpy only: students run this.
"""


from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


FEW = 3  # numbers: fewer than that agree with a mistake by chance


@dataclass(frozen=True)
class Finding:
    """What a check found: passed or failed, a sentence in French, and the answer it recognised."""

    status: str
    message: str = ""
    answer: Answer | None = None
    note: str = ""


@dataclass(frozen=True)
class Seen:
    """What came back for one question: per case, the parts of every call; and the live answers."""

    parts: dict[str, list[list[Any]]]  # case -> calls -> parts
    artists: dict[str, list[dict[str, Any]]]  # case -> what the figure shows
    answers: tuple[Answer, ...]  # those whose upstream mistakes were recognised, right ones first
    tolerance: float
    inside: tuple[Answer, ...] = ()  # upstream mistakes that may have been made inside this function
    notes: tuple[str, ...] = ()

    def each(self, check: CheckRow) -> list[tuple[str, int, Any]]:
        """Return what the check looks at in every call of its cases, as (case, place of the part, part)."""
        return [
            (case, place, call[place])
            for case in check.cases
            for call in self.parts[case]
            for place in (range(len(call)) if check.part < 0 else [check.part])
        ]


Look = Callable[[CheckRow, QuestionRow, Seen], Finding]


@dataclass(frozen=True)
class Check:
    """A check as a lab declares it: its kind, the lab's cases, the part of the result it looks at."""

    kind: Kind
    cases: tuple[Any, ...]
    id: str
    part: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What it looks at, in French: "valeurs de A", "valeurs : rectangle"."""
        kind = self.kind
        named = f"{kind.title} de {self.part}" if self.part and kind.of_part else kind.title
        plain = self.id == kind.name or (self.part and not kind.compares)
        return named if plain else f"{named} : {self.cases[-1 if kind.compares else 0].title}"


@dataclass(frozen=True)
class Kind:
    """A kind of check. Call it in a lab's questions to declare one: `agrees(cases, part="A")`."""

    name: str
    title: str  # in French
    look: Look
    id: str  # of its checks, where the lab gives none
    gate: bool = False  # where it fails, the checks that follow on the same part are not reached
    of_part: bool = False  # its title names the part
    compares: bool = False  # its last case is held against the one before it, and gives the title
    options: Mapping[str, Any] = field(default_factory=dict)  # by name, with what they are by default

    def __call__(self, cases: Any, part: str = "", *, id: str = "", **options: Any) -> Check:
        """Declare a check of this kind on a case or some. Raises TypeError for an option it does not have."""
        unknown = set(options) - set(self.options)
        if unknown:
            raise TypeError(f"{self.name}() has no option {min(unknown)!r}; options: {', '.join(self.options) or 'none'}")
        some = tuple(cases) if isinstance(cases, (list, tuple)) else (cases,)
        return Check(self, some, id or self.id, part, {**self.options, **options})


def kind(
    title: str, *, id: str = "", gate: bool = False, of_part: bool = False, compares: bool = False, **options: Any
) -> Callable[[Look], Kind]:
    """Declare a kind of check: its title in French, and the options that its checks may have."""

    def declare(look: Look) -> Kind:
        name: str = look.__name__
        return Kind(name, title, look, id or name, gate, of_part, compares, options)

    return declare


@kind("forme", gate=True, of_part=True, dims="")
def shape(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """The shape is that of the reference or of an accepted reading."""
    for case, place, part in seen.each(check):
        wanted = [answer.values[case][place] for answer in seen.answers if answer.right and _gives(answer, case)]
        if part is None:
            return Finding(FAILED, f"{_case(question, case)} : {_absent(question, place)}")
        if isinstance(wanted[0], list):
            continue
        if part.shape not in [np.shape(array) for array in wanted]:
            dims = f" = ({check.options['dims'].replace(' ', ', ')})" if check.options.get("dims") else ""
            return Finding(
                FAILED,
                f"{_case(question, case)} : {_named(question, place)}de forme {_shape(np.shape(wanted[0]))}{dims} "
                f"attendu, {_shape(part.shape)} obtenu.",
            )
    return Finding(PASSED)


@kind("lignes de somme 1")
def rows_sum_to_one(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Entries in [0, 1], rows that sum to 1, within n times the tolerance."""
    return _unless_right(_rows_sum_to(1.0, check, question, seen), check, seen)


@kind("lignes de somme 0")
def rows_sum_to_zero(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Rows that sum to 0, within n times the tolerance."""
    return _unless_right(_rows_sum_to(0.0, check, question, seen), check, seen)


def _rows_sum_to(total: float, check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    for case, place, part in seen.each(check):
        if part is None or part.ndim < 1 or part.size == 0:
            return Finding(FAILED, f"{_case(question, case)} : {_absent(question, place)}")
        if not np.all(np.isfinite(part)):
            return Finding(FAILED, f"{_case(question, case)} : {_named(question, place)}contient des nan ou des infinis.")
        low, high = (0.0, 1.0) if total else (-1.0, 1.0)
        slack = seen.tolerance * part.shape[-1]
        sums = part.sum(axis=-1)
        if not np.all((part >= low - slack) & (part <= high + slack)):
            worst = part.flat[np.argmax(np.abs(part - (low + high) / 2))]
            return Finding(
                FAILED,
                f"{_case(question, case)} : coefficients attendus entre {number(low)} et {number(high)}, "
                f"{number(worst)} obtenu.",
            )
        if not np.all(np.abs(sums - total) <= slack):
            worst = sums.flat[np.argmax(np.abs(sums - total))]
            return Finding(
                FAILED,
                f"{_case(question, case)} : chaque ligne doit sommer à {number(total)} ; "
                f"une ligne somme à {number(worst)}.",
            )
    return Finding(PASSED)


@kind("valeurs", of_part=True)
def agrees(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """The values are those of the reference, of an accepted reading or of a carried error."""
    answer = _right(check, seen)
    if answer is not None:
        return Finding(PASSED, answer=answer)
    if _wavers(seen, check):
        said = "deux appels avec les mêmes entrées donnent des résultats différents ; d'où viennent les valeurs qui changent ?"
        return Finding(FAILED, f"{question.signature} : {said}")
    for case, place, part in seen.each(check):
        finding = _gap(question, seen, case, place, part)
        if finding:
            return Finding(FAILED, finding, recognise(check, seen))
    return Finding(
        FAILED,
        "D'un cas à l'autre, ta fonction ne suit pas la même règle : dépend-elle d'une variable globale ?",
        recognise(check, seen),
    )


def recognise(check: CheckRow, seen: Seen) -> Answer | None:
    """The mistake whose answers are the student's on every case of the check: all parts, else the part.

    Of several, the one that explains the most cases of the question; of these, the first declared.
    """
    wrong = [*(answer for answer in seen.answers if not answer.right), *seen.inside]
    best: Answer | None = None
    most = 0
    few = not any(isinstance(part, list) or np.size(part) >= FEW for _, _, part in seen.each(check))  # words make no array: a huge one
    for whole in (True, False):
        for answer in wrong:
            if few and not whole and answer.right:
                continue  # one or two numbers are by chance those that some mistake upstream leads to
            explained = [case for case, made in seen.parts.items()
                         if all(_matches(answer, case, call, check.part, whole, seen.tolerance) for call in made)]  # fmt: skip
            if set(check.cases) <= set(explained) and len(explained) > most:
                best, most = answer, len(explained)
        if best is not None:
            return best
    return None


def _wavers(seen: Seen, check: CheckRow) -> bool:
    """Whether two calls with the same inputs gave different values."""
    return any(not same_parts(call, seen.parts[case][0], seen.tolerance) for case in check.cases for call in seen.parts[case][1:])


@kind("tirage varié")
def spread(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Finite values that vary, no two rows alike."""
    for case, place, part in seen.each(check):
        if part is None or part.ndim < 2:
            return Finding(FAILED, f"{_case(question, case)} : {_absent(question, place)}")
        if not np.all(np.isfinite(part)):
            return Finding(FAILED, f"{_case(question, case)} : des nan ou des infinis parmi les valeurs.")
        if not part.std() > 1e-6:
            return Finding(FAILED, f"{_case(question, case)} : toutes les valeurs sont égales ; elles doivent être tirées au hasard.")
        if len(np.unique(part, axis=0)) < len(part) or len(np.unique(part, axis=1).T) < part.shape[1]:
            said = "deux lignes ou deux colonnes sont identiques ; chacune doit avoir son tirage."
            return Finding(FAILED, f"{_case(question, case)} : {said}")
    return Finding(PASSED)


@kind("matrices différentes")
def distinct(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """No two parts are equal."""
    for case in check.cases:
        for call in seen.parts[case]:
            if any(part is None for part in call):
                return Finding(FAILED, f"{_case(question, case)} : {len(call)} matrices attendues.")
            for i, first in enumerate(call):
                for j in range(i):
                    if first.shape == call[j].shape and np.allclose(first, call[j], rtol=0, atol=seen.tolerance):
                        names = f"{question.parts[j]} et {question.parts[i]}"
                        return Finding(FAILED, f"{_case(question, case)} : {names} sont la même matrice.", recognise(check, seen))
    return Finding(PASSED)


@kind("graine respectée")
def reproducible(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Same seed, same result; another seed, another result."""
    same, again, other = (seen.parts[case][0] for case in check.cases)
    if any(part is None for call in (same, again, other) for part in call):
        return Finding(FAILED, f"{question.signature} : {_absent(question, 0)}")
    alike = [_close(a, b, seen.tolerance) for a, b in zip(same, again)]
    if not all(alike):
        return Finding(
            FAILED,
            f"{question.signature} : deux appels avec la même graine donnent des résultats différents. "
            "Est-ce bien `rng` qui tire toutes les valeurs ?",
        )
    if any(_close(a, b, seen.tolerance) for a, b in zip(same, other)):
        return Finding(
            FAILED,
            f"{question.signature} : deux graines différentes donnent le même résultat. "
            "Est-ce bien le `rng` reçu qui sert, et lui seul ?",
            recognise(check, seen),
        )
    return Finding(PASSED)


@kind("zéro hors du masque", id="padding", where="mask")
def zero_where(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Zero wherever the input is."""
    for case, place, part in seen.each(check):
        where = np.asarray(question.cases[case][int(check.options["where"])])
        if part is None or part.shape[: where.ndim] != where.shape:
            return Finding(FAILED, f"{_case(question, case)} : {_absent(question, place)}")
        outside = np.abs(part[where == 0])
        if not np.all(outside <= seen.tolerance):
            worst = number(np.max(outside)) if np.all(np.isfinite(outside)) else "nan"
            said = f"{_named(question, place)}doit être nul là où le masque l'est ; {worst} obtenu."
            return _unless_right(Finding(FAILED, f"{_case(question, case)} : {said}"), check, seen)
    return Finding(PASSED)


@kind("résultat inchangé", compares=True)
def unchanged(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """The same result, on the leading block of every axis that both cases have."""
    if any(part is None for _, _, part in seen.each(check)):
        return Finding(FAILED, f"{question.signature} : {_absent(question, check.part)}")
    first, second = (seen.parts[case][0][max(check.part, 0)] for case in check.cases)
    block = tuple(slice(min(sizes)) for sizes in zip(first.shape, second.shape))
    if first.ndim == second.ndim and _close(second[block], first[block], seen.tolerance):
        return Finding(PASSED)
    said = f"{question.signature} : le résultat change du cas « {check.cases[0]} » au cas « {check.cases[1]} », et ne devrait pas."
    return _unless_right(Finding(FAILED, said), check, seen)


@kind("ordre des mots suivi", id="permutation", axis=-2)
def follows_permutation(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Words reversed: the result reversed along the axis of the words, nothing else."""
    if _reversed(check, seen):
        return Finding(PASSED)
    said = f"{question.signature} : quand on renverse l'ordre des mots, le résultat doit se renverser aussi, sans changer."
    return _unless_right(Finding(FAILED, said), check, seen)


@kind("position prise en compte", id="position")
def feels_position(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Words reversed: the result is not merely reversed."""
    if any(part is None for _, _, part in seen.each(check)):
        return Finding(FAILED, f"{question.signature} : {_absent(question, check.part)}")
    reference = question.answers[0].values
    plausible = all(
        np.shape(part)[:-1] == np.shape(reference[case][place])[:-1] and np.ndim(part) and np.all(np.isfinite(part))
        for case, place, part in seen.each(check)
    )
    if plausible and not _reversed(check, seen):
        return Finding(PASSED)
    said = f"{question.signature} : renverser l'ordre des mots ne change rien au résultat ; la position n'y est pas."
    return _unless_right(Finding(FAILED, said), check, seen)


def _reversed(check: CheckRow, seen: Seen) -> bool:
    first, second = (seen.parts[case][0][max(check.part, 0)] for case in check.cases)
    axis = int(check.options.get("axis", -2))
    return first is not None and second is not None and first.ndim > 1 and _close(np.flip(first, axis), second, seen.tolerance)


def _unless_right(finding: Finding, check: CheckRow, seen: Seen) -> Finding:
    """The finding, but passed where the values are right all the same: an error upstream broke the property."""
    answer = None if finding.status == PASSED else _right(check, seen)
    return finding if answer is None else Finding(PASSED, answer=answer)


def _right(check: CheckRow, seen: Seen) -> Answer | None:
    """The right answer that came, on every call of the check's cases."""
    observed = seen.each(check)
    for answer in seen.answers:
        if answer.right and all(_agree(answer, case, place, part, seen.tolerance) for case, place, part in observed):
            return answer
    return None


def _gives(answer: Answer, case: str) -> bool:
    return isinstance(answer.values.get(case), tuple)


def _agree(answer: Answer, case: str, place: int, part: Any, tolerance: float) -> bool:
    if not _gives(answer, case) or part is None:
        return False
    alike = _alike if answer.context else _close  # the nan that an error upstream makes is carried too
    return alike(part, answer.values[case][place], tolerance)


def _matches(answer: Answer, case: str, call: list[Any], place: int, whole: bool, tolerance: float) -> bool:
    if not _gives(answer, case):
        return False
    pairs = list(zip(call, answer.values[case]))
    if not whole and place >= 0:
        pairs = pairs[place : place + 1]
    return all(_alike(part, wrong, tolerance) for part, wrong in pairs)


def _alike(part: Any, wrong: Any, tolerance: float) -> bool:
    """Whether a part is that of a mistake: nan for nan, missing for missing."""
    if part is None or wrong is None:
        return part is None and wrong is None
    if isinstance(part, list) or isinstance(wrong, list):
        return bool(part == wrong)
    if np.shape(part) != np.shape(wrong):
        return False
    with np.errstate(invalid="ignore"):
        return bool(np.allclose(part, wrong, rtol=tolerance, atol=tolerance, equal_nan=True))


def _close(part: Any, expected: Any, tolerance: float) -> bool:
    """Equal words, or the same shape and every |a - b| <= atol + rtol |b|; nan is never close."""
    if part is None or expected is None:
        return False
    if isinstance(part, list) or isinstance(expected, list):
        return bool(part == expected)
    if np.shape(part) != np.shape(expected):
        return False
    with np.errstate(invalid="ignore"):
        error = np.abs(part - expected)
        return bool(np.all((error <= tolerance + tolerance * np.abs(expected)) | (part == expected)))


def _gap(question: QuestionRow, seen: Seen, case: str, place: int, part: Any) -> str:
    """What separates a part from every right answer, in one sentence; empty where one agrees."""
    right = [answer.values[case][place] for answer in seen.answers if answer.right and _gives(answer, case)]
    if any(_close(part, expected, seen.tolerance) for expected in right):
        return ""
    start, expected = _case(question, case), right[0]
    if part is None:
        return f"{start} : {_absent(question, place)}"
    if isinstance(expected, list):
        others = ", mais pas les mêmes" if len(part) == len(expected) else ""
        return f"{start} : {len(expected)} mots attendus, {len(part)} obtenus{others}."
    if np.shape(part) != np.shape(expected):
        return f"{start} : forme {_shape(np.shape(expected))} attendue, {_shape(np.shape(part))} obtenue."
    if not np.all(np.isfinite(part)):
        return f"{start} : {_named(question, place)}contient des nan ou des infinis."
    gap = float(np.max(np.abs(part - expected)))
    rounded = " Arrondis-tu ton résultat ?" if gap < 0.1 and np.allclose(part, np.round(part, 2), rtol=0, atol=1e-9) else ""
    named = f"pour {question.parts[place]}, " if question.parts[place] else ""
    return f"{start} : {named}valeurs différentes, écart maximal {number(gap)} (toléré : {number(seen.tolerance)}).{rounded}"


def _case(question: QuestionRow, case: str) -> str:
    shapes = [_shape(np.shape(item)) for item in question.cases[case] if isinstance(item, np.ndarray)]
    return f"{question.signature}, cas « {case} »" + (f", entrées {' '.join(shapes)}" if shapes else "")


def _named(question: QuestionRow, place: int) -> str:
    return f"{question.parts[place]} " if question.parts[place] else ""


def _absent(question: QuestionRow, place: int) -> str:
    named = _named(question, place)
    return f"{named}n'est pas dans ce que tu renvoies." if named else "le résultat n'est pas du type attendu."


def _shape(shape_: Any) -> str:
    return "()" if not shape_ else "(" + ", ".join(map(str, shape_)) + ("," if len(shape_) == 1 else "") + ")"


def same_parts(parts: Any, others: Any, tolerance: float) -> bool:
    """Whether two answers are the same: nan for nan, missing for missing."""
    return len(parts) == len(others) and all(_alike(a, b, tolerance) for a, b in zip(parts, others))


@kind("niveau atteint", compares=True, measure="", least=None, most=None)
def reaches(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """A training's measure is within its bounds; with two runs, that of the second less that of the first."""
    name, least, most = (check.options[key] for key in ("measure", "least", "most"))
    measured = [seen.parts[run][0][0][name] for run in check.cases]
    value = measured[-1] - (measured[0] if len(measured) > 1 else 0.0)
    bound = f"au moins {number(least)}" if most is None else f"au plus {number(most)}"
    more = f" de plus que « {check.cases[0]} »" if len(measured) > 1 else ""
    said = f"« {check.cases[-1]} », {name} : {number(value)}{more} ({bound} attendu)."
    passed = (least is None or value >= least) and (most is None or value <= most)
    return Finding(PASSED, said, note=said) if passed else Finding(FAILED, said)


KINDS = {known.name: known for known in list(globals().values()) if isinstance(known, Kind)}

# ---- autograder.judge.terminal
"""What `python check.py` prints: a row for every question, and the public score."""


from collections.abc import Sequence


GLYPHS = {PASSED: "✓", NOT_REACHED: "·", UNWRITTEN: "…", PENDING: "?"}


def row(judgement: Judgement) -> str:
    """A question on one line: its sign, its id, its points, and its checks with their signs."""
    checks = "  ".join(f"{GLYPHS.get(verdict.status, '✗')} {verdict.title}" for verdict in judgement.verdicts)
    return f"{sign(judgement)} {judgement.question:<22} {score_text(judgement):>16}   {checks}"


def total(judgements: Sequence[Judgement]) -> str:
    """The public score of these questions, bonus questions apart, and what it is not."""
    marked = [judgement for judgement in judgements if not judgement.bonus]
    pending = sum(judgement.out_of for judgement in marked if judgement.pending)
    read = f", et {points_text(pending)} à relire par une personne" if pending else ""
    earned, out_of = sum(j.points for j in marked), sum(j.out_of for j in marked)
    score = f"Score public : {points_text(earned)} / {points_text(out_of)}{read}."
    return f"{score} La note vient d'autres données : pas la peine de recopier des valeurs."

# ---- autograder.student.loader
"""Turn cells into a namespace: the one loader of references and submissions.

Cells run statement by statement and the loader goes on after an error, so that a demo that raises
does not cost the definitions around it. Runs on the student's side. Standard library only.
"""


import ast
import builtins
import linecache
import re
import sys
import types
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any


# Modules of notebooks and graders that an honest submission imports and that do nothing here.
NOTEBOOK_MODULES = ("check", "otter", "nbgrader", "IPython", "google", "ipywidgets", "tqdm")
FOREIGN_CELL = re.compile(r"\s*%%(?!time|timeit|capture|prun)\w+")  # %%bash, %%html, … hold no Python
ASSIGNED_MAGIC = re.compile(r"^(\s*[\w.\[\], ]+=\s*)[!%]\S.*$")
MAGIC = re.compile(r"^(\s*)(?:[%!?]|[\w.]+\?{1,2}\s*$).*$")


class _Inert(types.ModuleType):
    """Stands for a notebook module: every attribute exists, every call is accepted and does nothing.

    What a call was given to loop over is looped over: `for x in tqdm(words)`, `for i in trange(5)`.
    """

    __path__: list[str] = []  # noqa: RUF012  (what makes it a package)
    _items: Any = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Inert(name)

    def __call__(self, *values: Any, **named: Any) -> Any:
        answer = _Inert(self.__name__)
        if self.__name__ == "trange":
            answer._items = range(*values)
        elif values and hasattr(values[0], "__iter__"):
            answer._items = values[0]
        return answer

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: Any) -> bool:
        return bool(error[0] is not None and issubclass(error[0], NotImplementedError))

    def __iter__(self) -> Any:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __bool__(self) -> bool:
        return True


def load(
    cells: Iterable[dict[str, Any]],
    *,
    name: str = "submission",
    packages: Iterable[str] | None = None,
    skip: set[tuple[int, int]] = frozenset(),  # type: ignore[assignment]
    on_statement: Callable[[int, int], None] | None = None,
    seconds: float = 10.0,
) -> tuple[dict[str, Any], list[Report]]:
    """Run the cells and return (namespace, problems).

    A cell is a dict: `text`, `where` (shown to the student), `line` (offset of its first line) and
    `definitions` (True: run its definitions only, as for a demo cell that the student changed).
    `packages` are the importable ones beside the standard library (None: no restriction);
    `skip` names (cell, statement) pairs to leave out; `on_statement` is told of each before it runs;
    `seconds` of processor time is the budget of the whole.
    """
    cells = list(cells)
    module = types.ModuleType(name)
    sys.modules[name] = module  # dataclasses look their module up
    namespace = module.__dict__
    namespace["__builtins__"] = {**vars(builtins), **_notebook_names(), "__import__": _importer(packages)}
    problems: list[Report] = []
    steps = deque(_steps(cells, skip, problems))
    waiting: list[tuple[Step, Report]] = []
    for share in (0.5, 0.25, 0.25):  # of the budget: an endless statement does not take what follows with it
        report, _ = attempt(lambda: _run(steps, namespace, on_statement, problems, waiting), share * seconds)
        if report["status"] == "value":
            break
        problems.append({**report, "where": steps.popleft().where})
    attempt(lambda: _run_waiting(waiting, namespace, problems), seconds / 4)
    problems.extend(problem for _, problem in waiting)
    order = {cell["where"]: number for number, cell in reversed(list(enumerate(cells)))}
    problems.sort(key=lambda problem: (order.get(problem.get("where", ""), len(order)), problem.get("line", 0)))
    return namespace, problems


@dataclass(frozen=True)
class Step:
    """A statement to run, with its place: number of the cell, number in the cell, what the student calls it."""

    cell: int
    index: int
    where: str
    statement: ast.stmt


def _steps(cells: Iterable[dict[str, Any]], skip: set[tuple[int, int]], problems: list[Report]) -> Iterator[Step]:
    for number, cell in enumerate(cells):
        try:
            statements = parse(cell["text"], OWN + cell["where"], int(cell.get("line", 0)))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            problems.append({**report_of(error), "where": cell["where"]})
            continue
        for index, statement in enumerate(statements):
            if (number, index) not in skip and (not cell.get("definitions") or _defines(statement)):
                yield Step(number, index, cell["where"], statement)


def _run(
    steps: deque[Step],
    namespace: dict[str, Any],
    on_statement: Callable[[int, int], None] | None,
    problems: list[Report],
    waiting: list[tuple[Step, Report]],
) -> None:
    """Run the steps in order; the one that is running is the first, until it is done."""
    while steps:
        step = steps[0]
        stub = _is_stub(step.statement) and getattr(step.statement, "name", "") in namespace
        if not stub:  # one left beside the answer
            if on_statement is not None:
                on_statement(step.cell, step.index)
            try:
                _execute(step, namespace)
            except NameError as error:  # perhaps defined further down: cells run out of order
                waiting.append((step, report_of(error)))
            except NotImplementedError:
                pass
            except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit) as error:
                problems.append(report_of(error))
        steps.popleft()


def _run_waiting(waiting: list[tuple[Step, Report]], namespace: dict[str, Any], problems: list[Report]) -> None:
    """Run again what missed a name, as long as some name turns up: they may wait for each other."""
    before = 0
    while waiting and len(waiting) != before:
        before = len(waiting)
        for _ in range(before):
            step, problem = waiting.pop(0)
            try:
                _execute(step, namespace)
            except NameError:
                waiting.append((step, problem))
            except NotImplementedError:
                pass
            except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit):
                problems.append(problem)


def parse(text: str, filename: str, line: int = 0) -> list[ast.stmt]:
    """The statements of a cell, without its magics. Registers the text, so that errors can quote it."""
    if FOREIGN_CELL.match(text):
        return []
    text = text.lstrip("\ufeff")
    if "\0" in text:  # some Pythons call it a ValueError
        raise SyntaxError("source code cannot contain null bytes", (filename, text[: text.index("\0")].count("\n") + 1, 1, ""))
    previous = linecache.cache.get(filename)
    lines = list(previous[2]) if previous is not None and line else []  # type: ignore[misc]
    lines = lines + [""] * (line - len(lines)) + [part + "\n" for part in text.split("\n")]
    linecache.cache[filename] = (len(text), None, lines, filename)
    try:
        tree = ast.parse(text, filename)
    except SyntaxError as error:
        try:
            tree = ast.parse(_without_magics(text), filename)
        except SyntaxError:
            if error.lineno is not None:
                error.lineno += line
            raise error from None
    ast.increment_lineno(tree, line)
    return tree.body


def _without_magics(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        line = ASSIGNED_MAGIC.sub(r"\1None", line)
        lines.append(MAGIC.sub(r"\1pass", line))
    return "\n".join(lines)


def _execute(step: Step, namespace: dict[str, Any]) -> None:
    exec(compile(ast.Module([step.statement], []), OWN + step.where, "exec"), namespace)


def _defines(statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
        return True
    plain = isinstance(statement, (ast.Assign, ast.AnnAssign))
    return plain and not any(isinstance(node, ast.Call) for node in ast.walk(statement))


def _is_stub(statement: Any) -> bool:
    if not isinstance(statement, ast.FunctionDef):
        return False
    last = statement.body[-1]
    raised = last.exc if isinstance(last, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    short = len(statement.body) == 1 or (len(statement.body) == 2 and isinstance(statement.body[0], ast.Expr))
    return short and isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _notebook_names() -> dict[str, Any]:
    """What every notebook has without importing it."""
    return {name: _Inert(name) for name in ("display", "get_ipython")}


def _importer(packages: Iterable[str] | None) -> Callable[..., Any]:
    """An `__import__` for the student's own code: the standard library, `packages`, inert notebook modules.

    Not a barrier (the sandbox is): it makes the same imports fail on every machine, with one message.
    """
    standard = getattr(sys, "stdlib_module_names", None)  # Python 3.10 on; before, nothing is refused
    allowed = None if packages is None or standard is None else {*standard, *packages}

    def importer(name: str, *rest: Any, **named: Any) -> Any:
        top = name.split(".")[0]
        if top in NOTEBOOK_MODULES:
            return _Inert(name)
        if allowed is not None and top and top not in allowed:
            raise ModuleNotFoundError(f"No module named {top!r}")
        return builtins.__import__(name, *rest, **named)

    return importer

# ---- autograder.student.runner
"""Call one function of a student's namespace and answer with plain data. Runs on the student's side."""


import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np



def call(
    namespace: dict[str, Any], name: str, arguments: list[Any], seconds: float, figure: bool = False
) -> Outcome:
    """Call `namespace[name](*arguments)` within `seconds`; return what became of it.

    Where a `figure` is asked for, the value is what the figures that were drawn show.

    The report's `status` is `value`, `missing` (no such function), `unwritten` (the stub is still
    there), `raised`, `timeout`, `memory` or `unreadable` (what came back is no plain value). With a
    value, `changed` lists the positions of the arguments that the call changed in place (it gets copies),
    and `figure` says whether a figure was `returned` or only `opened`.
    """
    if not callable(namespace.get(name)):
        return Outcome({"status": "missing", "name": name})
    given = fresh(arguments)

    def answer() -> tuple[Report, Any]:
        with _pictures() as opened:
            value = namespace[name](*given)
            figures, how = figures_of(value, opened()) if figure else ([], "")
            result = reduce(figures) if figure else plain(value)
        changed = [i for i, before in enumerate(arguments) if not isinstance(before, Seed) and not _same(before, given[i])]
        return {"status": "value", "changed": changed, "figure": how}, result

    return _outcome(*attempt(answer, seconds))


def variable(namespace: dict[str, Any], name: str, seconds: float) -> Outcome:
    """The value of a global variable of the student's, as a plain value."""
    if name not in namespace:
        return Outcome({"status": "missing", "name": name})
    return _outcome(*attempt(lambda: ({"status": "value"}, plain(namespace[name])), seconds))


def _outcome(report: Report, inner: Any) -> Outcome:
    """The outcome of an attempt whose own value is a report and a plain value."""
    if report["status"] == "value":
        return Outcome(*inner)
    if report.get("type") == NotPlain.__name__:
        report = {"status": "unreadable", "message": report["message"]}
    return Outcome(report)


@contextlib.contextmanager
def _pictures() -> Iterator[Any]:
    """Let the body draw: `show` and `close` do nothing, and what it opened can be looked at."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        yield lambda: []
        return
    shown, closed = pyplot.show, pyplot.close
    closed("all")
    pyplot.show = pyplot.close = lambda *values, **named: None  # type: ignore[attr-defined]
    try:
        yield lambda: [pyplot.figure(number) for number in pyplot.get_fignums()]
    finally:
        pyplot.show, pyplot.close = shown, closed  # type: ignore[attr-defined]
        closed("all")


def _same(before: Any, after: Any) -> bool:
    if type(before) is not type(after):
        return False
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_same, before, after))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return bool(before == after)

# ---- autograder.judge.figures
"""The checks on figures: does some artist hold the data, under the right words?

Works on the plain data of figure.py: a list of artists. How the student drew it is theirs to choose.
"""


import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np


LOOKING = re.compile(r"quer|requ[eê]t|qui regarde", re.IGNORECASE)  # what names the axis of the queries
LOOKED_AT = re.compile(r"\bkey|\bcl[eé]s?\b|regardée?s?\b", re.IGNORECASE)  # and that of the keys
MOST_NUMBERS = 2000  # written in a figure that are looked at
FRENCH = {"series": "barres ou courbes", "bars": "barres ou courbes", "table": "tableau", "text": "texte"}  # kinds of artist
NUMBER = re.compile(r"[-−]?\d{1,20}(?:[.,]\d{0,20})?(?:[eE][-+]?\d{1,2})?(?!\d)")


@kind("poids montrés")
def shows_matrix(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Every matrix of the part is held by some image, mesh or table."""
    return _shown(check, question, seen, lambda artists, parts: _matching_either_way(artists, parts, check.part, seen.tolerance) is not None)


@kind("vecteurs montrés")
def shows_values(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """The vectors of the part are in an image, bars, lines, a table or text."""
    return _shown(check, question, seen, lambda artists, parts: _holds_values(artists, parts, check.part, seen.tolerance))


@kind("histogramme montré", id="histogram")
def shows_histogram(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Some bars or steps count the values of the part, in bins of any width."""
    return _shown(check, question, seen, lambda artists, parts: _counted(artists, parts[check.part], seen.tolerance))


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
            return Finding(FAILED, f"{question.signature} : il manque les mots, ou ils ne sont pas à leur place, sur {sides}.")
        else:
            return Finding(FAILED, f"{question.signature} : aucune image ne montre les poids, donc aucun mot à y lire.")
    return Finding(PASSED)


def _shown(check: CheckRow, question: QuestionRow, seen: Seen, holds: Callable[[list[Artist], Any], bool]) -> Finding:
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


def _matching_either_way(artists: list[Artist], parts: Any, place: int, tolerance: float) -> list[Artist] | None:
    """The hosts of a part, as they are, or turned round where the words of an axis run backwards."""
    words = next((part for part in parts if isinstance(part, list)), [])
    turned = [_turned_round(artist, artists, words) if artist["kind"] == "image" else artist for artist in artists]
    return matching_artists(artists, parts[place], tolerance) or matching_artists(turned, parts[place], tolerance)


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
        return _near(artist["data"], wanted, tolerance) or _near(artist["data"], 100 * wanted, tolerance)  # percent
    return artist["kind"] == "table" and _rows_in(artist["cells"], matrix, tolerance)


def _turned(artist: Artist, artists: list[Artist]) -> bool:
    """Whether the axes say that queries run along x, or keys along y."""
    axes = _axes(artists, artist)
    across, up = (
        [family for family in (LOOKING, LOOKED_AT) if family.search(axes.get(side, ""))] for side in ("xlabel", "ylabel")
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
    near = [(round(abs(float(tick) - float(centre)), 6), float(tick), text) for tick, text in zip(ticks, texts) if text]
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
        any(_near(artist["data"], way, tolerance) for artist in drawn) or any(_rows_in(text, way, tolerance) for text in texts)
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
        if any(_is_histogram(np.ravel(values), low, high, heights, tolerance) for low, high in ((left, right), apart)):
            return True
    return False


def _is_histogram(values: Any, left: Any, right: Any, heights: Any, tolerance: float) -> bool:
    """Whether the heights are counts, parts of the whole, percents or densities; a value on an edge may count on either side."""
    slack = tolerance * (1 + np.max(np.abs(values)))
    least = [np.sum((values > low + slack) & (values < high - slack)) for low, high in zip(left, right)]
    most = [np.sum((values >= low - slack) & (values <= high + slack)) for low, high in zip(left, right)]
    for unit in (1.0, len(values), len(values) / 100, len(values) * (right - left)):
        counts = heights * unit
        if abs(np.sum(counts) - len(values)) < 1e-3 and np.all(counts >= np.subtract(least, 1e-3)) and np.all(counts <= np.add(most, 1e-3)):
            return bool(np.sum(counts > 0.5) > 1 or len(values) == 1)
    return False


def _all_texts(artists: list[Artist]) -> list[str]:
    titles = ("title", "heading", "xlabel", "ylabel")
    return [text for artist in artists for text in [*artist.get("strings", []), *(artist.get(title, "") for title in titles)] if text]


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
    if not fields or type(item.get("axes")) is not int or not all(is_one(item.get(key)) for key, is_one in fields.items()):
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

# ---- autograder.judge.judging
"""`judge(outcomes, table)`: the only judge there is. Standard library and numpy only.

It holds what came back of every call against the answer table, and gives every check a verdict, the
points it is worth, and a sentence in French. It runs no student's code and no reference. The same
code judges in the grader, with the hidden table, and on the student's machine, with the public one.
"""


from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np


LOOKS = {name: kind.look for name, kind in {**KINDS, **FIGURE_KINDS}.items()}
TEXT = "text"  # the one case of a free-text question
LOST = Outcome({"status": "lost"})  # stands for a call that was never made

Outcomes = Mapping[str, Sequence[Outcome]]  # case -> calls with the same inputs
Carrier = Callable[["str", "tuple[str, ...]"], "tuple[Answer, ...]"]  # (question, upstream readings) -> answers
CARRIED = "Erreur reportée : ton résultat est juste, compte tenu de {where} ; tu ne la paies qu'une fois."
CHANGED = "Ta fonction modifie ses entrées : les valeurs sont justes, mais travaille plutôt sur une copie."
OPENED = "La figure est dessinée mais pas renvoyée : ajoute un `return`."
ROUNDED = "Valeurs justes à la tolérance près (arrondies, ou en float32)."


def judge(
    outcomes: Mapping[str, Outcomes], table: Table, carry: Carrier | None = None
) -> list[Judgement]:
    """Judge every question, in order: outcomes are question -> case -> calls with the same inputs.

    Where a composed question loses points after an upstream error, `carry` says what that error leads to,
    beside what the table holds of it.
    """
    recognised: list[str] = []
    judgements = []
    for question in table.questions:
        called = outcomes.get(question.id, {})
        judgement = judge_question(question, called, table.tolerance, recognised)
        if carry is not None and recognised and question.steps > 1 and judgement.lost:
            more = carry(question.id, tuple(recognised))
            judgement = judge_question(question, called, table.tolerance, recognised, more)
        recognised.extend(judgement.recognised)
        judgements.append(replace(judgement, group=question.group))
    return judgements


def judge_question(
    question: QuestionRow,
    outcomes: Outcomes,
    tolerance: float,
    recognised: Sequence[str],
    more: Sequence[Answer] = (),
) -> Judgement:
    """Judge one question; `recognised` are the readings of the questions before it, `more` answers beside the table's."""
    if question.kind == "text":
        return _judge_text(question, outcomes)
    tolerance *= question.steps
    known = set(recognised)
    live = [a for context, answers in question.by_context.items() if known.issuperset(context) for a in answers]
    live.extend(more)
    live.sort(key=lambda answer: (not answer.right, len(answer.context)))
    inside = [
        answer
        for context, answers in question.by_context.items()
        if len(context) == 1 and context[0] not in known
        for answer in answers
        if answer.right
    ]
    seen, broken = align_outcomes(question, outcomes, tuple(live), tuple(inside), tolerance)
    verdicts: list[Verdict] = []
    found: list[Answer] = []
    closed: list[int] = []  # parts behind a failed gate
    for check in question.checks:
        trouble = next((broken[case] for case in check.cases if case in broken), None)
        if trouble is not None:
            verdicts.append(_trouble(check, question, trouble, _raising_mistake(check, broken, live)))
        elif check.part in closed or (check.part == -1 and closed):
            verdicts.append(Verdict(check.id, NOT_REACHED, 0.0, check.points))
        else:
            finding = LOOKS[check.kind](check, question, seen)
            if finding.answer is not None:
                found.append(finding.answer)
            if check.gate and finding.status != PASSED:
                closed.extend(_wrong_parts(check, question, seen))
                finding = Finding(finding.status, finding.message, finding.answer or recognise(check, seen))
            verdicts.append(_verdict(check, finding))
    verdicts = [replace(verdict, title=check.title) for verdict, check in zip(verdicts, question.checks)]
    readings = [f"{question.id}:{answer.id}" for answer in found if answer.kind != "reference"]
    for mistake in (verdict.mistake for verdict in verdicts if verdict.mistake):  # "softmax:columns": made inside
        readings.append(mistake if ":" in mistake else f"{question.id}:{mistake}")
    notes = seen.notes if any(verdict.status == PASSED for verdict in verdicts) else ()
    return Judgement(
        question.id, question.title, tuple(verdicts), question.points, question.bonus,
        tuple(notes), tuple(dict.fromkeys(readings)),
    )  # fmt: skip


def _wrong_parts(gate: CheckRow, question: QuestionRow, seen: Seen) -> list[int]:
    """The parts that a failed gate closes: its own, or among all those it looks at the wrong ones."""
    places = range(len(question.parts)) if gate.part < 0 else [gate.part]
    return [place for place in places if LOOKS[gate.kind](replace(gate, part=place), question, seen).status != PASSED]


def align_outcomes(
    question: QuestionRow,
    outcomes: Outcomes,
    live: tuple[Answer, ...],
    inside: tuple[Answer, ...],
    tolerance: float,
) -> tuple[Seen, dict[str, Report]]:
    """Align what came back; also the cases whose call did not come to a value, with their reports."""
    parts: dict[str, list[list[Any]]] = {}
    artists: dict[str, list[dict[str, Any]]] = {}
    broken: dict[str, Report] = {}
    notes: list[str] = []
    for case in question.cases:
        calls = outcomes.get(case) or [LOST]
        bad = next((call.report for call in calls if call.report.get("status") != "value"), None)
        if bad is not None:
            broken[case] = bad
            continue
        if any(call.report.get("changed") for call in calls):
            notes.append(CHANGED)
        if question.kind == "figure":
            if not all(call.report.get("figure") for call in calls):
                broken[case] = {"status": "no_figure"}
                continue
            if any(call.report.get("figure") == "opened" for call in calls):
                notes.append(OPENED)
            artists[case] = known_artists(calls[0].value)
            continue
        if question.kind == "training":
            parts[case] = [[call.value] for call in calls]
            continue
        if all(call.value is None for call in calls):
            broken[case] = {"status": "nothing"}
            continue
        expected = question.answers[0].values[case]
        parts[case] = []
        for call in calls:
            aligned, said = align(call.value, expected, question.parts)
            parts[case].append(aligned)
            notes.extend(said)
            if any(_rounded(part, wanted, tolerance) for part, wanted in zip(aligned, expected)):
                notes.append(ROUNDED)
    return Seen(parts, artists, live, tolerance, inside, tuple(dict.fromkeys(notes))), broken


def _rounded(part: Any, wanted: Any, tolerance: float) -> bool:
    if not isinstance(part, np.ndarray) or np.shape(part) != np.shape(wanted) or not part.size:
        return False
    with np.errstate(invalid="ignore", over="ignore"):
        gap = np.abs(part - wanted) / (1 + np.abs(wanted))
    return bool(1e-9 < np.max(gap) <= tolerance)


def _verdict(check: CheckRow, finding: Finding) -> Verdict:
    answer = finding.answer
    passed = finding.status == PASSED
    if answer is None:
        earned = check.points if passed else 0.0
        return Verdict(check.id, finding.status, earned, check.points, finding.message, note=finding.note)
    if passed:
        note = answer.text if answer.kind == "accepted" or answer.context else ""
        if answer.context:
            where = " et ".join(f"« {upstream.split(':')[0]} »" for upstream in answer.context)
            note = (note + " " if note else "") + CARRIED.format(where=where)
        return Verdict(check.id, PASSED, check.points, check.points, finding.message, note=note, carried=answer.context)
    if answer.right:  # an upstream mistake, made inside this function
        name, hint = answer.context[0], answer.diagnosis or answer.symptom
    else:
        name, hint = answer.id, answer.diagnosis or answer.text
    return Verdict(check.id, finding.status, 0.0, check.points, finding.message, hint, name)


def _trouble(check: CheckRow, question: QuestionRow, report: Report, mistake: Answer | None) -> Verdict:
    """The verdict where a call of the check came to no value; the mistake is one that raises likewise."""
    status = str(report.get("status"))
    signature = question.signature
    place = f" ({report.get('where')}, ligne {report.get('line')} : `{report['text']}`)" if report.get("text") else ""
    if status == "missing":
        said = f"La fonction `{question.call}` n'existe pas : effacée, renommée, ou perdue avec une cellule qui ne se charge pas ?"
        return Verdict(check.id, MISSING, 0.0, check.points, said)
    if status == "unwritten":
        return Verdict(check.id, UNWRITTEN, 0.0, check.points, f"`{question.call}` est encore à écrire.")
    messages = {
        "raised": f"`{signature}` a levé {report.get('type', '')} : {report.get('message', '')}{place}",
        "timeout": f"`{signature}` ne finit pas dans le temps donné : une boucle sans fin ?{place}",
        "memory": f"`{signature}` demande trop de mémoire.{place}",
        "crashed": f"`{signature}` a fait s'arrêter Python (exit, ou plantage d'une bibliothèque).",
        "rejected": f"`{signature}` : la réponse reçue n'en est pas une.",
        "unreadable": f"`{signature}` renvoie un objet que je ne sais pas lire ({report.get('message', '')}) : "
        "renvoie un nombre, un tableau, une liste ou un tuple.",
        "nothing": f"`{signature}` renvoie None : manque-t-il un `return` ? Afficher avec `print` ne suffit pas.",
        "no_figure": f"`{signature}` ne renvoie pas de figure matplotlib.",
        "lost": f"`{signature}` n'a pas été appelée.",
    }
    return Verdict(
        check.id, {"lost": INTERNAL, "no_figure": FAILED, "nothing": FAILED}.get(status, status), 0.0, check.points,
        messages.get(status, status),
        (mistake.diagnosis or mistake.text) if mistake else "",
        mistake.id if mistake else "",
    )  # fmt: skip


def _raising_mistake(check: CheckRow, broken: Mapping[str, Report], live: Sequence[Answer]) -> Answer | None:
    """The mistake that raises the same exceptions, on every case of the check where there are any."""
    raised = {
        case: fingerprint(str(broken[case].get("type")), str(broken[case].get("message", "")))
        for case in check.cases
        if case in broken and broken[case].get("status") == "raised"
    }
    alike = (a for a in live if raised and not a.right and all(a.values.get(case) == one for case, one in raised.items()))
    return next(alike, None)


def _judge_text(question: QuestionRow, outcomes: Outcomes) -> Judgement:
    """A free answer: 0 where the stub was left as it was or emptied, else it waits for a person."""
    text = (outcomes.get(TEXT) or [LOST])[0].value
    written = isinstance(text, str) and _bare(text) not in ("", _bare(question.placeholder))
    verdict = PENDING if written else UNWRITTEN
    message = "Réponse reçue : une personne la lira." if written else "Aucune réponse écrite."
    only = Verdict("manual", verdict, 0.0, question.points, message, title="réponse rédigée")
    return Judgement(question.id, question.title, (only,), question.points, question.bonus)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())

# ---- autograder.judge.front
"""What a student meets: `check("softmax")` in the notebook, `python check.py` in a terminal.

The last module of the released check.py, which is this package's own loader, runner and judge in one
file. Needs numpy alone (matplotlib where the lab draws), Python 3.9 on, no network.
"""


import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any


SECONDS = 20.0  # processor time for one call, on the student's own machine


def check(*questions: str) -> None:
    """Check the questions of those names (all of them where none is named) as they stand now.

    While nbgrader grades, its hidden tests judge; while it validates, what is not right is an error.
    """
    nbgrader = os.environ.get("NBGRADER_EXECUTION")
    if nbgrader == "autograde":
        return
    namespace = sys._getframe(1).f_globals
    table = _public_table()
    if table is None:
        return
    known = [question.id for question in table.questions]
    for name in questions:
        if name not in known:
            print(f"Il n'y a pas de question « {name} ». Questions : {', '.join(known)}.")
            return
    with contextlib.redirect_stderr(sys.stdout):  # a warning is no error, for nbgrader neither
        judgements = judge_all(table, namespace, questions or known, [])
    for judgement in judgements:
        print(describe(judgement))
    if len(judgements) > 1:
        print(total(judgements))
    if nbgrader == "validate":
        missed = [describe(judgement) for judgement in judgements if not (judgement.full or judgement.pending)]
        if missed:
            raise AssertionError("\n".join(missed))  # all that nbgrader shows


@contextlib.contextmanager
def demo() -> Iterator[None]:
    """Run a demonstration; where a function it needs is still a stub, say so and go on.

    A name that the cell itself lacks is one that an earlier demonstration, still waiting, would have made.
    """
    try:
        yield
    except NotImplementedError as error:
        print(f"Démonstration en attente : {error or 'une fonction est encore à écrire'}.")
    except NameError as error:
        innermost = list(traceback.walk_tb(error.__traceback__))[-1][0]
        if not innermost.f_code.co_name.startswith("<"):  # in a function: the student's own slip
            raise
        print(f"Démonstration en attente d'une cellule plus haut : {error}.")


def main() -> int:
    """`python check.py [fichier] [question …]`: check a file; 0 where every point is there, else 1 (2: unreadable)."""
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    os.environ.setdefault("MPLBACKEND", "Agg")
    table = _public_table()
    if table is None:
        return 2
    try:
        path, questions = _asked(sys.argv[1:], table)
        cells = read_cells(path.name, path.read_bytes())
    except OSError as error:
        print(f"Vérification impossible : {error.filename} est introuvable ou illisible.")
        return 2
    except BadSource as error:
        print(f"Vérification impossible : {error}.")
        return 2
    print(f"{table.title}\n{path.name}\n")
    namespace, problems = load(loadable(cells, table.handout), packages=table.packages, seconds=60.0)
    for problem in problems:
        print(problem_text(problem))
    judgements = judge_all(table, namespace, questions, cells)
    for judgement in judgements:
        print(row(judgement))
    print(f"\n{total(judgements)}")
    unfinished = next((j for j in judgements if not j.pending and j.points < j.out_of), None)
    if unfinished is None:
        print("Tout est bon sur les cas publics. Il reste à rendre ton fichier.")
        return 0
    print(f"\nÀ faire maintenant :\n{describe(unfinished)}")
    return 1


def _asked(words: Sequence[str], table: Table) -> tuple[Path, list[str]]:
    """The file and the questions that the command line names; by default the lab's newest file, and all."""
    known = [question.id for question in table.questions]
    files = [word for word in words if word not in known]
    for word in files:
        if not Path(word).suffix and not Path(word).exists():
            raise BadSource(f"il n'y a pas de question « {word} » (questions : {', '.join(known)})")
    if len(files) > 1:
        raise BadSource(f"un fichier à la fois, pas {' et '.join(files)}")
    here = Path(__file__).resolve().parent
    own = [here / f"{table.lab}{suffix}" for suffix in (".ipynb", ".py")]
    found = sorted((path for path in own if path.is_file()), key=lambda path: path.stat().st_mtime)
    if not files and not found:
        raise BadSource(f"ni {own[0].name} ni {own[1].name} à côté de check.py ; donne le nom de ton fichier")
    return Path(files[0]) if files else found[-1], [word for word in words if word in known] or known


def _public_table() -> Table | None:
    path = Path(__file__).resolve().parent / "expected.npz"
    try:
        return load_table(path.read_bytes())
    except OSError:
        print(f"Il manque {path.name} à côté de check.py : remets le dossier du TP tel que tu l'as reçu.")
    except Exception:
        print(f"{path.name} est abîmé : remets le dossier du TP tel que tu l'as reçu.")
    return None


def judge_all(table: Table, namespace: dict[str, Any], asked: Sequence[str], cells: Sequence[Cell]) -> list[Judgement]:
    """Judge the asked questions; before them, silently, those whose errors may be carried into them."""
    upstream = {
        name.split(":")[0]
        for question in table.questions
        if question.id in asked
        for answer in question.answers
        for name in answer.context
    }
    recognised: list[str] = []
    judgements = []
    for question in table.questions:
        if question.id in asked or question.id in upstream:
            outcomes = call_all(question, namespace, cells, table.handout)
            judgement = judge_question(question, outcomes, table.tolerance, recognised)
            recognised.extend(judgement.recognised)
            if question.id in asked:
                judgements.append(judgement)
    return judgements


def required(question: str) -> Callable[[str, dict[str, Any]], None]:
    """A function of a check and a namespace: AssertionError, with what to tell the student, unless the public cases pass.

    The question is judged at the first call: a tool that goes check by check asks for a new function every time.
    """
    judged: dict[str, Verdict] = {}

    def passes(check: str, namespace: dict[str, Any]) -> None:
        if not judged:
            table = _public_table()
            if table is None:
                raise AssertionError("vérification impossible")
            judged.update((verdict.check, verdict) for one in judge_all(table, namespace, [question], []) for verdict in one.verdicts)
        ensure(judged[check])

    return passes


def ensure(verdict: Verdict) -> None:
    """Raise AssertionError, with what to tell the student, unless the check has passed or waits for a person."""
    if verdict.status not in (PASSED, PENDING):
        said = [verdict.message, verdict.hint and f"→ {verdict.hint}"]
        raise AssertionError("\n".join(filter(None, said)) or "pas regardé : corrige d'abord ce qui précède")


def call_all(
    question: QuestionRow,
    namespace: dict[str, Any],
    cells: Sequence[Cell],
    handout: Handout,
    seconds: float = SECONDS,
) -> dict[str, list[Outcome]]:
    """What the calls of a question come to, case by case, each within `seconds`; what was written, for a free text."""
    if question.kind == "text":
        said = variable(namespace, question.call, seconds).value
        return {TEXT: [Outcome({"status": "value"}, written_answer(said, question.id, question.placeholder, cells, handout))]}
    outcomes: dict[str, list[Outcome]] = {}
    for case, arguments in calls(question):
        outcomes.setdefault(case, []).append(call(namespace, question.call, list(arguments), seconds, question.kind == "figure"))
    return outcomes


if __name__ == "__main__":
    sys.exit(main())
