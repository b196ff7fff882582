"""Plain values: what becomes of anything, and that no bytes whatever can do harm."""

import contextlib
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.trees import SMALL, header, same, trees

from autograder.student.values import BadValue, NotPlain, Seed, decode, encode, plain


@given(trees(3))
def test_round_trip(value):
    tree = plain(value)
    assert same(decode(encode(tree)), tree)
    assert same(plain(tree), tree)


@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(data):
    for body in (data, struct.pack("!I", len(data)) + data):
        with contextlib.suppress(BadValue):
            decode(body, SMALL)


@settings(max_examples=300)
@given(trees(2), st.data())
def test_mutated_bytes_decode_or_are_refused(value, data):
    encoded = bytearray(encode(plain(value)))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(encoded) - 1))
        syntax = st.sampled_from(list(b'[]",{}0123456789aflstd-'))
        encoded[at] = data.draw(st.integers(0, 255) | syntax)
    try:
        again = decode(bytes(encoded))
    except BadValue:
        return
    encode(again)  # what was accepted is plain


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"\xff\xff\xff\xff",
        header(""),
        header("{"),
        header("{}"),
        header('{"a": 1}'),
        header("1.5"),
        header("NaN"),
        header("Infinity"),
        header(str(2**64)),
        header(str(-(2**63) - 1)),
        header("9" * 5000),
        header("[" * 100_000),
        header("[]"),
        header("[1]"),
        header('["x"]'),
        header('["f", 1]'),
        header('["f", "1.0"]'),
        header('["f", " 0x1.8p+0"]'),
        header('["f", "0x1p+99999"]'),
        header('["s", 3]'),  # a seed only ever travels towards the child
        header('["l", ["l", ["l", ["l", 1]]]]'),
        header('["d", ["a", "a"], [1, 2]]'),
        header('["d", ["a"], [1, 2]]'),
        header('["d", [1], [2]]'),
        header('["d", [["l"]], [2]]'),
        header('"\\ud800"'),
        header('"\ud800"'),
        header('["a", "float64", [1]]', b"\0" * 7),
        header('["a", "float64", [1]]', b"\0" * 9),
        header('["a", "float64", [-1]]'),
        header('["a", "float64", [true]]', b"\0" * 8),
        header('["a", "float64", [1.0]]', b"\0" * 8),
        header('["a", "float64", 1]', b"\0" * 8),
        header('["a", "object", [1]]', b"\0" * 8),
        header('["a", "complex128", [1]]', b"\0" * 16),
        header('["a", "<U4", [1]]', b"\0" * 16),
        header('["a", ">f8", [1]]', b"\0" * 8),
        header('["a", ["l"], [1]]', b"\0" * 8),
        header('["a", "float64", [1,1,1,1,1,1,1,1,1]]', b"\0" * 8),
        header('["a", "float64", [4611686018427387904, 4611686018427387904]]'),
        header('["a", "float64", [0, 1099511627775, 1099511627775]]'),
        header('["a", "float64", [1099511627775]]', b"\0" * 8),
        header("1", b"\0"),
        header('["l"' + ",1" * 50 + "]"),
        header('["l"' + ',["l"]' * 50 + "]"),
        header('"' + "a" * 201 + '"'),
        header('["a", "uint8", [10001]]', b"\0" * 10001),
        header('["l",' + " " * 10_000_000 + "1]"),
    ],
)
def test_refused(data):
    with pytest.raises(BadValue) as caught:
        decode(data, SMALL)
    assert "\n" not in str(caught.value)


def test_decoded_arrays_are_fresh():
    array = decode(encode(np.arange(6).reshape(2, 3).T.copy()))
    array[0, 0] = 7
    assert array.flags.c_contiguous and array.flags.owndata


def test_a_bool_has_two_values():
    assert decode(header('["a", "bool", [2]]', b"\x02\x00")).tobytes() == b"\x01\x00"


def test_seeds_travel_one_way():
    assert decode(encode([Seed(7)]), seeds=True) == [Seed(7)]
    with pytest.raises(BadValue):
        encode(Seed(-1))


class Liar(np.ndarray):
    dtype = property(lambda self: np.dtype(int))
    shape = property(lambda self: (1,))
    nbytes = property(lambda self: 1)

    def __array__(self, *args, **kwargs):
        raise SystemError("no")

    def __array_finalize__(self, other):
        pass


class Dict(dict):
    def items(self):
        raise RuntimeError

    def __iter__(self):
        raise RuntimeError


class Nameless(type):
    @property
    def __name__(cls):
        raise RuntimeError


class Ghost(metaclass=Nameless):
    @property
    def __class__(self):
        raise RuntimeError


@pytest.mark.parametrize(
    "value, expected",
    [
        (np.float32(1.5), 1.5),
        (np.int8(3), 3),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.longdouble(2), 2.0),
        (range(3), [0, 1, 2]),
        (zip([1], [2]), [(1, 2)]),
        ((i for i in [1, 2]), [1, 2]),
        ({1: 2}.values(), [2]),
        ({1: "x", "b": None}, {"1": "x", "b": None}),
        ({np.int64(4): 1}, {"4": 1}),
        ("a\ud800b", "a?b"),
        (Dict(a=1), {"a": 1}),
    ],
)
def test_plain(value, expected):
    assert same(plain(value), expected)


def test_array_subclasses_become_arrays():
    masked = np.ma.masked_array([1.0], [True])
    with pytest.warns(PendingDeprecationWarning):
        matrix = np.matrix([[1.0, 2.0]])
    for value in (matrix, masked, np.ones(3).view(Liar)):
        assert type(plain(value)) is np.ndarray
    assert plain(np.ones(3).view(Liar)).tobytes() == np.ones(3).tobytes()
    assert plain(np.ones(2, ">f4")).dtype == np.dtype("float32")
    assert plain(np.ones(2, np.longdouble)).dtype == np.dtype("float64")


def endless():
    while True:
        yield 1


def raising():
    yield 1
    raise ZeroDivisionError


LOOP: list = []
LOOP.append(LOOP)


@pytest.mark.parametrize(
    "value",
    [
        1j,
        b"bytes",
        {1, 2},
        object(),
        print,
        Seed(1),
        10**30,
        np.array([1j]),
        np.array([object()]),
        np.array([1, print], dtype=object),
        np.datetime64("2020"),
        np.timedelta64(2),
        np.zeros(1, [("a", "f8")]),
        np.zeros(1, "V8"),
        np.broadcast_to(1.0, (10**6, 10**6)),
        np.zeros((1,) * 9),
        [[[[[1]]]]],
        LOOP,
        [0] * 30_000,
        "a" * 200_000,
        {1.5: 2},
        {1: 2, "1": 3},
        endless(),
        raising(),
        iter([1]),
    ],
)
def test_not_plain(value):
    with pytest.raises(NotPlain) as caught:
        plain(value)
    assert str(caught.value)


def test_an_object_that_raises_when_looked_at_is_not_plain():
    for value in (Ghost(), [Ghost()], {"a": Ghost()}, np.array([Ghost()])):
        with pytest.raises(NotPlain):
            plain(value)


@pytest.mark.parametrize("value", [object(), {1: 2}, np.array([1j]), "\ud800", np.ones(1, ">f8"), 2**64])
def test_encode_refuses_what_is_not_plain(value):
    with pytest.raises(BadValue):
        encode(value)
