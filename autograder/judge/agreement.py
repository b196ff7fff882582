"""Whether two parts of results agree within a tolerance, which is both absolute and relative.

A part is a numpy array of numbers, a list of words, or None where it is missing.
"""

from __future__ import annotations

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
