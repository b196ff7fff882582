"""What comes from outside is taken for what it is or refused in one line: never another exception.

pytest runs a bounded, steady number of examples. `make fuzz` runs this file for FUZZ_SECONDS (300) on
random ones, says how many each property has seen, and fails where one breaks.
"""

import collections
import contextlib
import functools
import json
import os
import re
import resource
import struct
import sys
import tempfile
import time
import traceback
import tracemalloc
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from support.repository import ROOT, table
from support.trees import SMALL, header, same, trees

from autograder.course.config import Config, load_config
from autograder.course.handout import strip
from autograder.errors import Refused
from autograder.grading.score import read_manual
from autograder.judge.figures import FIELDS, known_artists
from autograder.judge.judging import judge, judge_question
from autograder.judge.reports import discreet
from autograder.judge.verdicts import PENDING
from autograder.sandbox import reply
from autograder.sandbox.inside.frames import BadFrame, pack, unpack
from autograder.student.calls import Outcome
from autograder.student.handout import DEMO, PROVIDED, Handout, loadable
from autograder.student.source import BadSource, Cell, read_cells
from autograder.student.values import CAPS, BadValue, NotPlain, decode, encode, plain

FUZZING = __name__ == "__main__"
SETTINGS = settings(
    deadline=None, database=None, derandomize=not FUZZING, max_examples=200 if FUZZING else 100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip
MEMORY = 4 * 2**30  # bytes, all libraries included
SEEN = collections.Counter()  # property -> examples
PROPERTIES = []


def holds_for(**drawn):
    """A test of examples drawn from these strategies, each of them counted."""

    def decorate(function):
        @functools.wraps(function)
        def counted(**values):
            SEEN[function.__name__] += 1
            function(**values)

        PROPERTIES.append(SETTINGS(given(**drawn)(counted)))
        return PROPERTIES[-1]

    return decorate


def one_line(error):
    assert str(error)
    assert len(str(error).splitlines()) == 1
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in str(error))


texts = st.text(max_size=20) | st.sampled_from(
    ["", "\0", "\ud800", "\u202e", "\x1b[31m", "<script>", "=1+1", "nan", "é", "9" * 5000]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
jsons = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)

# ---- plain values


@holds_for(value=trees(3))
def test_a_plain_value_comes_back_the_same(value):
    tree = plain(value)
    assert same(decode(encode(tree)), tree)


nodes = st.recursive(
    scalars
    | st.tuples(st.just("f"), st.floats().map(float.hex) | texts)
    | st.tuples(
        st.just("a"),
        st.sampled_from(["float64", "bool", "int8", "object"]),
        st.lists(st.integers(-1, 4) | st.integers(), max_size=9),
    )
    | st.tuples(st.just("s"), st.integers()),
    lambda inner: (
        st.lists(inner, max_size=4).flatmap(
            lambda items: st.sampled_from([["l", *items], ["t", *items], items])
        )
        | st.lists(inner, max_size=3).map(
            lambda items: ["d", [str(number) for number in range(len(items))], items]
        )
    ),
    max_leaves=8,
)
encoded = (
    st.binary(max_size=200)
    | st.builds(
        lambda text, body: struct.pack("!I", len(text)) + text + body,
        st.binary(max_size=50),
        st.binary(max_size=50),
    )
    | st.builds(lambda node, body: header(json.dumps(node), body), nodes, st.binary(max_size=64))
)


def size(tree):
    """(leaves, depth, characters, bytes) of a plain value."""
    if isinstance(tree, np.ndarray):
        return np.array([1, 0, 0, tree.nbytes])
    if isinstance(tree, str):
        return np.array([1, 0, len(tree), 0])
    if isinstance(tree, dict):
        return np.add(size(list(tree.values())), [0, 0, sum(map(len, tree)), 0])
    if isinstance(tree, list | tuple):
        inner = [size(item) for item in tree]
        return np.sum([[1, 0, 0, 0], *inner], axis=0) * [1, 0, 1, 1] + [
            0,
            1 + max((one[1] for one in inner), default=0),
            0,
            0,
        ]
    assert tree is None or type(tree) in (bool, int, float)
    return np.array([1, 0, 0, 0])


@holds_for(data=encoded)
@example(
    data=header('["a","float64",[0,549755813888]]')
)  # no items, and yet too large for a copy of another type
def test_any_bytes_are_a_plain_value_within_its_caps_or_none(data):
    try:
        tree = decode(data, SMALL)
    except BadValue as error:
        one_line(error)
        return
    assert np.all(size(tree) <= [SMALL.leaves, SMALL.depth, SMALL.text, SMALL.bytes])
    assert same(plain(tree), tree)
    assert same(decode(encode(tree)), tree)


HEADER = 128 * CAPS.leaves + 8 * CAPS.text  # the longest


@pytest.mark.parametrize("item", ["[[]],", '"aé",'], ids=["lists", "texts"])
def test_the_longest_header_takes_bounded_memory(item):
    data = header("[" + item * ((HEADER - 2) // len(item.encode()) - 1) + "1]")
    tracemalloc.start()
    try:
        with pytest.raises(BadValue):
            decode(data)
        assert tracemalloc.get_traced_memory()[1] < 150 * 2**20  # 107 MiB
    finally:
        tracemalloc.stop()


def objects(items):
    """An array of these objects: np.array would unroll a range."""
    array = np.empty(len(items), dtype=object)
    for number, item in enumerate(items):
        array[number] = item
    return array


things = st.recursive(
    scalars
    | trees(0)
    | st.binary()
    | st.complex_numbers()
    | st.sampled_from([object(), print, np, int, Ellipsis, iter([1]), range(10**9), np.datetime64("nat")]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(scalars, inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.lists(inner, max_size=3).map(iter)
        | st.lists(inner, max_size=3).map(objects)
    ),
    max_leaves=8,
)


@holds_for(value=things)
def test_whatever_a_function_returns_is_plain_or_is_named(value):
    try:
        tree = plain(value, SMALL)
    except NotPlain as error:
        one_line(error)
        return
    assert same(decode(encode(tree)), tree)


# ---- what a child says


@holds_for(
    frame=st.binary(max_size=100)
    | st.builds(
        lambda value, body: struct.pack("!I", len(value)) + value + body,
        jsons.map(lambda v: json.dumps(v).encode()),
        st.binary(max_size=20),
    )
)
@example(frame=struct.pack("!I", 5000) + b"9" * 5000)
@example(frame=struct.pack("!I", 90_000) + b"[" * 90_000)
def test_any_frame_is_a_header_and_a_body_or_no_frame(frame):
    try:
        said, body = unpack(frame)
    except BadFrame as error:
        one_line(error)
        return
    again = pack(said, body)
    assert unpack(again[4:])[1] == body


LOADED = [{"where": "tp.py", "line": 0, "text": "x = 1"}]
statuses = st.sampled_from([*sorted(reply.STATUSES), "crashed", "lost"]) | texts
reports = st.dictionaries(
    texts | st.sampled_from(["type", "message", "where", "line", "text", "figure", "changed"]),
    jsons,
    max_size=6,
)
reports = st.builds(lambda report, status: {**report, "status": status}, reports, statuses) | jsons


@holds_for(data=reports)
def test_any_report_is_made_flat_and_visible_or_refused(data):
    try:
        said = reply.report(data)
    except BadFrame as error:
        one_line(error)
        return
    assert said["status"] in reply.STATUSES
    json.dumps(said, allow_nan=False, ensure_ascii=False).encode("utf-8")
    leaves = [leaf for value in said.values() for leaf in (value if isinstance(value, list) else [value])]
    assert all(leaf is None or type(leaf) in (bool, int, float, str) for leaf in leaves)
    for text in (*said, *(leaf for leaf in leaves if isinstance(leaf, str))):
        assert all(
            unicodedata.category(character) not in ("Cc", "Cf", "Cs") or character in "\n\t"
            for character in text
        )
    discreet(said, LOADED)


@holds_for(data=jsons | st.lists(reports, max_size=5))
def test_any_problems_of_a_load_are_reports_or_refused(data):
    with contextlib.suppress(BadFrame):
        assert all(problem["status"] in reply.STATUSES for problem in reply.problems(data))


# ---- judging


def like(value):
    """Plain values that resemble a right one: it, its neighbours, and things of its shapes."""
    if not isinstance(value, np.ndarray) or not value.size:
        return st.just(value)
    near = [
        value,
        value.T,
        value[:1],
        value[None],
        value + 1e-5,
        value * np.nan,
        value.astype(np.float32),
        value.tolist(),
        np.zeros((10**11, 0)),
        value[..., 0],
    ]
    return st.sampled_from(near) | npst.arrays(["f8", "f4", "i8", "?"][value.ndim], value.shape)


def outputs(question):
    """Outcomes of all calls of a question."""
    right = [
        parts for answer in question.answers for parts in answer.values.values() if isinstance(parts, tuple)
    ]
    whole = st.sampled_from(right).flatmap(lambda parts: st.tuples(*map(like, parts)))
    values = (
        trees(2)
        | whole
        | whole.map(list)
        | whole.map(lambda parts: parts[0])
        | whole.map(lambda parts: dict(zip("abcdef", parts, strict=False)))
    )
    said = st.just({"status": "value", "figure": "returned"}) | reports.map(reported)
    return st.fixed_dictionaries(
        {case: st.lists(st.builds(Outcome, said, values), min_size=1, max_size=2) for case in question.cases}
    )


def reported(data):
    try:
        return discreet(reply.report(data), LOADED)
    except BadFrame:
        return {"status": "rejected"}


def judged(question, outcomes):
    judgement = judge_question(question, outcomes, 1e-4, ())
    assert [verdict.check for verdict in judgement.verdicts] == [check.id for check in question.checks]
    assert all(0 <= verdict.points <= verdict.out_of for verdict in judgement.verdicts)
    assert -1e-9 <= judgement.points <= judgement.out_of + 1e-9
    assert not judgement.pending
    return judgement


QUESTIONS = {question.id: question for question in table("tp4_ex1").questions}
computed = [question for question in QUESTIONS.values() if question.kind not in ("text", "figure")]


@holds_for(
    chosen=st.sampled_from(computed).flatmap(lambda question: st.tuples(st.just(question), outputs(question)))
)
def test_any_outputs_of_any_question_are_given_a_verdict(chosen):
    with np.errstate(all="ignore"):
        judged(*chosen)


@holds_for(
    data=st.dictionaries(
        st.sampled_from([*QUESTIONS, "other"]),
        st.dictionaries(texts, st.lists(st.builds(Outcome, reports.map(reported), trees(1)), max_size=2)),
        max_size=3,
    )
)
def test_what_was_not_called_is_nobodys_pass(data):
    with np.errstate(all="ignore"):
        judgements = judge(data, table("tp4_ex1"))
    assert [judgement.question for judgement in judgements] == list(QUESTIONS)
    assert sum(judgement.points for judgement in judgements) == 0
    assert not any(verdict.status == PENDING for judgement in judgements for verdict in judgement.verdicts)


lines = npst.arrays(
    st.sampled_from(["f8", "f4", "f2"]), npst.array_shapes(min_dims=1, max_dims=1, min_side=0, max_side=6)
)
planes = npst.arrays(
    st.sampled_from(["f8", "f4"]), npst.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=6)
)
words = (
    st.sampled_from(
        ["Le", "chat", "noir", "dort", "1,5", "-2.25e3", "٣,٤", "9e99", "0.1 " * 30, "requête", "clé", ""]
    )
    | texts
)
STRATEGIES = {
    "_is_line": lines,
    "_is_plane": planes,
    "_is_text": words,
    "_are_texts": st.lists(words, max_size=6),
}


def artist(kind):
    fields = {key: STRATEGIES[is_one.__name__] for key, is_one in FIELDS[kind].items()}
    if kind == "image":
        return st.builds(
            lambda data, axes: {
                "kind": kind,
                "axes": axes,
                "data": data,
                "x": np.arange(float(data.shape[1])),
                "y": np.arange(float(data.shape[0])),
            },
            shown,
            st.integers(-1, 3),
        )
    return st.fixed_dictionaries({"kind": st.just(kind), "axes": st.integers(-1, 3) | st.none(), **fields})


SHOW = QUESTIONS["show"]
matrices = [
    part
    for answer in SHOW.answers
    for parts in answer.values.values()
    if isinstance(parts, tuple)
    for part in parts
    if np.ndim(part) == 2
]
shown = planes | st.sampled_from(
    [way for part in matrices for way in (part, part.T, 100 * part, np.round(part, 2))]
)
figures = st.lists(st.sampled_from(sorted(FIELDS)).flatmap(artist) | trees(1), max_size=8) | trees(2)


@holds_for(value=figures)
@example(
    value=[
        {"kind": ["image"], "axes": 0},
        {"kind": "image", "axes": True, "data": np.zeros((2, 2)), "x": np.zeros(2), "y": np.zeros(2)},
    ]
)
@example(
    value=[
        {
            "kind": "bars",
            "axes": 0,
            "data": np.full(3, np.nan),
            "left": np.array([np.nan, -np.inf, 0]),
            "right": np.full(3, np.inf),
        }
    ]
)
def test_whatever_is_called_a_figure_is_given_a_verdict(value):
    for found in known_artists(value):
        assert set(found) == {"kind", "axes", *FIELDS[found["kind"]]}
    with np.errstate(all="ignore"):
        judged(
            SHOW, {case: [Outcome({"status": "value", "figure": "returned"}, value)] for case in SHOW.cases}
        )


# ---- what is handed in

cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | jsons,
        "source": texts | st.lists(texts, max_size=3) | jsons,
        "id": texts | jsons,
        "metadata": (
            st.fixed_dictionaries(
                {},
                optional={
                    "nbgrader": st.fixed_dictionaries({}, optional={"grade_id": jsons}) | jsons,
                    "tags": jsons,
                },
            )
            | jsons
        ),
    },
)
notebooks = st.fixed_dictionaries(
    {"nbformat": st.just(4) | jsons, "cells": st.lists(cells | jsons, max_size=5) | jsons}
).map(lambda tree: json.dumps(tree).encode())
percent = st.lists(
    st.sampled_from(
        [
            "# %%",
            "# %% [md]",
            "# %% softmax",
            '# %% a tags=["demo"]',
            "#",
            "# x",
            "def f():",
            "\t",
            "\f",
            "\r",
            "é",
            "\ufeff",
        ]
    )
    | texts,
    max_size=8,
)
percent = percent.map(lambda parts: "\n".join(parts).encode("utf-8", "surrogatepass"))
files = st.tuples(
    st.sampled_from(["tp.py", "tp.ipynb", "TP.IPYNB"]),
    st.binary(max_size=100)
    | notebooks
    | percent
    | st.builds(
        lambda start, text: start + text.encode("utf-16-le", "surrogatepass"),
        st.sampled_from([b"\xff\xfe", b"\xfe\xff", b"# coding: cp1252\n"]),
        texts,
    ),
)


@holds_for(file=files)
@example(file=("tp.ipynb", b'{"nbformat":4,"cells":[{"cell_type":' + b"[" * 980 + b"]" * 980 + b"}]}"))
@example(file=("tp.ipynb", b'{"nbformat":' + b"9" * 5000 + b"}"))
def test_any_file_is_cells_or_one_line(file):
    try:
        read = read_cells(*file)
    except BadSource as error:
        one_line(error)
        return
    for cell in read:
        assert cell.kind in ("code", "markdown")
        assert all(type(text) is str for text in (cell.id, cell.text, cell.where, *cell.tags))
    shown = [
        *(Cell("code", "shown", cell.text, "", tags=(DEMO,)) for cell in read[:1]),
        *(Cell("code", cell.id, "", "", tags=(DEMO,)) for cell in read[1:2]),
    ]
    setup = Cell("code", "setup", "import numpy", "", tags=(PROVIDED,))
    ready = loadable(read, Handout("tp", (*shown, setup)))
    assert ready[-1]["text"] == "import numpy"
    assert all(cell["text"].strip() for cell in ready)
    pack({"cells": ready})  # goes to the sandbox


# ---- what staff write

MARKERS = [
    "# BEGIN SOLUTION", "# END SOLUTION", "  ## BEGIN SOLUTION ", "\t# END SOLUTION", "### END SOLUTION",
    "x = 1  # BEGIN SOLUTION", "# BEGIN  SOLUTION", "# BEGIN SOLUTIONS", "#BEGIN SOLUTION:",
    "\ufeff# BEGIN SOLUTION", "x\f# BEGIN SOLUTION", "# begin solution", "# End Solution", "# BEGIN_SOLUTION",
    "# BEGIN-SOLUTION", "BEGIN SOLUTION", "# # BEGIN SOLUTION",
]  # fmt: skip
BEGINS, ENDS = (re.compile(word + r"[\s_-]*solution", re.IGNORECASE) for word in ("begin", "end"))


@holds_for(
    marks=st.lists(st.none() | st.sampled_from(MARKERS), max_size=9),
    kind=st.sampled_from(["code", "markdown"]),
)
@example(marks=["# begin solution", None, "# end solution"], kind="code")
@example(marks=["# BEGIN SOLUTION", "# End Solution", None, "# END SOLUTION"], kind="code")
@example(marks=["# BEGIN_SOLUTION", None, "# END_SOLUTION"], kind="markdown")
def test_no_arrangement_of_markers_lets_a_solution_through(marks, kind):
    whole = [mark or f"line_{number} = {number}" for number, mark in enumerate(marks)]
    try:
        kept = strip(Cell(kind, "softmax", "\n".join(whole), "lab.py", 7), "lab.py").split("\n")
    except Refused as error:
        one_line(error)
        assert 8 <= int(re.match(r"lab\.py:(\d+): ", str(error)).group(1)) <= 7 + len(whole)
        return
    inside = False
    for line, mark in zip(whole, marks, strict=True):
        if mark:
            inside = bool(BEGINS.search(mark))
        else:
            assert (line in kept) is not inside
    assert not any(BEGINS.search(line) or ENDS.search(line) for line in kept)


@contextlib.contextmanager
def written(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written"
        path.write_bytes(data)
        yield path


GRADING = (ROOT / "grading.toml").read_text(encoding="utf-8")
tokens = st.sampled_from(
    [
        "nan",
        "inf",
        "-1",
        "0",
        "9" * 30,
        "9" * 5000,
        '"x"',
        '"1"',
        "[]",
        "{}",
        "{ a = 1 }",
        "[" * 3000,
        "2024-13-45",
        "true",
        "'\ud800'",
        '"\\u202e"',
        '"',
        "",
    ]
)
keys = st.sampled_from(
    [
        "x",
        '"a\\nb"',
        '"\\u001b[31m"',
        '"\\u202e"',
        "x" * 5000,
        "[[labs]]",
        "[labs.x]",
        "a.b.c",
        ".".join("a" * 2000),
        "é",
        "#",
        "limits",
    ]
)
VALUES = [found.span() for found in re.finditer(r"(?<== )(?:[\d.e-]+|\"[^\"]*\"|\[.*?\])", GRADING)]


def changed(spans, value):
    text = GRADING
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + value + text[end:]
    return text


tomls = (
    st.binary(max_size=60)
    | st.builds(lambda key, value: f"{key} = {value}\n", keys, tokens)
    | st.builds(lambda key, value: f"{key} = {value}\n{GRADING}", keys, tokens)
    | st.builds(lambda key, value: f"{GRADING}\n{key} = {value}\n", keys, tokens)
    | st.builds(changed, st.lists(st.sampled_from(VALUES), min_size=1, max_size=2, unique=True), tokens)
).map(lambda text: text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))


@holds_for(data=tomls)
@example(data=b"a = " + b"[" * 5000)
@example(data=b"a = " + b"9" * 5000)
@example(data=b'"a\\nb\\u202e" = 1\n' + GRADING.encode())
@example(data=GRADING.replace("call_seconds = 2", "call_seconds = inf").encode())
@example(data=GRADING.replace("memory_mb = 1024", "memory_mb = " + "9" * 40).encode())
def test_any_toml_is_a_configuration_or_one_line(data):
    with written(data) as path:
        try:
            read = load_config(path)
        except Refused as error:
            one_line(error)
            assert str(error).startswith(str(path))
            return
    assert isinstance(read, Config)
    numbers = [read.tolerance, read.trivial_cap, *dict(read.marks).values(), *dict(read.limits).values()]
    assert all(0 < number < 2**40 for number in numbers)
    assert all(
        0 <= points < 2**40
        for one in read.labs.values()
        for checks in one.points.values()
        for points in checks.values()
    )


QUESTION_POINTS = {"a": 10.0, "why": 2.0}
fields = (
    st.sampled_from(
        [
            "student",
            "a",
            "why",
            "alice",
            "1,5",
            "1.5",
            " 2 ",
            "nan",
            "inf",
            "-1",
            "1e999",
            "1_0",
            "",
            '"',
            '"x\ny"',
            "\0",
            "é",
            "=1",
            "x" * 140_000,
        ]
    )
    | texts
)
tables = st.lists(st.lists(fields, max_size=4), max_size=4).map(
    lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8", "surrogatepass")
)
tables = tables | st.binary(max_size=60) | tables.map(lambda rows: b"student,a,why\n" + rows)


@holds_for(data=tables)
@example(data=b"student,a,a\nalice,1,2\n")
def test_any_file_of_marks_is_read_or_one_line(data):
    with written(data) as path:
        try:
            read = read_manual(path, QUESTION_POINTS)
        except Refused as error:
            one_line(error)
            assert str(error).startswith(str(path))
            return
    assert all(
        student and 0 <= value <= QUESTION_POINTS[question]
        for student, marks in read.items()
        for question, value in marks.items()
    )
    head = data.decode("utf-8-sig").splitlines()[0]
    assert (
        not read or len(set(head.split(","))) == len(head.split(",")) or '"' in head
    )  # no column twice, of which one is lost


def fuzz(seconds):
    """Run every property for its share of the time, in bounded memory; return whether one broke."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    broken = False
    for test in PROPERTIES:
        ends = time.monotonic() + seconds / len(PROPERTIES)
        try:
            while time.monotonic() < ends:
                test()
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            traceback.print_exc()
            broken = True
        print(f"{SEEN[test.__name__]:8,} {test.__name__.removeprefix('test_').replace('_', ' ')}", flush=True)
    print(f"{sum(SEEN.values()):8,} examples in all: {'SOMETHING BROKE' if broken else 'all hold'}")
    return broken


if FUZZING:
    sys.exit(fuzz(float(os.environ.get("FUZZ_SECONDS", 300))))
