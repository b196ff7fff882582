"""Two steps that nbgrader runs in its own process: the stubs of a release, the notebook to grade alone.

Where nbgrader grades alone, this package is not installed. The text of this module then stands in the
course's nbgrader_config.py, so that it imports nbformat and nbgrader only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nbformat import from_dict, read
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
NOT_RUN = ["skip-execution"]  # tags of every cell that is no test


class WriteStubs(ClearSolutions):  # type: ignore[misc]
    """Replace each solution by a stub that names its question; replace a written solution by nothing."""

    text_stub = ""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Return the cell as students receive it."""
        question = cell.metadata.get("nbgrader", {}).get("grade_id")
        self.code_stub = {"python": f'raise NotImplementedError("{question} : à compléter")'}
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        cell.source = cell.source.strip("\n")
        return cell, resources


class RebuildNotebook(NbGraderPreprocessor):  # type: ignore[misc]
    """Rebuild a student's notebook: all tests are there as they were released, and only tests run.

    The tests load the student's cells from the file that was handed in, by their ids. What is rebuilt
    would otherwise stop nbgrader (a cell pasted twice or made another kind, broken metadata, broken
    outputs), or give the points of a test that is deleted or tagged so that it does not run.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the rebuilt notebook."""
        asked = resources["nbgrader"]
        course = CourseDirectory(config=self.config)
        folder = course.format_path(course.source_directory, ".", asked["assignment"])
        source = read(Path(folder, f"{asked['notebook']}.ipynb"), as_version=4)
        released = {cell_id(cell) for cell in source.cells}
        cells = [plain_copy(cell) for cell in nb.cells]
        handed_in: dict[str, Any] = {}
        for before, cell in zip(nb.cells, cells):
            id = cell_id(before)
            if id in released and id not in handed_in:  # of cells with the same id the first one counts
                handed_in[id], cell.id = cell, id
        with Gradebook(asked["db_url"]) as book:
            known = book.find_notebook(asked["notebook"], asked["assignment"])
            restore_cells(cells, handed_in, known)
            sort_tests(cells, [cell.name for cell in known.source_cells])
        mark_extended_answers(cells, released)
        nb.cells, nb.metadata, nb.nbformat_minor = cells, from_dict({}), 5
        return nb, resources


def cell_id(cell: Any) -> str:
    """Return the id that a cell was released with, or else the notebook's own id of it."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id"))


def plain_copy(cell: Any) -> Any:
    """Return a cell with the text and the pictures of another one, and nothing else; it does not run."""
    has_pictures = cell.cell_type == "markdown" and "attachments" in cell
    pictures = {"attachments": cell.attachments} if has_pictures else {}
    # nbgrader would take a student's line of these words for the beginning of a hidden test.
    text = cell.source.replace("HIDDEN TESTS", "HIDDEN\u00a0TESTS")
    return NEW_CELL[cell.cell_type](text, metadata=from_dict({"tags": NOT_RUN}), **pictures)


def restore_cells(cells: list[Any], handed_in: dict[str, Any], notebook: Any) -> None:
    """Give nbgrader's metadata to the student's cells, and add each graded cell that is missing.

    `handed_in` holds the student's cells by id, `notebook` is nbgrader's record of the released one. A
    graded cell is also missing where the student changed its kind or, for a test, its text: the changed
    cell stays in the notebook as one of the student's own.
    """
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    place = 0  # where the next missing cell goes: below the last cell that was found
    for known in notebook.source_cells:
        cell: Any = handed_in.get(known.name)
        graded, solution = known.name in points, known.name in solutions
        same_kind = cell is not None and cell.cell_type == known.cell_type
        fits = same_kind and (solution or cell.source.strip() in known.source)
        if graded and not fits:
            cell = NEW_CELL[known.cell_type](known.source)
            cells.insert(place, cell)
        if cell is not None:
            place = cells.index(cell) + 1
        if graded or (solution and fits):
            metadata = {
                "schema_version": 3,
                "grade_id": known.name,
                "cell_type": known.cell_type,
                "checksum": known.checksum,
                "grade": graded,
                "solution": solution,
                "locked": known.locked,
                "task": False,
                **({"points": points[known.name]} if graded else {}),
            }
            cell.metadata = from_dict({"nbgrader": metadata, "tags": NOT_RUN if solution else []})


def sort_tests(cells: list[Any], order: Sequence[str]) -> None:
    """Put the tests into their released order again: the first one holds the judge for all of them."""
    places = [place for place, cell in enumerate(cells) if not cell.metadata.tags]
    tests = [cells[place] for place in places]
    tests.sort(key=lambda cell: order.index(cell.metadata.nbgrader.grade_id))
    for place, cell in zip(places, tests):
        cells[place] = cell


def mark_extended_answers(cells: Iterable[Any], released: set[str]) -> None:
    """Change the cell of each written answer that goes on in Markdown cells of the student's own below.

    nbgrader gives 0 to a written answer whose cell has not changed, and no person reads it.
    """
    answer = None
    for cell in cells:
        metadata = cell.metadata.get("nbgrader")
        if metadata or cell.id in released:
            answer = cell if metadata and metadata.grade and metadata.solution else None
        elif answer and cell.cell_type == "markdown":
            answer.source += "\n"
