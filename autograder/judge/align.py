"""Fit what a student returned to the parts that a question names: (output, A), (Q, K, V), …

Any reasonable structure is accepted: a list, a tuple or a dict, leading axes of length 1, heads as a
list or as one array, more parts than asked. Where a part is missing, only that part counts as missing.
"""

from __future__ import annotations

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
