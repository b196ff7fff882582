"""Build what students receive of a lab, from `solutions/<lab>/` to `assignments/<lab>/`.

Everything is made from the lab and from this package, and the same inputs give the same bytes. The public
answer table is an exception: its last digits depend on the machine's linear algebra. So a table that is
within 1e-9 of a fresh one counts as current.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.bundle import bundle
from autograder.course.config import Config
from autograder.course.handout import released_cells, require_titles
from autograder.course.lab import Lab
from autograder.course.oracle import build_table
from autograder.files import archive, write_whole
from autograder.judge.table import Table, load_table, save
from autograder.student.handout import CHECKED, DEMO, PROVIDED
from autograder.student.source import Cell

CHECK_PARTS = ("autograder.student", "autograder.judge")  # check.py is these two folders
IN_PROCESS_PARTS = (*CHECK_PARTS, "autograder.bridges.in_process")  # what the bridges judge with
TABLE = "expected.npz"
TEMPLATES = Environment(
    loader=PackageLoader("autograder", "templates"), undefined=StrictUndefined, keep_trailing_newline=True
)
NEAR = 1e-9  # by how much the numbers of two machines' tables may differ


def build(lab: Lab, config: Config) -> dict[str, bytes]:
    """Return what students receive of a lab: file name -> bytes. Raises Refused."""
    table = build_table(lab, config, hidden=False)
    require_titles(lab)
    cells = list(released_cells(lab))
    packages = config.labs[lab.id].packages
    built = {
        f"{lab.id}.ipynb": notebook(cells, table).encode(),
        f"{lab.id}.py": script(cells).encode(),
        "check.py": bundle(*CHECK_PARTS).encode(),
        TABLE: save(table),
        "LISEZMOI.md": TEMPLATES.get_template("LISEZMOI.md")
        .render(lab=lab, table=table, packages=packages)
        .encode(),
        "requirements.txt": "".join(f"{package}\n" for package in packages).encode(),
    }
    return {**built, **lab.files}


def notebook(cells: Sequence[Cell], table: Table) -> str:
    """Return the notebook that students receive, with the metadata that nbgrader and otter-grader read."""
    import nbformat  # here, because it may take more than a second, and grading does not need it

    rows = {question.id: question for question in table.questions}
    built = []
    for cell in cells:
        make = nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
        node = make(cell.text, id=cell.id.replace("_", "-"), metadata={})
        row = rows.get(cell.id.removeprefix(CHECKED))
        if row is not None or cell.kind == "code":
            node.metadata["nbgrader"] = _nbgrader(
                cell, row.points if row else 0.0, row is not None and row.kind == "text"
            )
            node.metadata.update(_locks(node.metadata["nbgrader"]))
        if cell.tags:
            node.metadata["tags"] = list(cell.tags)
        built.append(node)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    otter = {"OK_FORMAT": False, "tests": otter_tests(table)}  # what `grader.check` runs
    whole = nbformat.v4.new_notebook(
        cells=built, metadata={"kernelspec": kernel, "language_info": {"name": "python"}, "otter": otter}
    )
    nbformat.validate(whole)
    return str(nbformat.writes(whole, version=4)) + "\n"


def _nbgrader(cell: Cell, points: float, text: bool) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell.

    A cell is an answer, a test (one that calls `check`), an answer that a person marks (`text`), or
    read-only. Tests and answers that a person marks have points.
    """
    test, provided = "check" in cell.tags, cell.id == "setup" or bool({DEMO, PROVIDED} & {*cell.tags})
    metadata = {
        "schema_version": 3,
        "grade_id": cell.id,
        "grade": test or text,
        "solution": not test and not provided,
        "locked": test or provided,
        "task": False,
    }
    return {**metadata, "points": points} if metadata["grade"] else metadata


def _locks(nbgrader: Mapping[str, Any]) -> dict[str, bool]:
    """Return what Jupyter forbids: to delete a cell that nbgrader needs, and to edit a given one."""
    if not (nbgrader["grade"] or nbgrader["solution"] or nbgrader["locked"]):
        return {}
    return {"deletable": False, **({} if nbgrader["solution"] else {"editable": False})}


def otter_tests(public: Table, hidden: Table | None = None) -> dict[str, str]:
    """Return otter-grader's tests: question -> text of a Python file.

    The cases of the public table are worth no points. Those of a hidden table, where it is given, carry
    the points of the question.
    """
    page = TEMPLATES.get_template("otter_test.py.jinja")
    checked = (question for question in public.questions if question.checks)
    return {row.id: page.render(question=row, graded=hidden and hidden.question(row.id)) for row in checked}


def script(cells: Sequence[Cell]) -> str:
    """Return the `.py` that students receive, in which `# %%` begins a cell, as in the source."""
    parts = []
    for cell in cells:
        header = f"# %% {cell.id}" + (" [markdown]" if cell.kind == "markdown" else "")
        tags = "".join(f' tags=["{tag}"]' for tag in cell.tags)
        text = (
            cell.text
            if cell.kind == "code"
            else "\n".join(f"# {line}".rstrip() for line in cell.text.split("\n"))
        )
        parts.append(f"{header}{tags}\n{text}\n")
    return "\n".join(parts)


def write(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Write a release into a folder, and remove other files there. Return the names that changed.

    A file that is current is left alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed = stale(files, folder)
    for name in changed:
        path = folder / name
        if name in files:
            path.write_bytes(files[name])
        else:
            path.unlink()
    return changed


def publish(lab: str, files: Mapping[str, bytes], folder: Path) -> Path:
    """Write the zip that students receive, and return its path. Raises OSError."""
    path = folder / f"{lab}.zip"
    write_whole(path, archive(files, lab))
    return path


def stale(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Return the names of files that a folder lacks, has besides, or has other than in the release."""
    present = {path.name for path in folder.iterdir() if path.is_file()} if folder.is_dir() else set()
    return sorted(
        name
        for name in present | set(files)
        if name not in files
        or name not in present
        or not _current(name, (folder / name).read_bytes(), files[name])
    )


def _current(name: str, committed: bytes, fresh: bytes) -> bool:
    """Return whether a committed file need not be written again."""
    return committed == fresh or (name == TABLE and same_table(committed, fresh))


def same_table(committed: bytes, fresh: bytes) -> bool:
    """Return whether two saved tables say the same, with numbers within 1e-9 of each other."""
    try:
        return _alike_trees(asdict(load_table(committed)), asdict(load_table(fresh)))
    except Exception:  # a damaged archive may raise any exception
        return False


def _alike_trees(a: Any, b: Any) -> bool:
    """Return whether two trees of plain data are the same, but for small differences of numbers in arrays."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return (
            a.shape == b.shape
            and a.dtype == b.dtype
            and bool(np.allclose(a, b, rtol=NEAR, atol=NEAR, equal_nan=True))
        )
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(_alike_trees(a[key], b[key]) for key in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(_alike_trees, a, b))
    return bool(type(a) is type(b) and a == b)
