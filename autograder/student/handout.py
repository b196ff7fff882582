"""The lab as students receive it, and what a submission adds to it.

Comparing the two tells which cells of a submission to run, which of its files counts, and what was
written in answer to a free-text question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from autograder.student.source import BadSource, Cell, read_cells

DEMO = "demo"  # tag of the cells that demonstrate, check or train: the grader does not run them
PROVIDED = "provided"  # tag of the cells that call the student's functions: the original text runs
CHECKED = "check_"  # CHECKED and the id of a question are the id of the cell that checks it
BESIDE = ("check.py", "conftest.py", "setup.py", "__init__.py")  # Python files that are never a submission
CANDIDATES = 20  # a student who hands in more files than this is asked for one


@dataclass(frozen=True)
class Handout:
    """A lab as students receive it: its name, its cells without the answers, the files beside them."""

    lab: str
    cells: tuple[Cell, ...] = ()
    answers: tuple[str, ...] = ()  # ids of the free-text questions, which are ids of Markdown cells
    beside: tuple[str, ...] = ()  # texts of all cells of the Python files that come with the notebook

    @cached_property
    def ids(self) -> frozenset[str]:
        """Return the ids of all cells. A cell with another id is the student's own."""
        return frozenset(cell.id for cell in self.cells)

    @cached_property
    def demos(self) -> tuple[Cell, ...]:
        """Return the cells that demonstrate, check or train."""
        return tuple(cell for cell in self.cells if DEMO in cell.tags)

    @cached_property
    def provided(self) -> dict[str, str]:
        """Return the cells that run with their original text: id -> text."""
        return {cell.id: cell.text for cell in self.cells if PROVIDED in cell.tags}

    @cached_property
    def texts(self) -> frozenset[str]:
        """Return the texts of all cells and of the files beside them, without white space."""
        return frozenset(squeezed(text) for text in ["", *(cell.text for cell in self.cells), *self.beside])

    def untouched(self, cells: Iterable[Cell]) -> bool:
        """Return whether these cells hold no code and no written answer of the student's own."""
        own = (cell for cell in cells if cell.kind == "code" or cell.id in self.answers)
        return all(squeezed(cell.text) in self.texts for cell in own)


def squeezed(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def loadable(cells: Iterable[Cell], handout: Handout) -> list[dict[str, Any]]:
    """Return a submission's code cells in the form that `load` takes.

    Demo cells are left out; where the student changed one, its definitions still run. Provided cells
    come last, with their original text.
    """
    demo_texts = {cell.text.strip() for cell in handout.demos}
    demo_ids = {cell.id for cell in handout.demos}
    own = [
        {"text": cell.text, "where": cell.where, "line": cell.line, "definitions": cell.id in demo_ids}
        for cell in cells
        if cell.kind == "code" and cell.text.strip() and cell.text.strip() not in demo_texts
        if cell.id not in handout.provided
    ]
    provided = [
        {"text": text, "where": f"code fourni ({id})", "line": 0, "definitions": False}
        for id, text in handout.provided.items()
    ]
    return own + provided


def find_work(files: Sequence[tuple[str, Callable[[], bytes]]], handout: Handout) -> tuple[str, list[Cell]]:
    """Return (name, cells) of the file that counts; `files` are pairs of a name and a function that reads it.

    The file that counts is the one that was worked on; of several, the one named after the lab. Raises
    BadSource where no file can be read, or where several may count.
    """
    if not files:
        raise BadSource("aucun fichier .ipynb ou .py n'a été rendu")
    if len(files) > CANDIDATES:
        raise BadSource(f"{len(files)} fichiers .ipynb ou .py ont été rendus : n'en rends qu'un")
    readable: list[tuple[str, list[Cell]]] = []
    problems: list[str] = []
    for name, read in files:
        try:
            readable.append((name, read_cells(name, read())))
        except BadSource as error:
            problems.append(f"{name} : {error}" if len(files) > 1 else str(error))
    if not readable:
        raise BadSource(" ; ".join(problems))
    worked = [(name, cells) for name, cells in readable if not handout.untouched(cells)]
    named = [(name, cells) for name, cells in worked if PurePosixPath(name).stem == handout.lab]
    chosen = (worked if len(worked) == 1 else named) if worked else readable[:1]
    if len(chosen) != 1:
        names = ", ".join(name for name, _ in worked)
        raise BadSource(f"plusieurs fichiers pourraient être le bon ({names}) : n'en rends qu'un")
    return chosen[0]


def written_answer(variable: Any, id: str, placeholder: str, cells: Iterable[Cell], handout: Handout) -> str:
    """Return the answer to the free-text question `id`, without the stub's placeholder.

    `variable` is the value of the student's global variable of that name; a text in it is the answer.
    Otherwise the answer is the text of the question's Markdown cell, and of the Markdown cells that
    the student added right below it.
    """
    if isinstance(variable, str) and variable.strip():
        return variable
    written: list[str] = []
    below = False
    for cell in cells:
        below = cell.id == id or (below and cell.id not in handout.ids)
        if below and cell.kind == "markdown":
            written.append(cell.text.replace(placeholder, "").strip())
    return "\n".join(written).strip()
