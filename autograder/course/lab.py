"""Load a lab from its folder: the source notebook, the reference, and the questions.

`solutions/<lab>/lab.py` holds the cells. The loader of submissions runs them, without the demo cells.
`questions.py` beside it declares the questions. Both are loaded by path, under unique module names.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any
from zlib import crc32

from autograder.course.question import FreeText, Question, Training
from autograder.errors import Refused
from autograder.student.handout import DEMO, Handout, loadable
from autograder.student.loader import load
from autograder.student.source import Cell, read_cells

ROOT = Path(__file__).resolve().parents[2]  # the repository, which holds the labs


@dataclass(frozen=True, eq=False)
class Lab:
    """A lab."""

    id: str
    title: str
    folder: Path
    cells: tuple[Cell, ...]  # of lab.py, with the solutions and their markers
    reference: ModuleType  # what the cells of lab.py define
    questions: tuple[Question | FreeText, ...]  # in the order of the handout
    training: Training | None = None  # audited on demand

    @property
    def solution(self) -> tuple[Cell, ...]:
        """Return the lab's own answers as a submission: all cells but the demo cells."""
        return tuple(cell for cell in self.cells if DEMO not in cell.tags)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Return the files that students receive unchanged: name -> bytes."""
        folder = self.folder / "files"
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        return {path.name: path.read_bytes() for path in paths if path.is_file()}


def load_lab(folder: Path) -> Lab:
    """Return the lab in a folder of `solutions/`. Raises Refused where a file is missing or raises."""
    if not (folder / "lab.py").is_file() or not (folder / "questions.py").is_file():
        known = ", ".join(sorted(path.parent.name for path in folder.parent.glob("*/lab.py"))) or "none"
        raise Refused(
            f"unknown lab {folder.name!r}: no lab.py and questions.py in {folder}; labs here: {known}"
        )
    module = module_at(folder / "questions.py")
    cells = tuple(read_cells("lab.py", (folder / "lab.py").read_bytes()))
    title = next(
        line.lstrip("# ") for cell in cells for line in cell.text.splitlines() if line.startswith("# ")
    )
    training = getattr(module, "training", None)
    functions = reference(folder / "questions.py")
    return Lab(folder.name, title, folder, cells, functions, tuple(module.questions), training)


def load_labs(names: Iterable[str] | None) -> list[Lab]:
    """Return the labs with these names, or all labs. Raises Refused."""
    known = sorted(path.parent.name for path in (ROOT / "solutions").glob("*/lab.py"))
    return [load_lab(ROOT / "solutions" / name) for name in names or known]


def reference(beside: str | Path) -> Any:
    """Return the reference module of the lab whose folder holds `beside`; questions.py passes `__file__`.

    While an error is carried, `lab.softmax` may be replaced by a wrong function, for composed questions
    to call. `lab.own.softmax` is always the lab's own function. Raises Refused where a cell raises.
    """
    folder = Path(beside).resolve().parent
    name = _unique("reference", folder)
    if name in sys.modules:
        return sys.modules[name]
    cells = read_cells("lab.py", (folder / "lab.py").read_bytes())
    _, problems = load(loadable(cells, Handout(folder.name, tuple(cells))), name=name, seconds=60)
    if problems:
        problem = problems[0]
        del sys.modules[name]
        raise Refused(
            f"{folder / 'lab.py'}:{problem.get('line', '?')}: {problem.get('type')}: {problem.get('message')}"
        )
    module: Any = sys.modules[name]
    module.own = SimpleNamespace(
        **{key: item for key, item in vars(module).items() if isinstance(item, FunctionType)}
    )
    return module


def module_at(path: Path) -> ModuleType:
    """Return the module of a Python file, imported once under a unique name. Raises Refused where it fails.

    The file can import from those beside it: `from .other import …`.
    """
    path = path.resolve()
    name = _unique(path.stem, path.parent)
    if name in sys.modules:
        return sys.modules[name]
    package = [str(path.parent)]
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=package)
    if spec is None or spec.loader is None or not path.is_file():
        raise Refused(f"{path}: no such Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Refused:
        del sys.modules[name]
        raise
    except Exception as error:
        del sys.modules[name]
        raise Refused(f"{path}: {type(error).__name__}: {error}") from error
    return module


def _unique(name: str, folder: Path) -> str:
    """Return a module name that no other folder uses, even a folder of the same name elsewhere."""
    return f"{name}_{folder.name}_{crc32(str(folder).encode()):08x}"
