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

from __future__ import annotations

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
