"""The notebook that a person reads and marks in formgrader, and that becomes the student's feedback."""

from __future__ import annotations

import contextlib
import copy
import html
from collections.abc import Iterable
from typing import Any

import nbformat
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.bridges.nbgrader_preprocessors import NEW_CELL, cell_id
from autograder.course.handout import released_cells
from autograder.course.lab import Lab
from autograder.grading.submission import Submission
from autograder.judge.table import Table
from autograder.judge.verdicts import Judgement
from autograder.judge.words import describe
from autograder.release.build import notebook
from autograder.student.handout import CHECKED, Handout
from autograder.student.source import BadSource, Cell

LONGEST = 10_000  # characters of Markdown to render: the time that nbconvert takes grows with their square
FOLDED = "white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere"


def released_notebook(lab: Lab, table: Table) -> Any:
    """Return the notebook that students receive."""
    return nbformat.reads(notebook(list(released_cells(lab)), table), as_version=4)


def marking_notebook(
    released: Any,
    submission: Submission,
    handout: Handout,
    judgements: Iterable[Judgement],
    message: str = "",
) -> Any:
    """Return the released notebook with the student's answers in it and the feedback below each test.

    A cell of the student's own stands below the released cell that it followed. The `message` says why
    the file could not be read; it stands above everything.
    """
    known = {cell_id(cell): cell for cell in released.cells}
    answers, own = _answers(_readable_cells(submission, handout), list(known))
    judged = {f"{CHECKED}{judgement.question}": judgement for judgement in judgements}
    whole = copy.deepcopy(released)
    whole.cells = []
    if message:
        text = f"Ton fichier n'a pas pu être lu : {message}"
        whole.cells.append(nbformat.v4.new_code_cell("", outputs=[_output(text)]))
    for id, cell in known.items():
        answered = copy.deepcopy(cell)
        if answered.metadata.get("nbgrader", {}).get("solution"):
            answered.source = answers.get(id, "")
        if id in judged:
            answered.outputs = [_output(describe(judged[id]))]
        whole.cells.append(answered)
        whole.cells.extend(NEW_CELL[cell.kind](cell.text) for cell in own.get(id, ()))
    return whole


def texts_of(document: Any) -> list[str]:
    """Return the texts of a notebook's cells."""
    return [cell.source for cell in document.cells]


def safe_html(text: str) -> str:
    """Return Markdown as HTML; HTML inside it becomes text.

    What a student writes must not run in the browser of the person who marks it. A text is returned
    unrendered where it is too long, or where nbconvert fails (as it does for a pasted image).
    """
    if len(text) <= LONGEST:
        with contextlib.suppress(Exception):
            renderer = IPythonRenderer(escape=True, allow_harmful_protocols=False)
            return str(MarkdownWithMath(renderer=renderer).render(text))
    return _folded(text)


def _readable_cells(submission: Submission, handout: Handout) -> list[Cell]:
    """Return the cells of the file that counts; none where it cannot be read."""
    try:
        return submission.cells(handout)[1]
    except BadSource:
        return []


def _answers(cells: Iterable[Cell], known: list[str]) -> tuple[dict[str, str], dict[str, list[Cell]]]:
    """Return the texts of the released cells by id, and the student's own cells by the id that they follow.

    Of cells with the same released id, the first one is the answer; the others are the student's own.
    """
    answers: dict[str, str] = {}
    own: dict[str, list[Cell]] = {}
    last = known[0]
    for cell in cells:
        if cell.id in known and cell.id not in answers:
            last, answers[cell.id] = cell.id, cell.text
        else:
            own.setdefault(last, []).append(cell)
    return answers, own


def _output(text: str) -> Any:
    """Return an output of a cell that shows a text, its long lines folded."""
    return nbformat.v4.new_output("display_data", data={"text/plain": text, "text/html": _folded(text)})


def _folded(text: str) -> str:
    return f'<pre style="{FOLDED}">{html.escape(text)}</pre>'
