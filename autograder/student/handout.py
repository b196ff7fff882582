"""A lab as students receive it, and a submission read against it.

What was handed out tells the student's own work from ours: which cells to run, which file counts,
what was written in answer to a free-text question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from autograder.student.source import BadSource, Cell, read_cells

DEMO = "demo"  # tag of the cells that show, check or train: not run again
PROVIDED = "provided"  # tag of the cells that call the student's functions: run as they were handed out
CHECKED = "check_"  # and the id of a question: the id of the cell that checks it
BESIDE = ("check.py", "conftest.py", "setup.py", "__init__.py")  # Python files that are nobody's submission
CANDIDATES = 20  # files of one student that are looked at


@dataclass(frozen=True)
class Handout:
    """A lab as students receive it: its name, its cells without the answers, the files beside them."""

    lab: str
    cells: tuple[Cell, ...] = ()
    answers: tuple[str, ...] = ()  # ids of the free-text questions: the Markdown cells to write in
    beside: tuple[str, ...] = ()  # texts of the cells of the Python files that come with the notebook

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all cells: a cell of another id is the student's own."""
        return frozenset(cell.id for cell in self.cells)

    @cached_property
    def demos(self) -> tuple[Cell, ...]:
        """The cells that show, check or train."""
        return tuple(cell for cell in self.cells if DEMO in cell.tags)

    @cached_property
    def provided(self) -> dict[str, str]:
        """The cells that run as they were handed out: id -> text."""
        return {cell.id: cell.text for cell in self.cells if PROVIDED in cell.tags}

    @cached_property
    def texts(self) -> frozenset[str]:
        """The texts of all cells, without white space."""
        return frozenset(squeezed(text) for text in ["", *(cell.text for cell in self.cells), *self.beside])

    def untouched(self, cells: Iterable[Cell]) -> bool:
        """Whether these cells hold no code and no written answer beside what was handed out."""
        own = (cell for cell in cells if cell.kind == "code" or cell.id in self.answers)
        return all(squeezed(cell.text) in self.texts for cell in own)


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def loadable(cells: Iterable[Cell], handout: Handout) -> list[dict[str, Any]]:
    """Return a submission's code cells as the loader takes them.

    Demo cells are left out; of one that the student changed, only the definitions run. Provided
    cells come last, with the text that was handed out.
    """
    shown = {cell.text.strip() for cell in handout.demos}
    shown_ids = {cell.id for cell in handout.demos}
    own = [
        {"text": cell.text, "where": cell.where, "line": cell.line, "definitions": cell.id in shown_ids}
        for cell in cells
        if cell.kind == "code" and cell.text.strip() and cell.text.strip() not in shown
        if cell.id not in handout.provided
    ]
    provided = [
        {"text": text, "where": f"code fourni ({id})", "line": 0, "definitions": False}
        for id, text in handout.provided.items()
    ]
    return own + provided


def find_work(files: Sequence[tuple[str, Callable[[], bytes]]], handout: Handout) -> tuple[str, list[Cell]]:
    """Return the name and the cells of the file that counts, among files given by name and reader.

    Raises BadSource where no file can be read, or where more than one could count.
    """
    if not files:
        raise BadSource("aucun fichier .ipynb ou .py n'a été rendu")
    if len(files) > CANDIDATES:
        raise BadSource(f"{len(files)} fichiers .ipynb ou .py ont été rendus : n'en rends qu'un")
    found: list[tuple[str, list[Cell]]] = []
    trouble: list[str] = []
    for name, read in files:
        try:
            found.append((name, read_cells(name, read())))
        except BadSource as error:
            trouble.append(f"{name} : {error}" if len(files) > 1 else str(error))
    if not found:
        raise BadSource(" ; ".join(trouble))
    worked = [(name, cells) for name, cells in found if not handout.untouched(cells)]
    named = [(name, cells) for name, cells in worked if PurePosixPath(name).stem == handout.lab]
    chosen = (worked if len(worked) == 1 else named) if worked else found[:1]
    if len(chosen) != 1:
        names = ", ".join(name for name, _ in worked)
        raise BadSource(f"plusieurs fichiers pourraient être le bon ({names}) : n'en rends qu'un")
    return chosen[0]


def written_answer(variable: Any, id: str, placeholder: str, cells: Iterable[Cell], handout: Handout) -> str:
    """Return what answers a free-text question: the text in the variable of its name, or what its cell holds.

    To the Markdown cell belong the student's own Markdown cells right below it. The placeholder of
    the stub is left out.
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
