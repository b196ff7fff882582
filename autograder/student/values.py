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

from __future__ import annotations

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
