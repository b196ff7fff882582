"""Make the handout of a lab: its cells, with stubs in place of the solutions between the markers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from autograder.course.lab import Lab
from autograder.course.question import FreeText, Question
from autograder.errors import Refused
from autograder.student.handout import CHECKED, Handout
from autograder.student.source import Cell, read_cells

BEGIN = re.compile(r"^(\s*)#+\s*BEGIN SOLUTION\s*$")
END = re.compile(r"^\s*#+\s*END SOLUTION\s*$")
MARKER = re.compile(r"(begin|end)[\s_-]*solution", re.IGNORECASE)  # finds misspelt markers too


def handout(lab: Lab) -> Handout:
    """Return the lab as students receive it. Raises Refused where a marker is out of place."""
    answers = tuple(question.id for question in lab.questions if isinstance(question, FreeText))
    python = {name: data for name, data in lab.files.items() if name.endswith(".py")}
    beside = tuple(cell.text for name, data in python.items() for cell in read_cells(name, data))
    cells = tuple(replace(cell, where="", line=0) for cell in released_cells(lab))
    return Handout(lab.id, cells, answers, beside)


def written_cells(lab: Lab) -> Iterator[Cell]:
    """Yield the lab's cells, with answers and markers, and a `check` cell after each function to write."""
    checked = {question.id for question in lab.questions if isinstance(question, Question)}
    for cell in lab.cells:
        yield cell
        if cell.id in checked:
            yield Cell("code", f"{CHECKED}{cell.id}", f'check("{cell.id}")', "", tags=("check",))


def released_cells(lab: Lab) -> Iterator[Cell]:
    """Yield the cells of `written_cells` without answers. Raises Refused where a marker is out of place."""
    file = str(lab.folder / "lab.py")
    return (replace(cell, text=strip(cell, file)) for cell in written_cells(lab))


def solved_cells(lab: Lab) -> Iterator[Cell]:
    """Yield the cells of `written_cells` without markers: a submission with all right answers."""
    for cell in written_cells(lab):
        lines = [line for line in cell.text.split("\n") if not (BEGIN.match(line) or END.match(line))]
        yield replace(cell, text="\n".join(lines))


def require_titles(lab: Lab) -> None:
    """Raise Refused unless every cell has a title of its own, and every question has a cell of its id."""
    titles: set[str] = set()
    for cell in lab.cells:
        if not cell.id or cell.id in titles:
            raise Refused(
                f"{lab.folder / 'lab.py'}:{cell.line}: every cell needs a title of its own, got {cell.id!r}"
            )
        titles.add(cell.id)
    missing = {question.id for question in lab.questions} - titles
    if missing:
        raise Refused(f"{lab.folder / 'lab.py'}: no cell is titled {min(missing)!r}, as its question asks")


def strip(cell: Cell, file: str) -> str:
    """Return the text of a cell, with every solution replaced by a stub.

    Raises Refused, with `file` and the line, where a marker is out of place.
    """
    kept: list[str] = []
    opened = 0
    for number, line in enumerate(cell.text.split("\n"), cell.line + 1):
        begin = BEGIN.match(line)
        if begin and opened:
            raise Refused(
                f"{file}:{number}: BEGIN SOLUTION inside the one of line {opened}; end that one first"
            )
        if END.match(line) and not opened:
            raise Refused(f"{file}:{number}: END SOLUTION without a BEGIN SOLUTION before it")
        if begin:
            opened = number
            if cell.kind == "code":
                kept.append(f'{begin.group(1)}raise NotImplementedError("{cell.id} : à compléter")')
        elif END.match(line):
            opened = 0
        elif MARKER.search(line):
            raise Refused(f"{file}:{number}: a marker must stand alone on its line, as `# BEGIN SOLUTION`")
        elif not opened:
            kept.append(line)
    if opened:
        raise Refused(f"{file}:{opened}: BEGIN SOLUTION without an END SOLUTION in the same cell")
    return "\n".join(kept).strip("\n")
