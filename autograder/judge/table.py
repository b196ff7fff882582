"""The answer table: everything that judging needs, as plain data.

`course.oracle` builds a hidden table and a public one. The public one is released as `expected.npz`.
The file is a numpy archive: `table` holds a JSON text, and for every type of number there is one long
array, with the values of all arrays of that type end to end. It never holds a pickle.
"""

from __future__ import annotations

import dataclasses
import io
import json
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from autograder.student.handout import Handout
from autograder.student.source import Cell
from autograder.student.values import Seed

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
