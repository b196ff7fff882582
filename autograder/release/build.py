"""solutions/ to assignments/: strip the answers, build what students receive, say whether it is current.

Everything is made from `solutions/<lab>/` and from this package; the same inputs give the same bytes,
but for the public answer table, whose last digits depend on the machine's linear algebra: a committed
table within 1e-9 of a fresh one is kept.
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

CHECK_PARTS = ("autograder.student", "autograder.judge")  # what check.py is made of: these two folders, whole
IN_PROCESS_PARTS = (*CHECK_PARTS, "autograder.bridges.in_process")  # what other tools judge with
TABLE = "expected.npz"
TEMPLATES = Environment(
    loader=PackageLoader("autograder", "templates"), undefined=StrictUndefined, keep_trailing_newline=True
)
NEAR = 1e-9  # how far two machines' tables may be apart


def build(lab: Lab, config: Config) -> dict[str, bytes]:
    """What students receive of a lab: file name -> bytes. Raises Refused."""
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
    """The released notebook, its cells carrying nbgrader's metadata."""
    import nbformat  # more than a second where Jupyter is installed, and grading needs it nowhere

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
    otter = {"OK_FORMAT": False, "tests": otter_tests(table)}  # what its `grader.check` runs
    whole = nbformat.v4.new_notebook(
        cells=built, metadata={"kernelspec": kernel, "language_info": {"name": "python"}, "otter": otter}
    )
    nbformat.validate(whole)
    return str(nbformat.writes(whole, version=4)) + "\n"


def _nbgrader(cell: Cell, points: float, text: bool) -> dict[str, Any]:
    """An answer, a test (a `check` cell), a manually marked answer, or a read-only cell."""
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
    """What Jupyter lets a student do: cells that count cannot be deleted, those that are given not be edited either."""
    if not (nbgrader["grade"] or nbgrader["solution"] or nbgrader["locked"]):
        return {}
    return {"deletable": False, **({} if nbgrader["solution"] else {"editable": False})}


def otter_tests(public: Table, hidden: Table | None = None) -> dict[str, str]:
    """otter-grader's tests, question -> text: cases of the public table, worth nothing, then those of a hidden one."""
    page = TEMPLATES.get_template("otter_test.py.jinja")
    checked = (question for question in public.questions if question.checks)
    return {row.id: page.render(question=row, graded=hidden and hidden.question(row.id)) for row in checked}


def script(cells: Sequence[Cell]) -> str:
    """The released `.py`, in the percent format of the source."""
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
    """Write a release, leaving alone what is current; return the names that changed."""
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
    """The names by which a folder differs from a release."""
    present = {path.name for path in folder.iterdir() if path.is_file()} if folder.is_dir() else set()
    return sorted(
        name
        for name in present | set(files)
        if name not in files
        or name not in present
        or not _current(name, (folder / name).read_bytes(), files[name])
    )


def _current(name: str, committed: bytes, fresh: bytes) -> bool:
    return committed == fresh or (name == TABLE and same_table(committed, fresh))


def same_table(committed: bytes, fresh: bytes) -> bool:
    """Whether two saved tables say the same, their arrays within 1e-9."""
    try:
        return _alike_trees(asdict(load_table(committed)), asdict(load_table(fresh)))
    except Exception:  # a damaged archive raises all sorts
        return False


def _alike_trees(a: Any, b: Any) -> bool:
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
