from __future__ import annotations

# ---- autograder.judge.agreement
"""Whether two parts of results agree within a tolerance, which is both absolute and relative.

A part is a numpy array of numbers, a list of words, or None where it is missing.
"""


from typing import Any

import numpy as np


def is_close(part: Any, expected: Any, tolerance: float) -> bool:
    """Return whether a part is right: same words, or same shape and every |a - b| <= t + t |b|.

    A missing part is never close, and neither is nan. An infinity is close to itself.
    """
    if part is None or expected is None:
        return False
    if isinstance(part, list) or isinstance(expected, list):
        return bool(part == expected)
    if np.shape(part) != np.shape(expected):
        return False
    with np.errstate(invalid="ignore"):
        error = np.abs(part - expected)
        return bool(np.all((error <= tolerance + tolerance * np.abs(expected)) | (part == expected)))


def is_same(part: Any, other: Any, tolerance: float) -> bool:
    """Return whether two parts are the same, right or wrong: nan equals nan, missing equals missing."""
    if part is None or other is None:
        return part is None and other is None
    if isinstance(part, list) or isinstance(other, list):
        return bool(part == other)
    if np.shape(part) != np.shape(other):
        return False
    with np.errstate(invalid="ignore"):
        return bool(np.allclose(part, other, rtol=tolerance, atol=tolerance, equal_nan=True))


def same_parts(parts: Any, others: Any, tolerance: float) -> bool:
    """Return whether two results are the same, part by part, as `is_same` says."""
    return len(parts) == len(others) and all(is_same(a, b, tolerance) for a, b in zip(parts, others))

# ---- autograder.judge.align
"""Fit what a student returned to the parts that a question names: (output, A), (Q, K, V), …

Any reasonable structure is accepted: a list, a tuple or a dict, leading axes of length 1, heads as a
list or as one array, more parts than asked. Where a part is missing, only that part counts as missing.
"""


import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

SWAPPED = "Tu renvoies les résultats dans un autre ordre que l'énoncé : accepté, les dimensions le montrent."
BATCHED = "Ton résultat a un axe de longueur 1 en tête : accepté."
STACKED = "Tu renvoies une liste ou un dictionnaire de tableaux : accepté."
LARGER = 1000  # an array of more than this many times the expected size counts as missing
MORE = "Tu renvoies plus que demandé : le surplus est ignoré."


def align(value: Any, expected: Sequence[Any], names: Sequence[str] = ()) -> tuple[list[Any], list[str]]:
    """Return (parts, notes): one part for each expected part, None where it is missing, and French notes.

    Numbers come back as a float64 array, words as a list. `expected` are the parts of the reference.
    `names` are the names of the parts: a dict is read by these keys if it has them, otherwise in order.
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
    if items is None:  # a single part came back: the one that its shape fits alone, or else the first
        parts: list[Any] = [None] * len(expected)
        fits = [i for i, part in enumerate(expected) if _fits(value, part)]
        position = fits[0] if len(fits) == 1 else 0
        parts[position] = _part(value, expected[position], notes)
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
        if len(orders) == 1:  # the shapes allow one order only
            order = list(orders[0])
            if order != sorted(order):
                notes.append(SWAPPED)
    parts = [_part(items[i], part, notes) for i, part in zip(order, expected)]
    return parts + [None] * (len(expected) - len(parts)), list(dict.fromkeys(notes))


def _columns(value: Any, expected: Sequence[Any]) -> Any:
    """Return rows such as (word, number, …) as columns, where words and numbers are expected as parts.

    Any other value comes back as it is.
    """
    kinds = {isinstance(part, list) for part in expected}
    rows = list(value.items()) if isinstance(value, dict) else value
    if len(kinds) < 2 or not isinstance(rows, (list, tuple)) or not rows:
        return value
    if not all(isinstance(row, (list, tuple)) and len(row) == len(expected) for row in rows):
        return value
    columns = [list(column) for column in zip(*rows)]
    words_in_a_row = any(all(isinstance(item, str) for item in row) for row in rows)
    words_in_a_column = any(all(isinstance(item, str) for item in column) for column in columns)
    return columns if words_in_a_column or not words_in_a_row else value


def _items(value: Any, count: int) -> list[Any] | None:
    """Return the parts that came back together, or None where the value is a single part."""
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
    """Return the only part that is expected, from the value itself or from the first item that fits."""
    if _fits(value, expected) or not isinstance(value, (tuple, list, dict)):
        return _part(value, expected, notes)
    items = list(value.values()) if isinstance(value, dict) else list(value)
    if isinstance(value, list) and len(value) > 1 and all(map(_scalar, value)):  # numbers are one part
        return _part(value, expected, notes)
    for item in items:
        if _fits(item, expected):
            notes.append(MORE)
            return _part(item, expected, notes)
    whole = _part(value, expected, notes)
    return whole if whole is not None or not items else _part(items[0], expected, notes)


def _fits(value: Any, expected: Any) -> bool:
    """Return whether a value has the type and the shape of an expected part."""
    part = _part(value, expected, [])
    if isinstance(expected, list):
        return part is not None
    return part is not None and part.shape == np.shape(expected)


def _part(value: Any, expected: Any, notes: list[str]) -> Any:
    """Return the value as a list of words or as an array, as is expected; None where it cannot be one."""
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
    """Return the value as a float64 array, or None where it holds anything but real numbers."""
    if not _holds_numbers(value):  # numpy would need gigabytes for a list with one very long word
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
"""The results of judging, as plain data: a verdict for every check, a judgement for every question."""


from dataclasses import dataclass

PASSED = "passed"
FAILED = "failed"
NOT_REACHED = "not_reached"  # an earlier check on the same part failed, and is a gate
MISSING = "missing"  # there is no such function
UNWRITTEN = "unwritten"  # the stub is still there
PENDING = "pending"  # a person must mark it
INTERNAL = "internal_error"  # the grader itself failed
# Otherwise a status is that of a call: raised, timeout, memory, crashed, rejected, unreadable.


@dataclass(frozen=True)
class Verdict:
    """The result of one check."""

    check: str
    status: str
    points: float
    out_of: float
    message: str = ""  # in French
    hint: str = ""  # in French: the diagnosis of the recognised mistake, or its symptom in a public table
    mistake: str = ""  # the id of the recognised mistake; "question:mistake" for an upstream one
    note: str = ""  # in French: about an accepted reading or a carried error
    title: str = ""  # of the check, in French
    carried: tuple[str, ...] = ()  # upstream mistakes that it passed in spite of, as "question:mistake"

    @property
    def passed(self) -> bool:
        """Return whether the check passed."""
        return self.status == PASSED


@dataclass(frozen=True)
class Judgement:
    """The result of one question."""

    question: str
    title: str
    verdicts: tuple[Verdict, ...]
    out_of: float
    bonus: bool
    notes: tuple[str, ...] = ()  # in French
    recognised: tuple[str, ...] = ()  # readings that later questions may carry, as "question:reading"
    group: str = ""  # the heading in the handout

    @property
    def points(self) -> float:
        """Return the points of all checks together."""
        return float(sum(verdict.points for verdict in self.verdicts))

    @property
    def full(self) -> bool:
        """Return whether every check passed, with all points of the question."""
        return self.points >= self.out_of - 1e-9 and all(verdict.passed for verdict in self.verdicts)

    @property
    def any_failed(self) -> bool:
        """Return whether a check failed."""
        return any(verdict.status == FAILED for verdict in self.verdicts)

    @property
    def pending(self) -> bool:
        """Return whether a check waits for a person."""
        return any(verdict.status == PENDING for verdict in self.verdicts)

    @property
    def unwritten(self) -> bool:
        """Return whether the stub is still there."""
        return any(verdict.status == UNWRITTEN for verdict in self.verdicts)

# ---- autograder.student.figure
"""Turn a matplotlib figure into plain data: the values that it shows, and their labels.

No pixel is drawn. A figure becomes a list of artists. Each is a flat dict with a `kind`:

    image   `data` (rows, columns); `x` (columns,) and `y` (rows,): the centres of its columns and rows
    series  `data` (k,): the heights of a group of bars, or the y values of a line; `x` (k,)
    bars    `data` (k,): the heights of bars or steps; `left` and `right` (k,): where each begins and ends
    points  `data` (k, 2): points of the plane in drawing order, or the components of arrows
    table   `cells`: its texts, row after row; `columns`: the number of columns
    text    `strings`: the free texts of one pair of axes, in the order they were written

Every artist has `axes`, the number of the axes that it is drawn on (-1: on the figure itself). For
every axes there is also one artist of kind `axes`, which holds the titles and the tick labels.
"""


import contextlib
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np

Artist = dict[str, Any]
ARTISTS = 400  # the artists that are kept of a figure; an honest figure has far fewer


def figures_of(value: Any, opened: Iterable[Any]) -> tuple[list[Any], str]:
    """Return (figures, how): the figures that a call drew, and how they were found.

    `how` is "returned" where `value` holds a Figure or anything drawn on one, alone or inside lists,
    tuples, dicts and arrays; "opened" where only the `opened` figures were drawn on; "" where there is
    none. The opened figures that were drawn on are always among the figures.
    """
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return [], ""
    figures: list[Any] = []
    for item in _candidates(value):
        figure = item.figure if isinstance(item, pyplot.Artist) else None
        while figure is not None and figure.figure not in (None, figure):  # a SubFigure: go to its figure
            figure = figure.figure
        if figure is not None and figure not in figures:
            figures.append(figure)
    how = "returned" if figures else "opened"
    figures += [figure for figure in opened if figure not in figures and figure.axes]
    return figures, how if figures else ""


def _candidates(value: Any, depth: int = 3) -> list[Any]:
    """Return the items of nested lists, tuples, dicts and object arrays, or the value itself in a list."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, np.ndarray):
        value = list(value.ravel()) if value.dtype == object else []
    if isinstance(value, (list, tuple)):
        return [inner for item in value for inner in _candidates(item, depth - 1)] if depth else []
    return [value]


def reduce(figures: list[Any]) -> list[Artist]:
    """Return the artists of all figures, ARTISTS at most."""
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
                with contextlib.suppress(Exception):  # if one kind cannot be read, go on
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
            bar.get_x() + bar.get_width() / 2 if upright else bar.get_y() + bar.get_height() / 2
            for bar in bars
        ]
        shown.append({"kind": "series", "data": np.array(size, float), "x": np.array(place, float)})
        half = np.array([bar.get_width() if upright else bar.get_height() for bar in bars]) / 2
        sides.append(_sides(size, place - half, place + half))
    if len(sides) > 1 and all(
        np.array_equal(one[key], sides[0][key]) for one in sides for key in ("left", "right")
    ):  # stacked bars also show their sum
        sides.append({**sides[0], "data": np.sum([one["data"] for one in sides], axis=0)})
    for groups in (shown, sides):
        # With one call of `bar` for each bar, all bars together are one group.
        if len(groups) > 1 and all(len(group["data"]) == 1 for group in groups):
            keys = [key for key in groups[0] if key != "kind"]
            groups.append(
                {
                    "kind": groups[0]["kind"],
                    **{key: np.concatenate([group[key] for group in groups]) for key in keys},
                }
            )
    return shown + sides


def _sides(heights: Any, left: Any, right: Any) -> Artist:
    return {
        "kind": "bars",
        "data": np.array(heights, float),
        "left": np.array(left, float),
        "right": np.array(right, float),
    }


def _outlines(axes: Any) -> list[Artist]:
    """Return the horizontal segments of all outlines: step histograms, `stairs`, `step`, `fill_between`."""
    shown = []
    for patch in axes.patches:
        if hasattr(patch, "get_data"):  # stairs
            data = patch.get_data()
            shown.append(_sides(data.values, data.edges[:-1], data.edges[1:]))
        elif hasattr(patch, "get_xy") and np.ndim(patch.get_xy()) == 2:
            shown.append(_levels(_numbers(patch.get_xy())))
    filled = [
        shape for shape in axes.collections if hasattr(shape, "get_paths") and "Poly" in type(shape).__name__
    ]
    shown += [_levels(_numbers(path.vertices)) for shape in filled for path in shape.get_paths()]
    for line in (line for line in axes.lines if line.get_drawstyle().startswith("steps")):
        steps = sys.modules["matplotlib.cbook"].STEP_LOOKUP_MAP[line.get_drawstyle()]
        x, y = steps(_numbers(line.get_xdata(orig=False)), _numbers(line.get_ydata(orig=False)))
        shown.append(_levels(np.column_stack([x, y])))
    return shown


def _levels(outline: Any) -> Artist:
    """Return the horizontal segments, other than at zero, of an outline (points, 2) that runs rightwards."""
    (left, height), (right, next_height) = outline[:-1].T, outline[1:].T
    level = (height == next_height) & (height != 0) & (left < right)
    return _sides(height[level], left[level], right[level])


def _lines(axes: Any) -> list[Artist]:
    """Return the y values of every line and of every scatter, as series."""
    lines = [
        (_numbers(line.get_xdata(orig=False)), _numbers(line.get_ydata(orig=False))) for line in axes.lines
    ]
    lines += [tuple(points.T) for points in _scatters(axes)]
    return [{"kind": "series", "data": y, "x": x} for x, y in lines if y.ndim == 1]


def _points(axes: Any) -> list[Artist]:
    """Return four groups of points: those of scatters, those of lines, the ends of lines, and arrows."""
    lines = [
        np.column_stack([_numbers(line.get_xdata(orig=False)), _numbers(line.get_ydata(orig=False))])
        for line in axes.lines
    ]
    quivers = [collection for collection in axes.collections if hasattr(collection, "U")]
    arrows = [np.column_stack([_numbers(quiver.U), _numbers(quiver.V)]) for quiver in quivers]
    ends = [line[-1:] for line in lines]
    return [
        {"kind": "points", "data": np.concatenate(groups)}
        for groups in (_scatters(axes), lines, ends, arrows)
        if groups
    ]


def _scatters(axes: Any) -> list[Any]:
    scatters = [shape for shape in axes.collections if type(shape).__name__ == "PathCollection"]
    offsets = [_numbers(scatter.get_offsets()) for scatter in scatters]
    return [points for points in offsets if points.ndim == 2]


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
    """Return the values as a float array, with nan where they are masked."""
    return np.array(np.ma.filled(np.ma.asarray(values, dtype=float), np.nan), dtype=float)

# ---- autograder.student.source
"""Read a `.py` or `.ipynb` file, a lab's or a submission's, as cells. Standard library only.

A `.py` file in the percent format is cut at its `# %%` lines, so that a syntax error costs one cell
and not the whole file. Any other `.py` file is one cell.
"""


import json
import re
from dataclasses import dataclass
from typing import Any

# Matching takes time linear in the line: `rest` can only begin after white space.
HEADER = re.compile(r"^# %%(?P<title>.*?)(?P<markdown>\[(?:markdown|md)\]\s*)?(?P<rest>(?:(?<=\s)\w+=.*)?)$")
LONGEST = 500  # characters; a longer `# %%` line still begins a cell, but its title is not read
MOST_CELLS = 2000
MOST_BRACKETS = 500_000  # in a notebook: each may take a hundred bytes of memory when it is parsed
LARGEST_TEXT = 2**20  # characters in all cells together
TOO_MANY = f"le fichier a plus de {MOST_CELLS} cellules"
TOO_LONG = f"le fichier contient plus de {LARGEST_TEXT // 2**20} Mio de texte dans ses cellules"


class BadSource(ValueError):
    """The file is no readable lab or submission. The message is one French line for the student."""


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook or of a `.py` file."""

    kind: str  # code | markdown
    id: str  # its title in a `.py` file, its id in a notebook; may be empty
    text: str
    where: str  # the name of its place, for students: a file name, or "cellule 3"
    line: int = 0  # the number of lines in the file before the text
    tags: tuple[str, ...] = ()


def read_cells(name: str, data: bytes) -> list[Cell]:
    """Return the cells of a `.py` or `.ipynb` file from its name and its bytes. Raises BadSource."""
    cells = _notebook(data) if name.lower().endswith(".ipynb") else _script(name, as_text(data))
    if sum(len(cell.text) for cell in cells) > LARGEST_TEXT:
        raise BadSource(TOO_LONG)
    return cells


def as_text(data: bytes) -> str:
    """Decode UTF-8, UTF-16 with a BOM, or the Latin encoding that a Python file declares. Raises BadSource.

    Every line end comes out as a newline.
    """
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadSource("le fichier contient des octets nuls : ce n'est pas du texte")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        declared = re.match(
            rb"(?:[^\n]*\n)?[ \t\f]*#.*?coding[:=][ \t]*(latin-1|iso-8859-1|iso-8859-15|cp1252)", data
        )
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
        tags = (
            re.findall(r'"([\w-]+)"', header.group("rest"))
            if header and "tags=" in header.group("rest")
            else []
        )
        if markdown:
            body = [re.sub(r"^# ?", "", line) for line in body]
        cells.append(
            Cell(
                "markdown" if markdown else "code",
                title,
                "\n".join(body).strip("\n") if markdown else "\n".join(body),
                name,
                start + 1,
                tuple(tags),
            )
        )
    return cells


def _notebook(data: bytes) -> list[Cell]:
    text = as_text(data)
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        raise BadSource(
            "le notebook est trop complexe : efface ses résultats (« Clear all outputs ») "
            "et enregistre-le à nouveau"
        )
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise BadSource(
            "le notebook n'est pas du JSON lisible : télécharge-le à nouveau depuis Jupyter"
        ) from None
    if not isinstance(notebook, dict):
        raise BadSource("le fichier n'est pas un notebook Jupyter")
    if notebook.get("nbformat") != 4:
        raise BadSource(
            "le notebook n'est pas au format 4 de Jupyter (nbformat) : ouvre-le et enregistre-le à nouveau"
        )
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
"""Plain values: the only data that crosses between a student's code and the grader.

A plain value is a tree of lists, tuples and dicts with str keys, nested at most `Caps.depth` deep. Its
leaves are None, bool, int (64 bits), float, str and numpy arrays of numbers. Arguments may also hold a
`Seed`; results may not. There is no pickle, no other object and no code.

`plain` turns what a student's function returned into a plain value, `encode` writes a plain value as
bytes, and `decode` reads such bytes, which may come from anyone.

The bytes are a length (4 bytes, big-endian), a JSON header of that length, and the raw items of the
arrays in order of appearance. In the header null, true, false, an int and a string stand for
themselves. Everything else is a list whose first item is a tag:

    ["f", "0x1.8p+0"]  float      ["a", "float64", [2, 3]]  array      ["s", 7]  Seed
    ["l", ...]  list    ["t", ...]  tuple    ["d", [key, ...], [value, ...]]  dict
"""


import collections.abc
import itertools
import json
import math
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

#: A plain value. The type is recursive, so it is not spelt out for the type checker.
Tree = Any


@dataclass(frozen=True)
class Caps:
    """How large a plain value may be."""

    bytes: int = 32 * 2**20  # of all arrays together
    leaves: int = 20_000  # nodes of the tree, containers too
    depth: int = 4  # containers inside each other
    text: int = 100_000  # characters of all strings and keys together


CAPS = Caps()


@dataclass(frozen=True)
class Seed:
    """An argument that the student's function receives as `np.random.default_rng(value)`."""

    value: int


class NotPlain(Exception):
    """A function returned no plain value. The message names its type, or what is too large."""


class BadValue(ValueError):
    """The bytes are no encoded plain value, or the tree cannot be encoded. The message is one line."""


# These references still work where a submission overwrites np.array by accident.
_array, _ndarray, _frombuffer = np.array, np.ndarray, np.frombuffer

_KINDS = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64"
_DTYPES = {name: np.dtype(name) for name in _KINDS.split(" ")}
_NAMES = {dtype: name for name, dtype in _DTYPES.items()}  # a look-up here is faster than dtype.name

_ABC = collections.abc
_VIEWS = (_ABC.KeysView, _ABC.ValuesView, _ABC.ItemsView)
_LAZY = (range, map, zip, filter, enumerate, reversed, _ABC.Generator, *_VIEWS)


def plain(value: object, caps: Caps = CAPS) -> Tree:
    """Return what a student's function returned as a plain value.

    Numpy scalars become Python scalars, array subclasses arrays, generators and ranges lists, integer
    keys strings, and lone surrogates "?". Raises NotPlain for any other type, for a tree that is too
    large or too deep, and where an object or an iterator raises while it is read.
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
    # type(value).__name__ would run the code of a student's metaclass.
    return str(type.__dict__["__name__"].__get__(type(value)))[:80]


class _Plainer:
    """One conversion. It counts nodes, bytes and characters, and raises NotPlain above the caps."""

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
            # An endless iterator ends here: `convert` counts its items and raises.
            items = itertools.islice(iter(value), self.caps.leaves + 1)
            return [self.convert(item, depth + 1) for item in items]
        raise NotPlain(_type_name(value))

    def array(self, value: Any, depth: int) -> Tree:
        base = _ndarray.view(value, _ndarray)  # a plain array, so that no method of a subclass runs
        if base.dtype.kind in "UO":  # strings or Python objects become lists
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
        if not base.size and _padded_bytes(base.shape, dtype) > self.caps.bytes:
            raise NotPlain("array of impossible shape")
        self.bytes += base.size * dtype.itemsize  # counted before the copy: a view may claim terabytes
        if self.bytes > self.caps.bytes:
            raise NotPlain(f"arrays of more than {self.caps.bytes // 2**20} MiB")
        return _array(base, dtype=dtype, copy=True, order="C", subok=False)

    def scalar(self, value: Any) -> Tree:
        if isinstance(value, np.bool_):
            return bool(value)
        if isinstance(value, np.integer) and value.dtype.kind in "iu":  # timedelta64 is an np.integer too
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


def _padded_bytes(shape: Any, dtype: Any) -> int:
    """Return the bytes of an empty array without its axes of length 0. Numpy refuses impossible numbers."""
    return int(math.prod(size for size in shape if size) * dtype.itemsize)


def encode(tree: Tree) -> bytes:
    """Return the bytes of a plain value of any size. Raises BadValue where `tree` is no plain value."""
    arrays: list[bytes] = []
    try:
        header = _JSON.encode(_node(tree, arrays)).encode("utf-8")
    except RecursionError:
        raise BadValue("nested too deeply") from None
    except UnicodeEncodeError:
        raise BadValue("text that is not UTF-8") from None
    return b"".join([struct.pack("!I", len(header)), header, *arrays])


def _node(value: Any, arrays: list[bytes]) -> Any:
    """Return the header's JSON for a value, and append the bytes of its arrays to `arrays`."""
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
        return ["s", _checked_seed(value.value)]
    if kind is _ndarray:
        name = _NAMES.get(value.dtype)
        if name is None or value.ndim > 8:
            raise BadValue(f"array of {value.dtype} with {value.ndim} dimensions")
        arrays.append(value.tobytes())
        return ["a", name, list(value.shape)]
    raise BadValue(f"{_type_name(value)} is not a plain value")


def _checked_seed(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**64:
        raise BadValue("a seed is a non-negative int of 64 bits")
    return value


def decode(data: bytes, caps: Caps = CAPS, *, seeds: bool = False) -> Tree:
    """Return the plain value that `data` holds; with `seeds` it may hold a Seed.

    Raises BadValue, and nothing else, for all other bytes. Arrays are new, writeable and C-contiguous.
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
    header = _parsed_header(bytes(data[4 : 4 + length]))
    reader = _Reader(body, caps, seeds)
    tree = reader.read(header, 0)
    if reader.offset != len(body):
        raise BadValue(f"{len(body) - reader.offset} bytes too many")
    return tree


def _refuse(text: Any) -> Any:
    raise BadValue("a number or object that the format does not have")


# Both are made once: json.dumps and json.loads make new ones for every value.
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_HEADER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_refuse)


def _parsed_header(header: bytes) -> Any:
    try:
        return _HEADER.decode(header.decode("utf-8"))
    except BadValue:
        raise
    except (ValueError, RecursionError, MemoryError) as error:
        raise BadValue(f"a header that is not JSON ({_type_name(error)})") from None


class _Reader:
    """One decoding. `offset` is its place in the arrays' bytes; it counts nodes and characters."""

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
            return Seed(_checked_seed(rest[0]))
        raise BadValue(f"an unknown node {tag[:8]!r}")

    def string(self, text: str) -> str:
        self.text += len(text)
        if self.text > self.caps.text:
            raise BadValue(f"more than {self.caps.text} characters")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:  # an escape of JSON may stand for a lone surrogate
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
        if not count and _padded_bytes(shape, dtype) > self.caps.bytes:
            raise BadValue("an array of impossible shape")
        end = self.offset + count * dtype.itemsize
        if end > len(self.body):
            raise BadValue("an array cut short")
        array = _frombuffer(self.body[self.offset : end], dtype=dtype).reshape(shape).copy()
        self.offset = end
        if dtype.kind == "b":  # a bool is stored as 0 or 1; any other byte is made 1
            array = _array(array.view(np.uint8) != 0)
        return array

# ---- autograder.student.handout
"""The lab as students receive it, and what a submission adds to it.

Comparing the two tells which cells of a submission to run, which of its files counts, and what was
written in answer to a free-text question.
"""


from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any


DEMO = "demo"  # tag of the cells that demonstrate, check or train: the grader does not run them
PROVIDED = "provided"  # tag of the cells that call the student's functions: the original text runs
CHECKED = "check_"  # CHECKED and the id of a question are the id of the cell that checks it
BESIDE = ("check.py", "conftest.py", "setup.py", "__init__.py")  # Python files that are never a submission
CANDIDATES = 20  # a student who hands in more files than this is asked for one


@dataclass(frozen=True)
class Handout:
    """A lab as students receive it: its name, its cells without the answers, the files beside them."""

    lab: str
    cells: tuple[Cell, ...] = ()
    answers: tuple[str, ...] = ()  # ids of the free-text questions, which are ids of Markdown cells
    beside: tuple[str, ...] = ()  # texts of all cells of the Python files that come with the notebook

    @cached_property
    def ids(self) -> frozenset[str]:
        """Return the ids of all cells. A cell with another id is the student's own."""
        return frozenset(cell.id for cell in self.cells)

    @cached_property
    def demos(self) -> tuple[Cell, ...]:
        """Return the cells that demonstrate, check or train."""
        return tuple(cell for cell in self.cells if DEMO in cell.tags)

    @cached_property
    def provided(self) -> dict[str, str]:
        """Return the cells that run with their original text: id -> text."""
        return {cell.id: cell.text for cell in self.cells if PROVIDED in cell.tags}

    @cached_property
    def texts(self) -> frozenset[str]:
        """Return the texts of all cells and of the files beside them, without white space."""
        return frozenset(squeezed(text) for text in ["", *(cell.text for cell in self.cells), *self.beside])

    def untouched(self, cells: Iterable[Cell]) -> bool:
        """Return whether these cells hold no code and no written answer of the student's own."""
        own = (cell for cell in cells if cell.kind == "code" or cell.id in self.answers)
        return all(squeezed(cell.text) in self.texts for cell in own)


def squeezed(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def loadable(cells: Iterable[Cell], handout: Handout) -> list[dict[str, Any]]:
    """Return a submission's code cells in the form that `load` takes.

    Demo cells are left out; where the student changed one, its definitions still run. Provided cells
    come last, with their original text.
    """
    demo_texts = {cell.text.strip() for cell in handout.demos}
    demo_ids = {cell.id for cell in handout.demos}
    own = [
        {"text": cell.text, "where": cell.where, "line": cell.line, "definitions": cell.id in demo_ids}
        for cell in cells
        if cell.kind == "code" and cell.text.strip() and cell.text.strip() not in demo_texts
        if cell.id not in handout.provided
    ]
    provided = [
        {"text": text, "where": f"code fourni ({id})", "line": 0, "definitions": False}
        for id, text in handout.provided.items()
    ]
    return own + provided


def find_work(files: Sequence[tuple[str, Callable[[], bytes]]], handout: Handout) -> tuple[str, list[Cell]]:
    """Return (name, cells) of the file that counts; `files` are pairs of a name and a function that reads it.

    The file that counts is the one that was worked on; of several, the one named after the lab. Raises
    BadSource where no file can be read, or where several may count.
    """
    if not files:
        raise BadSource("aucun fichier .ipynb ou .py n'a été rendu")
    if len(files) > CANDIDATES:
        raise BadSource(f"{len(files)} fichiers .ipynb ou .py ont été rendus : n'en rends qu'un")
    readable: list[tuple[str, list[Cell]]] = []
    problems: list[str] = []
    for name, read in files:
        try:
            readable.append((name, read_cells(name, read())))
        except BadSource as error:
            problems.append(f"{name} : {error}" if len(files) > 1 else str(error))
    if not readable:
        raise BadSource(" ; ".join(problems))
    worked = [(name, cells) for name, cells in readable if not handout.untouched(cells)]
    named = [(name, cells) for name, cells in worked if PurePosixPath(name).stem == handout.lab]
    chosen = (worked if len(worked) == 1 else named) if worked else readable[:1]
    if len(chosen) != 1:
        names = ", ".join(name for name, _ in worked)
        raise BadSource(f"plusieurs fichiers pourraient être le bon ({names}) : n'en rends qu'un")
    return chosen[0]


def written_answer(variable: Any, id: str, placeholder: str, cells: Iterable[Cell], handout: Handout) -> str:
    """Return the answer to the free-text question `id`, without the stub's placeholder.

    `variable` is the value of the student's global variable of that name; a text in it is the answer.
    Otherwise the answer is the text of the question's Markdown cell, and of the Markdown cells that
    the student added right below it.
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
"""A call of a student's function, and what became of it. Both sides of the sandbox use these classes."""


import copy
import functools
from dataclasses import dataclass, field
from typing import Any

import numpy as np


#: The facts about a call, or about a problem of loading: a flat dict of JSON scalars and short lists.
Report = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of a student's function. With `variable`, a read of a global variable of theirs."""

    id: str
    name: str  # of the function or of the variable
    arguments: tuple[Tree, ...] = ()
    variable: bool = False
    figure: bool = False  # whether the figure that it draws is asked for, not its value

    @functools.cached_property
    def body(self) -> bytes:
        """Return the arguments as bytes, encoded once for all submissions. Raises BadValue."""
        return encode(list(self.arguments))


@dataclass(frozen=True)
class Outcome:
    """What became of a call.

    `report["status"]` is `value` where the call returned; then `value` holds what it returned. Otherwise
    the student's side reports `missing`, `unwritten`, `raised`, `unreadable`, `memory` or `timeout`, or
    the trusted side reports `timeout`, `crashed` (with `signal` or `code`) or `rejected` (the answer
    breaks the protocol).
    """

    report: Report
    value: Tree = None

    @property
    def status(self) -> str:
        """Return the status that the report gives."""
        return str(self.report["status"])


@dataclass(frozen=True)
class Run:
    """What became of a submission: the problems met while loading it, and one outcome for each call.

    `fault` says what went wrong in the grader itself; the outcomes then mean nothing. `timings` holds
    milliseconds and counts, which change from run to run.
    """

    problems: list[Report]
    outcomes: dict[str, Outcome]  # id of the call -> outcome
    fault: str | None = None
    timings: dict[str, float] = field(default_factory=dict)


def fresh(arguments: Any) -> list[Any]:
    """Return deep copies of the arguments of a call, with a new numpy Generator in place of every Seed."""
    return [
        np.random.default_rng(item.value) if isinstance(item, Seed) else copy.deepcopy(item)
        for item in arguments
    ]

# ---- autograder.judge.table
"""The answer table: everything that judging needs, as plain data.

`course.oracle` builds a hidden table and a public one. The public one is released as `expected.npz`.
The file is a numpy archive: `table` holds a JSON text, and for every type of number there is one long
array, with the values of all arrays of that type end to end. It never holds a pickle.
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
    """One way to answer a question, on every case."""

    kind: str  # reference | accepted | mistake
    id: str
    context: tuple[str, ...]  # the upstream mistakes that it was computed with, as "question:mistake"
    values: dict[str, Any]  # case -> tuple of parts (None: missing), or the fingerprint of an exception
    text: str = ""  # in French: the note of an accepted reading, or the symptom of a mistake
    diagnosis: str = ""  # in French: of the mistake, or of the upstream mistake; empty in a public table
    symptom: str = ""  # in French: of the upstream mistake

    @property
    def right(self) -> bool:
        """Return whether a result that agrees with it gets full marks."""
        return self.kind != "mistake"


@dataclass(frozen=True)
class CheckRow:
    """A check as data."""

    id: str
    kind: str
    cases: tuple[str, ...]  # titles
    part: int  # position of the part that it looks at; -1: all parts
    points: float
    gate: bool  # whether later checks of the same part are not reached where this one fails
    options: dict[str, Any]
    title: str = ""  # in French, for students


@dataclass(frozen=True)
class QuestionRow:
    """A question as data."""

    id: str
    title: str
    kind: str  # function | figure | text | training
    call: str  # name of the student's function or variable
    signature: str
    parts: tuple[str, ...]  # names of the parts of the result; ("",) where there is a single one
    points: float
    bonus: bool
    checks: tuple[CheckRow, ...]
    cases: dict[str, tuple[Any, ...]]  # title -> arguments
    answers: tuple[Answer, ...]
    placeholder: str = ""  # the text of the stub of a free-text question
    steps: int = 1  # how many functions its answer goes through; each may round, and widens the tolerance
    group: str = ""  # the heading in the handout

    @cached_property
    def by_context(self) -> dict[tuple[str, ...], tuple[Answer, ...]]:
        """Return the answers by their context: the upstream mistakes that they were computed with."""
        grouped: dict[tuple[str, ...], list[Answer]] = {}
        for answer in self.answers:
            grouped.setdefault(tuple(answer.context), []).append(answer)
        return {context: tuple(answers) for context, answers in grouped.items()}


@dataclass(frozen=True, eq=False)
class Table:
    """All questions of a lab, with the inputs of one seed.

    Two tables are never equal, even with equal contents, so that a table can be the key of a cache.
    """

    lab: str
    title: str
    tolerance: float  # absolute and relative
    packages: tuple[str, ...]  # what a submission may import beside the standard library
    questions: tuple[QuestionRow, ...]
    handout: Handout  # the lab as students receive it
    schema: int = SCHEMA

    def question(self, id: str) -> QuestionRow:
        """Return the question with that id. Raises KeyError."""
        for row in self.questions:
            if row.id == id:
                return row
        raise KeyError(id)


def save(table: Table) -> bytes:
    """Return the table as the bytes of a numpy archive."""
    rows: dict[str, list[Any]] = {}
    text = json.dumps(_pack(table, rows, {}), ensure_ascii=False)
    file = io.BytesIO()
    whole: dict[str, Any] = {name: np.concatenate(arrays) for name, arrays in rows.items()}
    np.savez_compressed(file, table=np.frombuffer(text.encode("utf-8"), dtype=np.uint8), **whole)
    return file.getvalue()


def load_table(data: bytes) -> Table:
    """Return the table that `save` wrote. Raises an exception where the bytes hold no table."""
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        rows = {name: archive[name] for name in archive.files}
    return _table(_unpack(json.loads(rows["table"].tobytes().decode("utf-8")), rows))


def _pack(value: Any, rows: dict[str, list[Any]], ends: dict[str, int]) -> Any:
    """Return a value as JSON.

    The numbers of an array go to the row of their type; the JSON says where they begin there. `ends`
    holds the length of each row.
    """
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
    """Return the calls that judging a question takes, as (case, arguments).

    The first case of a function is called again at the end, since a second call must give the same
    result. A figure is drawn once.
    """
    planned = list(question.cases.items())
    return planned + planned[:1] if question.kind == "function" else planned

# ---- autograder.judge.reports
"""What may be said of a call that gave no value: the same in every run, and without its hidden inputs."""


import builtins
import re
from collections.abc import Sequence
from typing import Any


NUMPY_ERRORS = ("AxisError", "LinAlgError", "UFuncTypeError", "ModuleNotFoundError")


def fingerprint(kind: str, message: str) -> dict[str, Any]:
    """Return what an exception has in common in every version of numpy, to compare it with another.

    That is its type and the distinct whole numbers in its message, or its first three words where it has
    no number. Versions of numpy word their messages differently, but quote the same sizes. `np.dot` also
    quotes both shapes, unlike `@` and `np.matmul`; these shapes are left out.
    """
    message = re.sub(r"0x[0-9a-fA-F…]+|\[.*|…", " ", message[:200])  # addresses and array values change
    message = message.partition("not aligned")[2] or message
    digits = "".join(char if char.isdigit() and char.isascii() else " " for char in message)
    numbers = sorted({int(part) for part in digits.split() if len(part) < 9})
    return {"raised": kind, "numbers": numbers, "words": [] if numbers else message.split()[:3]}


def discreet(report: Report, loaded: Sequence[dict[str, Any]]) -> Report:
    """Return the report of a call without what could carry its hidden inputs to the student.

    A student's code can raise an exception with any text in it. So decimal numbers, long numbers and
    lists are taken out of the message. The name of a type is kept only if Python or numpy has it, and
    a line of code only if it stands in the submission. `loaded` are its cells, as `loadable` returns them.
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
    """Return whether the line of code that a report quotes is in the cell, at the line number it gives."""
    line, lines = report.get("line"), cell["text"].split("\n")
    if report.get("where") != cell["where"] or type(line) is not int:
        return False
    if not 0 < line - cell["line"] <= len(lines):
        return False
    return bool(report.get("text") == lines[line - cell["line"] - 1].strip()[:200])

# ---- autograder.judge.words
"""The French words of a judgement: its numbers, its points, and what went wrong in a few lines."""




def number(value: float) -> str:
    """Return a number with two significant digits and a decimal comma: "0,25", "1e+03"."""
    return f"{float(value):.2g}".replace(".", ",")


def points_text(value: float) -> str:
    """Return points with at most two decimals and a decimal comma: "2", "0,25"."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def sign(judgement: Judgement) -> str:
    """Return the sign of a question: ✓ full marks, ✗ fewer, … unwritten, ? waits for a person."""
    if judgement.pending:
        return "?"
    if judgement.unwritten:
        return "…"
    return "✓" if judgement.full else "✗"


def score_text(judgement: Judgement) -> str:
    """Return the points of a question in words: "2 / 4", "0 / 1 (bonus)", "à relire"."""
    if judgement.pending:
        return "à relire"
    bonus = " (bonus)" if judgement.bonus else ""
    return f"{points_text(judgement.points)} / {points_text(judgement.out_of)}{bonus}"


def describe(judgement: Judgement) -> str:
    """Return a few lines on a question: its score, the message and hint of every failed check, and notes.

    A text that several checks share stands there once.
    """
    lines = [f"{sign(judgement)} {judgement.title} — {score_text(judgement)}"]
    written = set()
    for verdict in judgement.verdicts:
        if verdict.status not in (PASSED, NOT_REACHED) and verdict.message not in written:
            lines.append(f"  ✗ {verdict.message}")
        if verdict.hint and verdict.hint not in written:
            lines.append(f"    → {verdict.hint}")
        if verdict.note and verdict.note not in written:
            lines.append(f"    note : {verdict.note}")
        written |= {verdict.message, verdict.hint, verdict.note}
    lines.extend(f"    note : {note}" for note in judgement.notes)
    return "\n".join(lines)


def problem_text(problem: Report) -> str:
    """Return one line on a problem that was met while loading a file."""
    place = f"{problem.get('where', '')}, ligne {problem.get('line', '?')}"
    return f"! {place} : {problem.get('type', problem.get('status'))} : {problem.get('message', '')}"

# ---- autograder.student.guard
"""Run a piece of a student's code within a time limit, and report what went wrong as plain data.

The limit is a signal in the student's own process, which ends an honest infinite loop. Code that
catches the signal goes on; the sandbox stops it from outside.
"""


import contextlib
import linecache
import re
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any


MESSAGE = 400  # the characters that are kept of an exception's message


class OutOfTime(BaseException):
    """The time limit has passed. No Exception, so that the student's `except Exception` does not catch it."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body after `seconds` of processor time, or five times that by the clock.

    There is no limit where Python offers no timer: on Windows, and outside the main thread.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    for timer in (signal.SIGPROF, signal.SIGALRM):
        if signal.getsignal(timer) is not _raise_out_of_time:
            signal.signal(timer, _raise_out_of_time)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    signal.setitimer(signal.ITIMER_REAL, 5 * seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _raise_out_of_time(signum: int, frame: Any) -> None:
    raise OutOfTime


def attempt(action: Callable[[], Any], seconds: float) -> tuple[Report, Any]:
    """Run `action` and return (report, its value). The report's `status` is `value` unless it raised."""
    try:
        with deadline(seconds):
            value = action()
    except BaseException as error:
        try:
            with deadline(1.0):
                return report_of(error), None
        except BaseException:  # the text of the exception raises itself, or never ends
            return {"status": "raised", "type": "Exception", "message": ""}, None
    return {"status": "value"}, value


def report_of(error: BaseException) -> Report:
    """Return the type, the message and the place in the student's code of an exception, as plain data."""
    if isinstance(error, OutOfTime):
        return {"status": "timeout"}  # without its place, which changes from run to run
    status = "raised"
    if isinstance(error, NotImplementedError) and not _raised_by_library(error):
        status = "unwritten"
    elif isinstance(error, MemoryError):
        status = "memory"
    kind = str(type(error).__name__)[:80]
    if isinstance(error, SyntaxError):
        return {
            "status": status,
            "type": kind,
            "message": _without_addresses(str(error.msg)),
            "where": str(error.filename or ""),
            "line": int(error.lineno or 0),
            "text": str(error.text or "").strip()[:200],
        }
    return {"status": status, "type": kind, "message": _without_addresses(str(error)), **_place(error)}


def _raised_by_library(error: BaseException) -> bool:
    """Return whether an imported module raised it, as autograd does where it knows no derivative."""
    steps = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(steps) and steps[-1].f_globals.get("__spec__") is not None


def _without_addresses(message: str) -> str:
    """Return the message, cut, without the addresses of objects, which change from run to run."""
    return re.sub(r"0x[0-9a-fA-F]{4,}", "0x…", message[: 4 * MESSAGE])[:MESSAGE]


def _place(error: BaseException) -> Report:
    """Return the innermost line of the student's own code that the exception passed through."""
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


OWN = "ton code, "  # the file names under which a student's cells are compiled begin with this

# ---- autograder.judge.seen
"""What a check looks at, and what it finds: Seen and Finding."""


from dataclasses import dataclass
from typing import Any



@dataclass(frozen=True)
class Finding:
    """What a check found."""

    status: str  # PASSED | FAILED
    message: str = ""  # a sentence in French
    answer: Answer | None = None  # the answer of the table that the student's values agree with
    note: str = ""


@dataclass(frozen=True)
class Seen:
    """What the calls of one question returned, and the answers that it may be compared with."""

    parts: dict[str, list[list[Any]]]  # case -> calls -> parts
    artists: dict[str, list[dict[str, Any]]]  # case -> what the figure shows
    answers: tuple[Answer, ...]  # right answers first; of upstream mistakes, only those recognised upstream
    tolerance: float  # absolute and relative
    inlined: tuple[Answer, ...] = ()  # answers with an upstream mistake that this function may make itself
    notes: tuple[str, ...] = ()  # in French

    def each(self, check: CheckRow) -> list[tuple[str, int, Any]]:
        """Return (case, position, part) for every part that the check looks at, in all calls of its cases."""
        return [
            (case, position, call[position])
            for case in check.cases
            for call in self.parts[case]
            for position in (range(len(call)) if check.part < 0 else [check.part])
        ]

# ---- autograder.judge.terminal
"""The lines that `python check.py` prints: one for every question, and the public score."""


from collections.abc import Sequence


GLYPHS = {PASSED: "✓", NOT_REACHED: "·", UNWRITTEN: "…", PENDING: "?"}


def row(judgement: Judgement) -> str:
    """Return one line on a question: its sign, its id, its points, and its checks with their signs."""
    checks = "  ".join(f"{GLYPHS.get(verdict.status, '✗')} {verdict.title}" for verdict in judgement.verdicts)
    return f"{sign(judgement)} {judgement.question:<22} {score_text(judgement):>16}   {checks}"


def total(judgements: Sequence[Judgement]) -> str:
    """Return the public score without bonus questions, and a warning that other data give the mark."""
    marked = [judgement for judgement in judgements if not judgement.bonus]
    pending = sum(judgement.out_of for judgement in marked if judgement.pending)
    to_read = f", et {points_text(pending)} à relire par une personne" if pending else ""
    earned, out_of = sum(j.points for j in marked), sum(j.out_of for j in marked)
    score = f"Score public : {points_text(earned)} / {points_text(out_of)}{to_read}."
    return f"{score} La note vient d'autres données : pas la peine de recopier des valeurs."

# ---- autograder.student.loader
"""Run the cells of a reference or of a submission, and return their namespace.

Cells run statement by statement, and the loader goes on after an error. So a demonstration that raises
does not cost the definitions around it. Standard library only.
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


# Modules of notebooks and graders that honest submissions import. Here they do nothing.
NOTEBOOK_MODULES = ("check", "otter", "nbgrader", "IPython", "google", "ipywidgets", "tqdm")
FOREIGN_CELL = re.compile(r"\s*%%(?!time|timeit|capture|prun)\w+")  # %%bash, %%html, … hold no Python
ASSIGNED_MAGIC = re.compile(r"^(\s*[\w.\[\], ]+=\s*)[!%]\S.*$")
MAGIC = re.compile(r"^(\s*)(?:[%!?]|[\w.]+\?{1,2}\s*$).*$")


class _Inert(types.ModuleType):
    """A notebook module that does nothing: it has every attribute, and accepts every call.

    A loop over the result of a call runs over its first argument, as in `for x in tqdm(words)`, or over
    a range, as in `for i in trange(5)`.
    """

    __path__: list[str] = []  # noqa: RUF012  (its presence makes the module a package)
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
    """Run the cells and return (namespace, problems): a report for every statement that could not run.

    A cell is a dict of `text`, `where` (the name of its place, for the student), `line` (the number of
    lines before it) and `definitions` (True: only its definitions run). The cells may import the
    standard library and `packages`, or anything where that is None. `skip` are pairs (cell number,
    statement number) to leave out. `on_statement` is called with such a pair before each statement.
    `seconds` is the processor time for all cells together; there is a quarter more for the statements
    that wait for a name.
    """
    cells = list(cells)
    module = types.ModuleType(name)
    sys.modules[name] = module  # dataclasses look up their module there
    namespace = module.__dict__
    namespace["__builtins__"] = {**vars(builtins), **_notebook_names(), "__import__": _importer(packages)}
    problems: list[Report] = []
    steps = deque(_steps(cells, skip, problems))
    waiting: list[tuple[Step, Report]] = []
    for share in (0.5, 0.25, 0.25):  # after an endless statement, the next ones still have time
        report, _ = attempt(lambda: _run(steps, namespace, on_statement, problems, waiting), share * seconds)
        if report["status"] == "value":
            break
        problems.append({**report, "where": steps.popleft().where})
    attempt(lambda: _run_waiting(waiting, namespace, problems), seconds / 4)
    problems.extend(problem for _, problem in waiting)
    order = {cell["where"]: number for number, cell in reversed(list(enumerate(cells)))}
    problems.sort(
        key=lambda problem: (order.get(problem.get("where", ""), len(order)), problem.get("line", 0))
    )
    return namespace, problems


@dataclass(frozen=True)
class Step:
    """A statement to run, and its place."""

    cell: int  # number of the cell
    index: int  # number of the statement in the cell
    where: str  # the name of the cell's place, for the student
    statement: ast.stmt


def _steps(
    cells: Iterable[dict[str, Any]], skip: set[tuple[int, int]], problems: list[Report]
) -> Iterator[Step]:
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
    """Run the steps in order. A step leaves `steps` when it is done, so a timeout leaves its step first."""
    while steps:
        step = steps[0]
        stub = _is_stub(step.statement) and getattr(step.statement, "name", "") in namespace
        if not stub:  # a stub that was left below the answer must not replace it
            if on_statement is not None:
                on_statement(step.cell, step.index)
            try:
                _execute(step, namespace)
            except NameError as error:  # a cell further down may define the name
                waiting.append((step, report_of(error)))
            except NotImplementedError:
                pass
            except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit) as error:
                problems.append(report_of(error))
        steps.popleft()


def _run_waiting(
    waiting: list[tuple[Step, Report]], namespace: dict[str, Any], problems: list[Report]
) -> None:
    """Run the statements that missed a name again, until a round in which none of them succeeds."""
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
    """Return the statements of a cell without its magics. Keep the text in linecache, for errors to quote."""
    if FOREIGN_CELL.match(text):
        return []
    text = text.lstrip("\ufeff")
    if "\0" in text:  # some versions of Python raise ValueError here
        raise SyntaxError(
            "source code cannot contain null bytes",
            (filename, text[: text.index("\0")].count("\n") + 1, 1, ""),
        )
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
    """Return whether a statement only defines: a function, a class, an import, a value without a call."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
        return True
    plain = isinstance(statement, (ast.Assign, ast.AnnAssign))
    return plain and not any(isinstance(node, ast.Call) for node in ast.walk(statement))


def _is_stub(statement: Any) -> bool:
    """Return whether a statement is a function that only raises NotImplementedError."""
    if not isinstance(statement, ast.FunctionDef):
        return False
    last = statement.body[-1]
    raised = last.exc if isinstance(last, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    short = len(statement.body) == 1 or (len(statement.body) == 2 and isinstance(statement.body[0], ast.Expr))
    return short and isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _notebook_names() -> dict[str, Any]:
    """Return the names that every notebook has without an import."""
    return {name: _Inert(name) for name in ("display", "get_ipython")}


def _importer(packages: Iterable[str] | None) -> Callable[..., Any]:
    """Return an `__import__` that knows the standard library, `packages` and inert notebook modules.

    It is no protection, which the sandbox is. It makes the same imports fail everywhere, with one message.
    """
    standard = getattr(sys, "stdlib_module_names", None)  # Python 3.9 has none, and refuses nothing
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
"""Call one function of a student's namespace, and return its value as plain data."""


import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np



def call(
    namespace: dict[str, Any], name: str, arguments: list[Any], seconds: float, figure: bool = False
) -> Outcome:
    """Call `namespace[name]` with copies of the arguments, within `seconds` of processor time.

    With `figure`, the value of the outcome is the list of artists that the call drew.

    The report's `status` is `value`, `missing` (no such function), `unwritten` (the stub is still
    there), `raised`, `timeout`, `memory` or `unreadable` (no plain value came back). With a value, the
    report also holds `changed`, the positions of the arguments that the call changed in place, and
    `figure`: whether a figure was "returned" or only "opened", or "" where there is none.
    """
    if not callable(namespace.get(name)):
        return Outcome({"status": "missing", "name": name})
    copies = fresh(arguments)

    def answer() -> tuple[Report, Any]:
        with _drawing() as opened:
            value = namespace[name](*copies)
            figures, how = figures_of(value, opened()) if figure else ([], "")
            result = reduce(figures) if figure else plain(value)
        changed = [
            i
            for i, before in enumerate(arguments)
            if not isinstance(before, Seed) and not _same(before, copies[i])
        ]
        return {"status": "value", "changed": changed, "figure": how}, result

    return _outcome(*attempt(answer, seconds))


def variable(namespace: dict[str, Any], name: str, seconds: float) -> Outcome:
    """Return the value of one of the student's global variables, as a plain value."""
    if name not in namespace:
        return Outcome({"status": "missing", "name": name})
    return _outcome(*attempt(lambda: ({"status": "value"}, plain(namespace[name])), seconds))


def _outcome(report: Report, result: Any) -> Outcome:
    """Return the outcome of an attempt. Where it went well, its result is (report, plain value)."""
    if report["status"] == "value":
        return Outcome(*result)
    if report.get("type") == NotPlain.__name__:
        report = {"status": "unreadable", "message": report["message"]}
    return Outcome(report)


@contextlib.contextmanager
def _drawing() -> Iterator[Any]:
    """Make `show` and `close` of pyplot do nothing; yield a function that returns the open figures."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        yield lambda: []
        return
    show, close = pyplot.show, pyplot.close
    close("all")
    pyplot.show = pyplot.close = lambda *values, **named: None  # type: ignore[attr-defined]
    try:
        yield lambda: [pyplot.figure(number) for number in pyplot.get_fignums()]
    finally:
        pyplot.show, pyplot.close = show, close  # type: ignore[attr-defined]
        close("all")


def _same(before: Any, after: Any) -> bool:
    """Return whether an argument is of the same type and value after the call; nan equals nan."""
    if type(before) is not type(after):
        return False
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_same, before, after))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return bool(before == after)

# ---- autograder.judge.kinds
"""How a kind of check is declared, and how a lab declares a check of that kind."""


from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


Look = Callable[[CheckRow, QuestionRow, Seen], Finding]


@dataclass(frozen=True)
class Check:
    """A check as a lab declares it."""

    kind: Kind
    cases: tuple[Any, ...]  # the lab's objects, such as Case
    id: str
    part: str = ""  # name of the part of the result that it looks at; empty: the whole result
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return the French title of the check: "valeurs de A", "valeurs : rectangle"."""
        kind = self.kind
        title = f"{kind.title} de {self.part}" if self.part and kind.of_part else kind.title
        without_case = self.id == kind.name or (self.part and not kind.compares)
        return title if without_case else f"{title} : {self.cases[-1 if kind.compares else 0].title}"


@dataclass(frozen=True)
class Kind:
    """A kind of check. A lab calls it to declare a check: `agrees(cases, part="A")`."""

    name: str  # labs call it by this name, and tables hold it
    title: str  # in French
    look: Look  # finds whether what came back is right
    id: str  # the id of its checks, where the lab gives none
    gate: bool = False  # whether later checks of the same part are not reached where this one fails
    of_part: bool = False  # whether the title of its checks names the part
    compares: bool = False  # whether it compares its last case with the one before; the last then names it
    options: Mapping[str, Any] = field(default_factory=dict)  # name -> default

    def __call__(self, cases: Any, part: str = "", *, id: str = "", **options: Any) -> Check:
        """Return a check of this kind, on one case or a list. Raises TypeError for an unknown option."""
        if not isinstance(part, str):
            raise TypeError(f"{self.name}() takes its cases in a list: {self.name}([first, second])")
        unknown = set(options) - set(self.options)
        if unknown:
            raise TypeError(
                f"{self.name}() has no option {min(unknown)!r}; options: {', '.join(self.options) or 'none'}"
            )
        all_cases = tuple(cases) if isinstance(cases, (list, tuple)) else (cases,)
        return Check(self, all_cases, id or self.id, part, {**self.options, **options})


def kind(
    title: str,
    *,
    id: str = "",
    gate: bool = False,
    of_part: bool = False,
    compares: bool = False,
    **options: Any,
) -> Callable[[Look], Kind]:
    """Return a decorator that makes a kind of check of a function, under the function's name.

    `title` is in French. `options` are the options of its checks, with their defaults. The other
    arguments are those of Kind.
    """

    def declare(look: Look) -> Kind:
        name: str = look.__name__
        return Kind(name, title, look, id or name, gate, of_part, compares, options)

    return declare

# ---- autograder.judge.checks
"""The kinds of check on values. What each one asks for is its docstring.

A kind is declared once, as a function of (check, question, seen) under `@kind`. Labs call it by the
function's name, and students read its title. Its message says what was expected and what came back, by
shapes and differences, never by hidden values. Standard library and numpy only.
"""


from typing import Any

import numpy as np


FEW = 3  # fewer numbers than this may agree with a mistake by chance


@kind("forme", gate=True, of_part=True, dims="")
def shape(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where every part has the shape of the reference or of an accepted reading."""
    for case, position, part in seen.each(check):
        wanted = [
            answer.values[case][position]
            for answer in seen.answers
            if answer.right and _has_values(answer, case)
        ]
        if part is None:
            return Finding(FAILED, f"{_call_text(question, case)} : {_absence_text(question, position)}")
        if isinstance(wanted[0], list):
            continue
        if part.shape not in [np.shape(array) for array in wanted]:
            dims = f" = ({check.options['dims'].replace(' ', ', ')})" if check.options.get("dims") else ""
            return Finding(
                FAILED,
                f"{_call_text(question, case)} : {_part_name(question, position)}de forme "
                f"{_shape_text(np.shape(wanted[0]))}{dims} attendu, {_shape_text(part.shape)} obtenu.",
            )
    return Finding(PASSED)


@kind("lignes de somme 1")
def rows_sum_to_one(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where entries are in [0, 1] and rows of n entries sum to 1, within n times the tolerance."""
    return _unless_right(_rows_sum_to(1.0, check, question, seen), check, seen)


@kind("lignes de somme 0")
def rows_sum_to_zero(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where entries are in [-1, 1] and rows of n entries sum to 0, within n times the tolerance."""
    return _unless_right(_rows_sum_to(0.0, check, question, seen), check, seen)


def _rows_sum_to(total: float, check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    for case, position, part in seen.each(check):
        if part is None or part.ndim < 1 or part.size == 0:
            return Finding(FAILED, f"{_call_text(question, case)} : {_absence_text(question, position)}")
        if not np.all(np.isfinite(part)):
            return Finding(
                FAILED,
                f"{_call_text(question, case)} : {_part_name(question, position)}"
                "contient des nan ou des infinis.",
            )
        low, high = (0.0, 1.0) if total else (-1.0, 1.0)
        slack = seen.tolerance * part.shape[-1]
        sums = part.sum(axis=-1)
        if not np.all((part >= low - slack) & (part <= high + slack)):
            worst = part.flat[np.argmax(np.abs(part - (low + high) / 2))]
            return Finding(
                FAILED,
                f"{_call_text(question, case)} : coefficients attendus entre {number(low)} "
                f"et {number(high)}, {number(worst)} obtenu.",
            )
        if not np.all(np.abs(sums - total) <= slack):
            worst = sums.flat[np.argmax(np.abs(sums - total))]
            return Finding(
                FAILED,
                f"{_call_text(question, case)} : chaque ligne doit sommer à {number(total)} ; "
                f"une ligne somme à {number(worst)}.",
            )
    return Finding(PASSED)


@kind("valeurs", of_part=True)
def agrees(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where a right answer has these values: the reference, an accepted reading or a carried error."""
    answer = _right_answer(check, seen)
    if answer is not None:
        return Finding(PASSED, answer=answer)
    if _calls_differ(seen, check):
        message = (
            "deux appels avec les mêmes entrées donnent des résultats différents ; "
            "d'où viennent les valeurs qui changent ?"
        )
        return Finding(FAILED, f"{question.signature} : {message}")
    for case, position, part in seen.each(check):
        difference = _difference_text(question, seen, case, position, part)
        if difference:
            return Finding(FAILED, difference, recognise(check, seen))
    return Finding(
        FAILED,
        "D'un cas à l'autre, ta fonction ne suit pas la même règle : dépend-elle d'une variable globale ?",
        recognise(check, seen),
    )


def recognise(check: CheckRow, seen: Seen) -> Answer | None:
    """Return the mistake that gives the student's values on every case of the check, or None.

    Mistakes that agree on all parts come first; if there is none, those that agree on the check's part.
    Of several, it is the one that agrees on the most cases of the question, then the first declared.
    """
    wrong = [*(answer for answer in seen.answers if not answer.right), *seen.inlined]
    best: Answer | None = None
    most = 0
    # Words are not counted: np.size would make a huge array of them.
    too_few_numbers = not any(
        isinstance(part, list) or np.size(part) >= FEW for _, _, part in seen.each(check)
    )
    for whole in (True, False):
        for answer in wrong:
            if too_few_numbers and not whole and answer.right:
                continue  # one or two numbers may agree with an upstream mistake by chance
            explained = [
                case
                for case, calls_of_case in seen.parts.items()
                if all(
                    _reproduces(answer, case, call, check.part, whole, seen.tolerance)
                    for call in calls_of_case
                )
            ]
            if set(check.cases) <= set(explained) and len(explained) > most:
                best, most = answer, len(explained)
        if best is not None:
            return best
    return None


def _calls_differ(seen: Seen, check: CheckRow) -> bool:
    """Return whether two calls with the same inputs gave different values."""
    return any(
        not same_parts(call, seen.parts[case][0], seen.tolerance)
        for case in check.cases
        for call in seen.parts[case][1:]
    )


@kind("tirage varié")
def spread(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where the values are finite and vary, with no two rows and no two columns equal."""
    for case, position, part in seen.each(check):
        if part is None or part.ndim < 2:
            return Finding(FAILED, f"{_call_text(question, case)} : {_absence_text(question, position)}")
        if not np.all(np.isfinite(part)):
            return Finding(
                FAILED, f"{_call_text(question, case)} : des nan ou des infinis parmi les valeurs."
            )
        if not part.std() > 1e-6:
            return Finding(
                FAILED,
                f"{_call_text(question, case)} : toutes les valeurs sont égales ; "
                "elles doivent être tirées au hasard.",
            )
        if len(np.unique(part, axis=0)) < len(part) or len(np.unique(part, axis=1).T) < part.shape[1]:
            message = "deux lignes ou deux colonnes sont identiques ; chacune doit avoir son tirage."
            return Finding(FAILED, f"{_call_text(question, case)} : {message}")
    return Finding(PASSED)


@kind("matrices différentes")
def distinct(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where no two parts are equal."""
    for case in check.cases:
        for call in seen.parts[case]:
            if any(part is None for part in call):
                return Finding(FAILED, f"{_call_text(question, case)} : {len(call)} matrices attendues.")
            for i, first in enumerate(call):
                for j in range(i):
                    if first.shape == call[j].shape and np.allclose(
                        first, call[j], rtol=0, atol=seen.tolerance
                    ):
                        names = f"{question.parts[j]} et {question.parts[i]}"
                        return Finding(
                            FAILED,
                            f"{_call_text(question, case)} : {names} sont la même matrice.",
                            recognise(check, seen),
                        )
    return Finding(PASSED)


@kind("graine respectée")
def reproducible(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where cases 1 and 2, with one seed, give the same result, and case 3, with another, does not."""
    same, again, other = (seen.parts[case][0] for case in check.cases)
    if any(part is None for call in (same, again, other) for part in call):
        return Finding(FAILED, f"{question.signature} : {_absence_text(question, 0)}")
    if not all([is_close(a, b, seen.tolerance) for a, b in zip(same, again)]):
        return Finding(
            FAILED,
            f"{question.signature} : deux appels avec la même graine donnent des résultats différents. "
            "Est-ce bien `rng` qui tire toutes les valeurs ?",
        )
    if any(is_close(a, b, seen.tolerance) for a, b in zip(same, other)):
        return Finding(
            FAILED,
            f"{question.signature} : deux graines différentes donnent le même résultat. "
            "Est-ce bien le `rng` reçu qui sert, et lui seul ?",
            recognise(check, seen),
        )
    return Finding(PASSED)


@kind("zéro hors du masque", id="padding", where="mask")
def zero_where(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where the result is zero wherever the argument named by the option `where` is zero."""
    for case, position, part in seen.each(check):
        mask = np.asarray(question.cases[case][int(check.options["where"])])
        if part is None or part.shape[: mask.ndim] != mask.shape:
            return Finding(FAILED, f"{_call_text(question, case)} : {_absence_text(question, position)}")
        outside = np.abs(part[mask == 0])
        if not np.all(outside <= seen.tolerance):
            worst = number(np.max(outside)) if np.all(np.isfinite(outside)) else "nan"
            message = f"{_part_name(question, position)}doit être nul là où le masque l'est ; {worst} obtenu."
            return _unless_right(Finding(FAILED, f"{_call_text(question, case)} : {message}"), check, seen)
    return Finding(PASSED)


@kind("résultat inchangé", compares=True)
def unchanged(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where both cases give the same result, on the leading block that both results have."""
    if any(part is None for _, _, part in seen.each(check)):
        return Finding(FAILED, f"{question.signature} : {_absence_text(question, check.part)}")
    first, second = (seen.parts[case][0][max(check.part, 0)] for case in check.cases)
    block = tuple(slice(min(sizes)) for sizes in zip(first.shape, second.shape))
    if first.ndim == second.ndim and is_close(second[block], first[block], seen.tolerance):
        return Finding(PASSED)
    message = (
        f"{question.signature} : le résultat change du cas « {check.cases[0]} » au cas « {check.cases[1]} », "
        "et ne devrait pas."
    )
    return _unless_right(Finding(FAILED, message), check, seen)


@kind("ordre des mots suivi", id="permutation", axis=-2)
def follows_permutation(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where reversing the words only reverses the result, along the axis of the option `axis`."""
    if _is_reversed(check, seen):
        return Finding(PASSED)
    message = (
        f"{question.signature} : quand on renverse l'ordre des mots, "
        "le résultat doit se renverser aussi, sans changer."
    )
    return _unless_right(Finding(FAILED, message), check, seen)


@kind("position prise en compte", id="position")
def feels_position(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where reversing the words changes the result beyond reversing it."""
    if any(part is None for _, _, part in seen.each(check)):
        return Finding(FAILED, f"{question.signature} : {_absence_text(question, check.part)}")
    reference = question.answers[0].values
    plausible = all(
        np.shape(part)[:-1] == np.shape(reference[case][position])[:-1]
        and np.ndim(part)
        and np.all(np.isfinite(part))
        for case, position, part in seen.each(check)
    )
    if plausible and not _is_reversed(check, seen):
        return Finding(PASSED)
    message = (
        f"{question.signature} : renverser l'ordre des mots ne change rien au résultat ; "
        "la position n'y est pas."
    )
    return _unless_right(Finding(FAILED, message), check, seen)


def _is_reversed(check: CheckRow, seen: Seen) -> bool:
    """Return whether the result of the second case is that of the first, reversed along one axis."""
    first, second = (seen.parts[case][0][max(check.part, 0)] for case in check.cases)
    axis = int(check.options.get("axis", -2))
    return (
        first is not None
        and second is not None
        and first.ndim > 1
        and is_close(np.flip(first, axis), second, seen.tolerance)
    )


def _unless_right(finding: Finding, check: CheckRow, seen: Seen) -> Finding:
    """Return the finding, or PASSED where the values are right: a carried error may break a property."""
    answer = None if finding.status == PASSED else _right_answer(check, seen)
    return finding if answer is None else Finding(PASSED, answer=answer)


def _right_answer(check: CheckRow, seen: Seen) -> Answer | None:
    """Return the right answer whose values came back in every call of the check's cases, or None."""
    parts = seen.each(check)
    for answer in seen.answers:
        if answer.right and all(
            _agrees_with(answer, case, position, part, seen.tolerance) for case, position, part in parts
        ):
            return answer
    return None


def _has_values(answer: Answer, case: str) -> bool:
    """Return whether the answer is a value on this case, and no exception."""
    return isinstance(answer.values.get(case), tuple)


def _agrees_with(answer: Answer, case: str, position: int, part: Any, tolerance: float) -> bool:
    if not _has_values(answer, case) or part is None:
        return False
    compare = is_same if answer.context else is_close  # a carried error may make nan right
    return compare(part, answer.values[case][position], tolerance)


def _reproduces(
    answer: Answer, case: str, call: list[Any], position: int, whole: bool, tolerance: float
) -> bool:
    """Return whether a call gave an answer's values: in all parts, or if not `whole` at `position`."""
    if not _has_values(answer, case):
        return False
    compared = list(zip(call, answer.values[case]))
    if not whole and position >= 0:
        compared = compared[position : position + 1]
    return all(is_same(part, wrong, tolerance) for part, wrong in compared)


def _difference_text(question: QuestionRow, seen: Seen, case: str, position: int, part: Any) -> str:
    """Return how a part differs from the right answers, in French; empty where it is close to one."""
    right = [
        answer.values[case][position] for answer in seen.answers if answer.right and _has_values(answer, case)
    ]
    if any(is_close(part, expected, seen.tolerance) for expected in right):
        return ""
    start, expected = _call_text(question, case), right[0]
    if part is None:
        return f"{start} : {_absence_text(question, position)}"
    if isinstance(expected, list):
        others = ", mais pas les mêmes" if len(part) == len(expected) else ""
        return f"{start} : {len(expected)} mots attendus, {len(part)} obtenus{others}."
    if np.shape(part) != np.shape(expected):
        shapes = _shape_text(np.shape(expected)), _shape_text(np.shape(part))
        return f"{start} : forme {shapes[0]} attendue, {shapes[1]} obtenue."
    if not np.all(np.isfinite(part)):
        return f"{start} : {_part_name(question, position)}contient des nan ou des infinis."
    gap = float(np.max(np.abs(part - expected)))
    rounded = (
        " Arrondis-tu ton résultat ?"
        if gap < 0.1 and np.allclose(part, np.round(part, 2), rtol=0, atol=1e-9)
        else ""
    )
    named = f"pour {question.parts[position]}, " if question.parts[position] else ""
    return (
        f"{start} : {named}valeurs différentes, écart maximal {number(gap)} "
        f"(toléré : {number(seen.tolerance)}).{rounded}"
    )


def _call_text(question: QuestionRow, case: str) -> str:
    """Return the call of a case in words: the signature, the case, and the shapes of the inputs."""
    shapes = [_shape_text(np.shape(item)) for item in question.cases[case] if isinstance(item, np.ndarray)]
    return f"{question.signature}, cas « {case} »" + (f", entrées {' '.join(shapes)}" if shapes else "")


def _part_name(question: QuestionRow, position: int) -> str:
    return f"{question.parts[position]} " if question.parts[position] else ""


def _absence_text(question: QuestionRow, position: int) -> str:
    named = _part_name(question, position)
    return f"{named}n'est pas dans ce que tu renvoies." if named else "le résultat n'est pas du type attendu."


def _shape_text(sizes: Any) -> str:
    return "()" if not sizes else "(" + ", ".join(map(str, sizes)) + ("," if len(sizes) == 1 else "") + ")"


@kind("niveau atteint", compares=True, measure="", least=None, most=None)
def reaches(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where a training's measure is within bounds; with two runs, the gain from first to second."""
    name, least, most = (check.options[key] for key in ("measure", "least", "most"))
    measured = [seen.parts[run][0][0][name] for run in check.cases]
    value = measured[-1] - (measured[0] if len(measured) > 1 else 0.0)
    bound = f"au moins {number(least)}" if most is None else f"au plus {number(most)}"
    more = f" de plus que « {check.cases[0]} »" if len(measured) > 1 else ""
    message = f"« {check.cases[-1]} », {name} : {number(value)}{more} ({bound} attendu)."
    passed = (least is None or value >= least) and (most is None or value <= most)
    return Finding(PASSED, message, note=message) if passed else Finding(FAILED, message)


KINDS = {item.name: item for item in list(globals().values()) if isinstance(item, Kind)}

# ---- autograder.judge.figures
"""The kinds of check on figures: whether an artist holds the right data, with the right labels.

They work on the artists that `student.figure` makes of a figure. Students choose how to draw: any
artist that can hold the data may hold it.
"""


import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np


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

# ---- autograder.judge.judging
"""Judge outcomes against the answer table: a verdict, points and a French sentence for every check.

Nothing here runs a student's code or a reference. The same code judges in the grader, with the hidden
table, and on the student's machine, with the public one.
"""


from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np


LOOKS = {name: kind.look for name, kind in {**KINDS, **FIGURE_KINDS}.items()}
TEXT = "text"  # the only case of a free-text question
NOT_CALLED = Outcome({"status": "lost"})  # the outcome of a call that was never made

Outcomes = Mapping[str, Sequence[Outcome]]  # case -> calls with the same inputs
# (id of a question, upstream readings) -> answers to the question that carry these readings
Carrier = Callable[["str", "tuple[str, ...]"], "tuple[Answer, ...]"]
CARRIED = "Erreur reportée : ton résultat est juste, compte tenu de {where} ; tu ne la paies qu'une fois."
CHANGED = "Ta fonction modifie ses entrées : les valeurs sont justes, mais travaille plutôt sur une copie."
OPENED = "La figure est dessinée mais pas renvoyée : ajoute un `return`."
ROUNDED = "Valeurs justes à la tolérance près (arrondies, ou en float32)."


def judge(outcomes: Mapping[str, Outcomes], table: Table, carry: Carrier | None = None) -> list[Judgement]:
    """Return the judgements of all questions, in order.

    `outcomes` are question -> case -> calls with the same inputs. Where a composed question loses points
    after an upstream error, `carry` gives answers that carry this error, beside those of the table.
    """
    recognised: list[str] = []
    judgements = []
    for question in table.questions:
        of_question = outcomes.get(question.id, {})
        judgement = judge_question(question, of_question, table.tolerance, recognised)
        if carry is not None and recognised and question.steps > 1 and judgement.any_failed:
            carried = carry(question.id, tuple(recognised))
            judgement = judge_question(question, of_question, table.tolerance, recognised, carried)
        recognised.extend(judgement.recognised)
        judgements.append(replace(judgement, group=question.group))
    return judgements


def judge_question(
    question: QuestionRow,
    outcomes: Outcomes,
    tolerance: float,
    recognised: Sequence[str],
    carried: Sequence[Answer] = (),
) -> Judgement:
    """Return the judgement of one question.

    `recognised` are the readings of earlier questions that the student made, as "question:reading".
    `carried` are answers beside those of the table.
    """
    if question.kind == "text":
        return _judge_text(question, outcomes)
    tolerance *= question.steps
    known = set(recognised)
    possible = [
        answer
        for context, answers in question.by_context.items()
        if known.issuperset(context)
        for answer in answers
    ]
    possible.extend(carried)
    possible.sort(key=lambda answer: (not answer.right, len(answer.context)))
    inlined = [
        answer
        for context, answers in question.by_context.items()
        if len(context) == 1 and context[0] not in known
        for answer in answers
        if answer.right
    ]
    seen, failures = align_outcomes(question, outcomes, tuple(possible), tuple(inlined), tolerance)
    verdicts: list[Verdict] = []
    matched: list[Answer] = []
    closed_parts: list[int] = []  # those on which a gate failed
    for check in question.checks:
        failure = next((failures[case] for case in check.cases if case in failures), None)
        if failure is not None:
            mistake = _raising_mistake(check, failures, possible)
            verdicts.append(_failure_verdict(check, question, failure, mistake))
        elif check.part in closed_parts or (check.part == -1 and closed_parts):
            verdicts.append(Verdict(check.id, NOT_REACHED, 0.0, check.points))
        else:
            finding = LOOKS[check.kind](check, question, seen)
            if finding.answer is not None:
                matched.append(finding.answer)
            if check.gate and finding.status != PASSED:
                closed_parts.extend(_wrong_parts(check, question, seen))
                finding = Finding(finding.status, finding.message, finding.answer or recognise(check, seen))
            verdicts.append(_verdict(check, finding))
    verdicts = [replace(verdict, title=check.title) for verdict, check in zip(verdicts, question.checks)]
    readings = [f"{question.id}:{answer.id}" for answer in matched if answer.kind != "reference"]
    for name in (verdict.mistake for verdict in verdicts if verdict.mistake):
        # "softmax:columns" is an upstream mistake that this function makes itself.
        readings.append(name if ":" in name else f"{question.id}:{name}")
    notes = seen.notes if any(verdict.status == PASSED for verdict in verdicts) else ()
    return Judgement(
        question.id,
        question.title,
        tuple(verdicts),
        question.points,
        question.bonus,
        tuple(notes),
        tuple(dict.fromkeys(readings)),
    )


def _wrong_parts(gate: CheckRow, question: QuestionRow, seen: Seen) -> list[int]:
    """Return the positions of the parts on which a gate failed, among those it looks at."""
    positions = range(len(question.parts)) if gate.part < 0 else [gate.part]
    return [
        position
        for position in positions
        if LOOKS[gate.kind](replace(gate, part=position), question, seen).status != PASSED
    ]


def align_outcomes(
    question: QuestionRow,
    outcomes: Outcomes,
    possible: tuple[Answer, ...],
    inlined: tuple[Answer, ...],
    tolerance: float,
) -> tuple[Seen, dict[str, Report]]:
    """Return (seen, failures): the results of the calls by parts, and a report for every case without one.

    `possible` and `inlined` are the answers to compare with, as `Seen.answers` and `Seen.inlined`.
    """
    parts: dict[str, list[list[Any]]] = {}
    artists: dict[str, list[dict[str, Any]]] = {}
    failures: dict[str, Report] = {}
    notes: list[str] = []
    for case in question.cases:
        calls = outcomes.get(case) or [NOT_CALLED]
        failure = next((call.report for call in calls if call.report.get("status") != "value"), None)
        if failure is not None:
            failures[case] = failure
            continue
        if any(call.report.get("changed") for call in calls):
            notes.append(CHANGED)
        if question.kind == "figure":
            if not all(call.report.get("figure") for call in calls):
                failures[case] = {"status": "no_figure"}
                continue
            if any(call.report.get("figure") == "opened" for call in calls):
                notes.append(OPENED)
            artists[case] = known_artists(calls[0].value)
            continue
        if question.kind == "training":
            parts[case] = [[call.value] for call in calls]
            continue
        if all(call.value is None for call in calls):
            failures[case] = {"status": "nothing"}
            continue
        expected = question.answers[0].values[case]
        parts[case] = []
        for call in calls:
            aligned, part_notes = align(call.value, expected, question.parts)
            parts[case].append(aligned)
            notes.extend(part_notes)
            if any(_rounded(part, wanted, tolerance) for part, wanted in zip(aligned, expected)):
                notes.append(ROUNDED)
    return Seen(parts, artists, possible, tolerance, inlined, tuple(dict.fromkeys(notes))), failures


def _rounded(part: Any, wanted: Any, tolerance: float) -> bool:
    """Return whether a part is within the tolerance of the reference, but not equal in double precision."""
    if not isinstance(part, np.ndarray) or np.shape(part) != np.shape(wanted) or not part.size:
        return False
    with np.errstate(invalid="ignore", over="ignore"):
        gap = np.abs(part - wanted) / (1 + np.abs(wanted))
    return bool(1e-9 < np.max(gap) <= tolerance)


def _verdict(check: CheckRow, finding: Finding) -> Verdict:
    """Return the verdict that a finding comes to, with its points, its hint and its note."""
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
        return Verdict(
            check.id, PASSED, check.points, check.points, finding.message, note=note, carried=answer.context
        )
    if answer.right:  # right with an upstream mistake, which this function makes itself
        name, hint = answer.context[0], answer.diagnosis or answer.symptom
    else:
        name, hint = answer.id, answer.diagnosis or answer.text
    return Verdict(check.id, finding.status, 0.0, check.points, finding.message, hint, name)


def _failure_verdict(
    check: CheckRow, question: QuestionRow, report: Report, mistake: Answer | None
) -> Verdict:
    """Return the verdict where a call of the check gave no value. `mistake` raises the same exception."""
    status = str(report.get("status"))
    signature = question.signature
    place = (
        f" ({report.get('where')}, ligne {report.get('line')} : `{report['text']}`)"
        if report.get("text")
        else ""
    )
    if status == "missing":
        message = (
            f"La fonction `{question.call}` n'existe pas : effacée, renommée, "
            "ou perdue avec une cellule qui ne se charge pas ?"
        )
        return Verdict(check.id, MISSING, 0.0, check.points, message)
    if status == "unwritten":
        return Verdict(check.id, UNWRITTEN, 0.0, check.points, f"`{question.call}` est encore à écrire.")
    messages = {
        "raised": f"`{signature}` a levé {report.get('type', '')} : {report.get('message', '')}{place}",
        "timeout": f"`{signature}` ne finit pas dans le temps donné : une boucle sans fin ?{place}",
        "memory": f"`{signature}` demande trop de mémoire.{place}",
        "crashed": f"`{signature}` a fait s'arrêter Python (exit, ou plantage d'une bibliothèque).",
        "rejected": f"`{signature}` : la réponse reçue n'en est pas une.",
        "unreadable": f"`{signature}` renvoie un objet que je ne sais pas lire "
        f"({report.get('message', '')}) : renvoie un nombre, un tableau, une liste ou un tuple.",
        "nothing": f"`{signature}` renvoie None : manque-t-il un `return` ? "
        "Afficher avec `print` ne suffit pas.",
        "no_figure": f"`{signature}` ne renvoie pas de figure matplotlib.",
        "lost": f"`{signature}` n'a pas été appelée.",
    }
    return Verdict(
        check.id,
        {"lost": INTERNAL, "no_figure": FAILED, "nothing": FAILED}.get(status, status),
        0.0,
        check.points,
        messages.get(status, status),
        (mistake.diagnosis or mistake.text) if mistake else "",
        mistake.id if mistake else "",
    )


def _raising_mistake(
    check: CheckRow, failures: Mapping[str, Report], possible: Sequence[Answer]
) -> Answer | None:
    """Return the mistake that raises the same exceptions on the check's cases that raised, or None."""
    raised = {
        case: fingerprint(str(failures[case].get("type")), str(failures[case].get("message", "")))
        for case in check.cases
        if case in failures and failures[case].get("status") == "raised"
    }
    if not raised:
        return None
    for answer in possible:
        if not answer.right and all(answer.values.get(case) == expected for case, expected in raised.items()):
            return answer
    return None


def _judge_text(question: QuestionRow, outcomes: Outcomes) -> Judgement:
    """Return the judgement of a free answer: unwritten where it is empty or the stub's text, else pending."""
    text = (outcomes.get(TEXT) or [NOT_CALLED])[0].value
    written = isinstance(text, str) and _letters(text) not in ("", _letters(question.placeholder))
    status = PENDING if written else UNWRITTEN
    message = "Réponse reçue : une personne la lira." if written else "Aucune réponse écrite."
    only = Verdict("manual", status, 0.0, question.points, message, title="réponse rédigée")
    return Judgement(question.id, question.title, (only,), question.points, question.bonus)


def _letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return "".join(char for char in text.casefold() if char.isalnum())

# ---- autograder.judge.front
"""What a student calls: `check("softmax")` in the notebook, `python check.py` in a terminal.

The released check.py is this module and all that it imports of this package, in one file. It needs
Python 3.9 or later and numpy, and matplotlib if the lab draws; it needs no network.
"""


import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any


SECONDS = 20.0  # of processor time for one call, on the student's own machine


def check(*questions: str) -> None:
    """Check the caller's functions for the questions of these names, or for all questions; print the result.

    Does nothing while nbgrader grades, which has its own hidden tests. While nbgrader validates, raises
    AssertionError where a question has not got full marks.
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
    with contextlib.redirect_stderr(sys.stdout):  # nbgrader would take a warning on stderr for an error
        judgements = judge_all(table, namespace, questions or known, [])
    for judgement in judgements:
        print(describe(judgement))
    if len(judgements) > 1:
        print(total(judgements))
    if nbgrader == "validate":
        missed = [
            describe(judgement) for judgement in judgements if not (judgement.full or judgement.pending)
        ]
        if missed:
            raise AssertionError("\n".join(missed))  # nbgrader shows nothing but this


@contextlib.contextmanager
def demo() -> Iterator[None]:
    """Run a demonstration; where it needs a function that is still a stub, print so and go on.

    A cell may also use a variable that an earlier cell defines. If that cell is still waiting for a stub,
    the variable does not exist; this is printed too. A missing name inside a function is the student's
    own error, and is raised.
    """
    try:
        yield
    except NotImplementedError as error:
        print(f"Démonstration en attente : {error or 'une fonction est encore à écrire'}.")
    except NameError as error:
        innermost = list(traceback.walk_tb(error.__traceback__))[-1][0]
        if not innermost.f_code.co_name.startswith("<"):  # the innermost frame is a function, not the cell
            raise
        print(f"Démonstration en attente d'une cellule plus haut : {error}.")


def main() -> int:
    """Run `python check.py [fichier] [question …]`: check a file, and print the result.

    Return 0 where every question has all its points, 1 where one has not, 2 where the file is unreadable.
    """
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    os.environ.setdefault("MPLBACKEND", "Agg")
    table = _public_table()
    if table is None:
        return 2
    try:
        path, questions = _command_line(sys.argv[1:], table)
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


def _command_line(words: Sequence[str], table: Table) -> tuple[Path, list[str]]:
    """Return (file, questions) of the command line; by default, the newest file of the lab and all questions.

    Raises BadSource.
    """
    known = [question.id for question in table.questions]
    files = [word for word in words if word not in known]
    for word in files:
        if not Path(word).suffix and not Path(word).exists():
            raise BadSource(f"il n'y a pas de question « {word} » (questions : {', '.join(known)})")
    if len(files) > 1:
        raise BadSource(f"un fichier à la fois, pas {' et '.join(files)}")
    here = Path(__file__).resolve().parent
    own = [here / f"{table.lab}{suffix}" for suffix in (".ipynb", ".py")]
    present = sorted((path for path in own if path.is_file()), key=lambda path: path.stat().st_mtime)
    if not files and not present:
        raise BadSource(f"ni {own[0].name} ni {own[1].name} à côté de check.py ; donne le nom de ton fichier")
    return Path(files[0]) if files else present[-1], [word for word in words if word in known] or known


def _public_table() -> Table | None:
    """Return the table beside check.py; print why and return None where it cannot be read."""
    path = Path(__file__).resolve().parent / "expected.npz"
    try:
        return load_table(path.read_bytes())
    except OSError:
        print(f"Il manque {path.name} à côté de check.py : remets le dossier du TP tel que tu l'as reçu.")
    except Exception:
        print(f"{path.name} est abîmé : remets le dossier du TP tel que tu l'as reçu.")
    return None


def judge_all(
    table: Table, namespace: dict[str, Any], questions: Sequence[str], cells: Sequence[Cell]
) -> list[Judgement]:
    """Return the judgements of the questions with these ids, in the order of the table.

    The questions whose errors they may carry are judged too, but not returned. `cells` hold the answers
    to free-text questions.
    """
    upstream = {
        name.split(":")[0]
        for question in table.questions
        if question.id in questions
        for answer in question.answers
        for name in answer.context
    }
    recognised: list[str] = []
    judgements = []
    for question in table.questions:
        if question.id in questions or question.id in upstream:
            outcomes = call_all(question, namespace, cells, table.handout)
            judgement = judge_question(question, outcomes, table.tolerance, recognised)
            recognised.extend(judgement.recognised)
            if question.id in questions:
                judgements.append(judgement)
    return judgements


def required(question: str) -> Callable[[str, dict[str, Any]], None]:
    """Return a function `passes(check, namespace)` for one question, which judges it on the public cases.

    It raises AssertionError, with a message for the student, unless the check passes. The question is
    judged once, at the first call, for all its checks.
    """
    judged: dict[str, Verdict] = {}

    def passes(check: str, namespace: dict[str, Any]) -> None:
        if not judged:
            table = _public_table()
            if table is None:
                raise AssertionError("vérification impossible")
            judged.update(
                (verdict.check, verdict)
                for judgement in judge_all(table, namespace, [question], [])
                for verdict in judgement.verdicts
            )
        ensure(judged[check])

    return passes


def ensure(verdict: Verdict) -> None:
    """Raise AssertionError, with a message for the student, unless the check passed or waits for a person."""
    if verdict.status not in (PASSED, PENDING):
        texts = [verdict.message, verdict.hint and f"→ {verdict.hint}"]
        raise AssertionError("\n".join(filter(None, texts)) or "pas regardé : corrige d'abord ce qui précède")


def call_all(
    question: QuestionRow,
    namespace: dict[str, Any],
    cells: Sequence[Cell],
    handout: Handout,
    seconds: float = SECONDS,
) -> dict[str, list[Outcome]]:
    """Return the outcomes of a question's calls: case -> calls, each within `seconds` of processor time.

    For a free-text question, the value of the only outcome is the text that was written.
    """
    if question.kind == "text":
        value = variable(namespace, question.call, seconds).value
        text = written_answer(value, question.id, question.placeholder, cells, handout)
        return {TEXT: [Outcome({"status": "value"}, text)]}
    outcomes: dict[str, list[Outcome]] = {}
    for case, arguments in calls(question):
        outcomes.setdefault(case, []).append(
            call(namespace, question.call, list(arguments), seconds, question.kind == "figure")
        )
    return outcomes


if __name__ == "__main__":
    sys.exit(main())
