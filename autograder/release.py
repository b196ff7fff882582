"""solutions/ to assignments/: strip the answers, build what students receive, say whether it is current.

Everything is made from `solutions/<lab>/` and from this package; the same inputs give the same bytes,
but for the public answer table, whose last digits depend on the machine's linear algebra: a committed
table within 1e-9 of a fresh one is kept.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.bundle import bundle
from autograder.config import Config
from autograder.lab import DEMO, PROVIDED, Lab
from autograder.oracle import build_table
from autograder.question import FreeText, Question
from autograder.source import CHECKED, Cell, read_cells
from autograder.table import Table, load_table, save

CHECK_MODULES = tuple(
    f"autograder.{name}"
    for name in (
        "values", "guard", "figure", "runner", "loader", "source", "table", "align",
        "checks", "pictures", "judge", "front",
    )
)  # fmt: skip
INSIDE_MODULES = (*CHECK_MODULES, "autograder.bridges.inside")  # what other tools judge with, in their own interpreter
TABLE = "expected.npz"
BEGIN = re.compile(r"^(\s*)#+\s*BEGIN SOLUTION\s*$")
END = re.compile(r"^\s*#+\s*END SOLUTION\s*$")
MARKER = re.compile(r"(begin|end)[\s_-]*solution", re.IGNORECASE)  # or what was meant to be one
PAGES = Environment(loader=PackageLoader("autograder", "templates"), undefined=StrictUndefined, keep_trailing_newline=True)
NEAR = 1e-9  # how far two machines' tables may be apart


class ReleaseError(Exception):
    """A lab that cannot be released; the message is one line: file, line, what to do."""


def build(lab: Lab, config: Config) -> dict[str, bytes]:
    """What students receive of a lab: file name -> bytes. Raises ReleaseError."""
    table = build_table(lab, config, hidden=False)
    cells = list(released_cells(lab))
    packages = config.labs[lab.id].packages
    built = {
        f"{lab.id}.ipynb": notebook(cells, table).encode(),
        f"{lab.id}.py": script(cells).encode(),
        "check.py": bundle(CHECK_MODULES).encode(),
        TABLE: save(table),
        "LISEZMOI.md": PAGES.get_template("LISEZMOI.md").render(lab=lab, table=table, packages=packages).encode(),
        "requirements.txt": "".join(f"{package}\n" for package in packages).encode(),
    }
    return {**built, **lab.files}


def written_cells(lab: Lab) -> Iterator[Cell]:
    """The lab's cells as they are written, answers between their markers, a `check` cell after every question that is checked."""
    checked = {question.id for question in lab.questions if isinstance(question, Question)}
    seen: set[str] = set()
    for cell in lab.cells:
        if not cell.id or cell.id in seen:
            raise ReleaseError(f"{lab.folder / 'lab.py'}:{cell.line}: every cell needs a title of its own, got {cell.id!r}")
        seen.add(cell.id)
        yield cell
        if cell.id in checked:
            yield Cell("code", f"{CHECKED}{cell.id}", f'check("{cell.id}")', "", tags=("check",))
    missing = {question.id for question in lab.questions} - seen
    if missing:
        raise ReleaseError(f"{lab.folder / 'lab.py'}: no cell is titled {min(missing)!r}, as its question asks")


def released_cells(lab: Lab) -> Iterator[Cell]:
    """The same cells without the answers."""
    return (replace(cell, text=strip(cell, str(lab.folder / "lab.py"))) for cell in written_cells(lab))


def solved_cells(lab: Lab) -> Iterator[Cell]:
    """The same cells with the lab's own answers in them: what hands in everything."""
    for cell in written_cells(lab):
        lines = [line for line in cell.text.split("\n") if not (BEGIN.match(line) or END.match(line))]
        yield replace(cell, text="\n".join(lines))


def strip(cell: Cell, file: str) -> str:
    """The text of a cell, each solution replaced by a stub. Raises ReleaseError with file and line."""
    kept: list[str] = []
    opened = 0
    for number, line in enumerate(cell.text.split("\n"), cell.line + 1):
        begin = BEGIN.match(line)
        if begin and opened:
            raise ReleaseError(f"{file}:{number}: BEGIN SOLUTION inside the one of line {opened}; end that one first")
        if END.match(line) and not opened:
            raise ReleaseError(f"{file}:{number}: END SOLUTION without a BEGIN SOLUTION before it")
        if begin:
            opened = number
            if cell.kind == "code":
                kept.append(f'{begin.group(1)}raise NotImplementedError("{cell.id} : à compléter")')
        elif END.match(line):
            opened = 0
        elif MARKER.search(line):
            raise ReleaseError(f"{file}:{number}: a marker must stand alone on its line, as `# BEGIN SOLUTION`")
        elif not opened:
            kept.append(line)
    if opened:
        raise ReleaseError(f"{file}:{opened}: BEGIN SOLUTION without an END SOLUTION in the same cell")
    return "\n".join(kept).strip("\n")


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
            node.metadata["nbgrader"] = _nbgrader(cell, row.points if row else 0.0, row is not None and row.kind == "text")
            node.metadata.update(_locks(node.metadata["nbgrader"]))
        if cell.tags:
            node.metadata["tags"] = list(cell.tags)
        built.append(node)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    otter = {"OK_FORMAT": False, "tests": otter_tests(table)}  # what its `grader.check` runs
    whole = nbformat.v4.new_notebook(cells=built, metadata={"kernelspec": kernel, "language_info": {"name": "python"}, "otter": otter})
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
    page = PAGES.get_template("otter_test.py.jinja")
    checked = (question for question in public.questions if question.checks)
    return {row.id: page.render(question=row, graded=hidden and hidden.question(row.id)) for row in checked}


def script(cells: Sequence[Cell]) -> str:
    """The released `.py`, in the percent format of the source."""
    parts = []
    for cell in cells:
        header = f"# %% {cell.id}" + (" [markdown]" if cell.kind == "markdown" else "")
        tags = "".join(f' tags=["{tag}"]' for tag in cell.tags)
        text = cell.text if cell.kind == "code" else "\n".join(f"# {line}".rstrip() for line in cell.text.split("\n"))
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


def stale(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """The names by which a folder differs from a release."""
    present = {path.name for path in folder.iterdir() if path.is_file()} if folder.is_dir() else set()
    return sorted(
        name
        for name in present | set(files)
        if name not in files or name not in present or not _current(name, (folder / name).read_bytes(), files[name])
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
        return a.shape == b.shape and a.dtype == b.dtype and bool(np.allclose(a, b, rtol=NEAR, atol=NEAR, equal_nan=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(_alike_trees(a[key], b[key]) for key in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(_alike_trees, a, b))
    return bool(type(a) is type(b) and a == b)


def archive(files: Mapping[str, bytes], folder: str = "", programs: Container[str] = ()) -> bytes:
    """The files as a zip, in a folder of that name: the same bytes every time. `programs` are executable."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in sorted(files):
            info = zipfile.ZipInfo(f"{folder}/{name}" if folder else name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # Unix: the modes count
            info.external_attr = (0o100755 if name in programs else 0o100644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(info, files[name])
    return buffer.getvalue()


@dataclass(frozen=True)
class Given:
    """A lab as it was handed out, to tell a submission that was worked on from one that was not."""

    lab: str
    texts: frozenset[str]  # of all released cells, and of the modules beside them, without white space
    answers: frozenset[str]  # ids of the Markdown cells to write in

    def untouched(self, cells: Sequence[Cell]) -> bool:
        """Whether there is no code cell and no written answer beside those handed out."""
        own = (cell for cell in cells if cell.kind == "code" or cell.id in self.answers)
        return all(_squeezed(cell.text) in self.texts for cell in own)


def given(lab: Lab) -> Given:
    """What was handed out of a lab."""
    beside = [cell for name, data in lab.files.items() if name.endswith(".py") for cell in read_cells(name, data)]
    texts = frozenset(_squeezed(cell.text) for cell in [*released_cells(lab), *beside])
    return Given(lab.id, texts | {""}, frozenset(q.id for q in lab.questions if isinstance(q, FreeText)))


def _squeezed(text: str) -> str:
    return "".join(text.split())
