"""Strategies of plain values, and what tests of their encoding share."""

import struct

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.student.values import Caps

SMALL = Caps(bytes=10_000, leaves=50, depth=3, text=200)
DTYPES = "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 >f4 >i8"
dtypes = st.sampled_from(DTYPES.split(" "))
arrays = npst.arrays(dtypes, npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | arrays
)


def same(a, b):
    """Return whether two plain values are the same, to the type and the bit."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return a == b or (a != a and b != b)


def trees(depth):
    """Return the strategy of plain values that are nested this deep at most."""
    if not depth:
        return leaves
    inner = trees(depth - 1)
    return (
        leaves
        | st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    )


def header(text, body=b""):
    """Return an encoded value of this header and this body."""
    data = text.encode("utf-8", "surrogatepass")
    return struct.pack("!I", len(data)) + data + body
