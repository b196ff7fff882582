"""Reading a file into cells: what is good is read, what is bad is one line."""

import json
import time

import pytest

from autograder.student.source import LARGEST_TEXT, MOST_BRACKETS, MOST_CELLS, BadSource, read_cells

CODE = "def f(x):\n    return 'é'\n"


def notebook(*cells, **changes):
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **changes}
    ).encode()


def code(source, **more):
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": source, **more}


@pytest.mark.parametrize(
    "data",
    [
        CODE.encode(),
        b"\xef\xbb\xbf" + CODE.encode(),
        CODE.replace("\n", "\r\n").encode(),
        CODE.replace("\n", "\r").encode(),
        CODE.encode("utf-16"),
        b"\xfe\xff" + CODE.encode("utf-16-be"),
        b"# -*- coding: latin-1 -*-\n" + CODE.encode("latin-1"),
        b"#!/usr/bin/python\n# coding: cp1252\n" + CODE.encode("cp1252"),
    ],
    ids=["utf-8", "bom", "crlf", "cr", "utf-16", "utf-16-be", "latin-1 declared", "cp1252 declared"],
)
def test_the_same_code_is_read_whatever_the_encoding_and_the_line_ends(data):
    (cell,) = read_cells("tp.py", data)
    assert cell.text.endswith(CODE)
    assert cell.kind == "code"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("tp.py", CODE.encode("latin-1"), "UTF-8"),
        ("tp.py", b"x = 1\n\0\0\0", "octets nuls"),
        ("tp.py", CODE.encode("utf-16-le"), "octets nuls"),
        ("tp.py", b"\xff\xfea", "UTF-8"),
        ("tp.ipynb", b"", "JSON"),
        ("tp.ipynb", b"{", "JSON"),
        ("tp.ipynb", b"def f(): pass", "JSON"),
        ("tp.ipynb", b"[" * 100_000, "JSON"),
        ("tp.ipynb", b"\x89PNG\r\n\x1a\n\xff", "UTF-8"),
        ("tp.ipynb", b"\x89PNG\r\n\x1a\n\0\0\0\x0d", "octets nuls"),
        ("tp.ipynb", b"[1]", "pas un notebook"),
        ("tp.ipynb", b"null", "pas un notebook"),
        ("tp.ipynb", b"{}", "nbformat"),
        ("tp.ipynb", notebook(nbformat=3), "nbformat"),
        ("tp.ipynb", notebook(nbformat="4"), "nbformat"),
        ("tp.ipynb", notebook(cells={}), "pas de cellules"),
        ("tp.ipynb", notebook(cells=None), "pas de cellules"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_one_line(name, data, sentence):
    with pytest.raises(BadSource) as raised:
        read_cells(name, data)
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_notebook_whose_cells_are_not_cells_loses_only_those():
    odd = [
        None,
        3,
        "x",
        {},
        {"cell_type": "raw", "source": "r"},
        {"cell_type": "code"},
        code(7),
        code(["a", 3, "b"]),
    ]
    cells = read_cells(
        "tp.ipynb", notebook(*odd, code(CODE, metadata="m", id=4), code(CODE, metadata={"tags": [1, "demo"]}))
    )
    assert [cell.text for cell in cells] == ["", "", "ab", CODE, CODE]
    assert cells[-1].tags == ("demo",)
    assert cells[-2].id == "4"


def test_a_cell_keeps_nbgraders_id_before_its_own():
    named = code(CODE, id="abc", metadata={"nbgrader": {"grade_id": "softmax"}})
    assert [
        cell.id for cell in read_cells("tp.ipynb", notebook(named, code(CODE, id="abc"), code(CODE)))
    ] == ["softmax", "abc", ""]


def test_the_extension_counts_in_any_case():
    assert read_cells("TP.IPYNB", notebook(code(CODE)))[0].text == CODE


PERCENT = """import os
# %% intro [markdown]
# # Titre
#
# texte
# %% softmax
def softmax(S):
    return S

# %% montre tags=["demo", "long"]
print(1)
# %% [md]
# fin
# %%
x = 1
"""


def test_a_percent_script_is_cut_at_its_headers_with_ids_kinds_tags_and_lines():
    cells = read_cells("tp.py", PERCENT.encode())
    assert [(cell.kind, cell.id, cell.tags) for cell in cells] == [
        ("code", "", ()), ("markdown", "intro", ()), ("code", "softmax", ()),
        ("code", "montre", ("demo", "long")), ("markdown", "", ()), ("code", "", ()),
    ]  # fmt: skip
    assert cells[1].text == "# Titre\n\ntexte"
    lines = PERCENT.split("\n")
    for cell in cells:
        if cell.kind == "code":
            assert lines[cell.line] == cell.text.split("\n")[0]


def test_a_script_without_headers_is_one_cell_that_starts_at_line_0():
    (cell,) = read_cells("tp.py", CODE.encode())
    assert (cell.line, cell.where) == (0, "tp.py")


# ---- large, slow or deep


HOSTILE = {
    "blank Markdown lines": ("tp.py", b"# %% [markdown]\n" + b"\n" * 15_000_000),
    "one long line": ("tp.py", b"#" * (LARGEST_TEXT + 1)),
    "headers": ("tp.py", b"# %%\n" * (MOST_CELLS + 1)),
    "text in a notebook": ("tp.ipynb", notebook(code("#" * (LARGEST_TEXT + 1)))),
    "cells": ("tp.ipynb", notebook(*[code("")] * (MOST_CELLS + 1))),
    "200,000 dicts deep": ("tp.ipynb", b'{"a":' * 200_000),
    "dicts": ("tp.ipynb", notebook(metadata=[{}] * MOST_BRACKETS)),
    "an endless number": ("tp.ipynb", notebook(metadata=0).replace(b"0", b"9" * 10_000_000)),
}


@pytest.mark.parametrize(("name", "data"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_far_too_large_is_refused_in_one_line_and_quickly(name, data):
    started = time.process_time()
    with pytest.raises(BadSource) as raised:
        read_cells(name, data)
    assert "\n" not in str(raised.value)
    assert time.process_time() - started < 5  # 0.3 s


@pytest.mark.parametrize(
    "line",
    [" " * 494 + "x", " " * 247 + "x" * 247, "[md]" * 120 + "x", "[md]" + " " * 400 + "x=", "a " * 240],
    ids=["spaces", "word", "markdown", "markdown spaces", "words"],
)
def test_no_header_takes_long_to_read(line):
    started = time.process_time()
    assert len(read_cells("tp.py", f"# %%{line}\n".encode() * MOST_CELLS)) == MOST_CELLS
    assert time.process_time() - started < 3  # 0.2 s


@pytest.mark.parametrize("odd", [[[[]]], {"a": 1}, None, True, 1.5], ids=repr)
def test_a_kind_or_an_id_that_is_no_text_is_not_made_one(odd):
    (cell,) = read_cells(
        "tp.ipynb",
        notebook(code(CODE, cell_type=odd), code(CODE, id=[odd], metadata={"nbgrader": {"grade_id": [odd]}})),
    )
    assert cell.id == ""
