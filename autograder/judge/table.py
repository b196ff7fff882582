"""The answer table: everything judging needs, as plain data. Standard library and numpy only.

Built once per batch by the trusted side (oracle.py); the public one is released as `expected.npz`,
a numpy archive with one JSON text, `table`, and the numbers of all its arrays, end to end, one row a
type. Never a pickle.
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
    """One way to answer a question, on every case: right, accepted, wrong, or carried."""

    kind: str  # reference | accepted | mistake
    id: str
    context: tuple[str, ...]  # the upstream readings it was computed with, as "question:reading"
    values: dict[str, Any]  # case -> tuple of parts (None: absent), or {"raised": type, "numbers": [...]}
    text: str = ""  # note of an accepted reading, symptom of a mistake
    diagnosis: str = ""  # of a mistake, or of the upstream one; empty in a public table
    symptom: str = ""  # of the upstream mistake that a carried answer holds

    @property
    def right(self) -> bool:
        """Whether agreeing with it is full marks."""
        return self.kind != "mistake"


@dataclass(frozen=True)
class CheckRow:
    """A check as data: its kind, its cases by title, its part by position (-1: the whole), its points."""

    id: str
    kind: str
    cases: tuple[str, ...]
    part: int
    points: float
    gate: bool
    options: dict[str, Any]
    title: str = ""  # in French, for students


@dataclass(frozen=True)
class QuestionRow:
    """A question as data. `kind` is `function`, `figure`, `text` or `training`."""

    id: str
    title: str
    kind: str
    call: str
    signature: str
    parts: tuple[str, ...]
    points: float
    bonus: bool
    checks: tuple[CheckRow, ...]
    cases: dict[str, tuple[Any, ...]]  # title -> arguments
    answers: tuple[Answer, ...]
    placeholder: str = ""
    steps: int = 1  # functions that its answer goes through: each may round, so each widens the tolerance
    group: str = ""  # heading of the handout

    @cached_property
    def by_context(self) -> dict[tuple[str, ...], tuple[Answer, ...]]:
        """The answers, by the upstream mistakes that they were computed with."""
        grouped: dict[tuple[str, ...], list[Answer]] = {}
        for answer in self.answers:
            grouped.setdefault(tuple(answer.context), []).append(answer)
        return {context: tuple(answers) for context, answers in grouped.items()}


@dataclass(frozen=True, eq=False)
class Table:
    """All questions of a lab under one seed, with the tolerance (both absolute and relative).

    A table is equal to itself only, so that what follows from one can be kept beside it.
    """

    lab: str
    title: str
    tolerance: float
    packages: tuple[str, ...]
    questions: tuple[QuestionRow, ...]
    handout: Handout  # the lab as students receive it
    schema: int = SCHEMA

    def question(self, id: str) -> QuestionRow:
        """The question of that id. Raises KeyError."""
        for row in self.questions:
            if row.id == id:
                return row
        raise KeyError(id)


def save(table: Table) -> bytes:
    """The table as the bytes of a numpy archive."""
    rows: dict[str, list[Any]] = {}
    text = json.dumps(_pack(table, rows, {}), ensure_ascii=False)
    file = io.BytesIO()
    whole: dict[str, Any] = {name: np.concatenate(arrays) for name, arrays in rows.items()}
    np.savez_compressed(file, table=np.frombuffer(text.encode("utf-8"), dtype=np.uint8), **whole)
    return file.getvalue()


def load_table(data: bytes) -> Table:
    """Read what `save` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        rows = {name: archive[name] for name in archive.files}
    return _table(_unpack(json.loads(rows["table"].tobytes().decode("utf-8")), rows))


def _pack(value: Any, rows: dict[str, list[Any]], ends: dict[str, int]) -> Any:
    """A JSON tree; the numbers of arrays go to the row of their type, and leave their place in it."""
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
    """The calls that judging a question takes, as (case, arguments).

    The first case comes once more at the end: right on the first call and wrong on the second is wrong.
    A figure is drawn once.
    """
    planned = list(question.cases.items())
    return planned + planned[:1] if question.kind == "function" else planned
