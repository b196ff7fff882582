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

from __future__ import annotations

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
