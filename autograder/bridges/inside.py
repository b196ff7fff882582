"""The judge inside another tool's own interpreter: nbgrader's test cells, otter-grader's tests.

There the student's code runs in the same process as the judge and the hidden table, so that a mark is a
convenience, not to be trusted (README, "One question, several front doors"). The file handed in is loaded
anew, by the same loader as everywhere, so that honest work gets the same marks.
`release.INSIDE_MODULES` are this module and all it needs, bundled into one source text. Python 3.9, standard library and numpy.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
from functools import cached_property
from pathlib import Path
from typing import Any, Dict, Iterator, List

import numpy as np

from autograder.front import call_all, ensure, told
from autograder.judge import Judgement, discreet, judge_question
from autograder.loader import load
from autograder.source import BESIDE, BadSource, Cell, loadable, read_cells
from autograder.table import Table, load_table

CALL_SECONDS, LOAD_SECONDS = 2.0, 10.0  # processor time, as in the sandbox
HIDDEN = b"### BEGIN HIDDEN TESTS"  # nbgrader's


class Inside:
    """The file handed in, in a folder, judged question by question. Raises BadSource where it cannot be read."""

    def __init__(self, table: bytes, folder: str = ".") -> None:
        """Take a saved table; nothing runs before the first question is asked for."""
        self.table: Table = load_table(table)
        self.folder = Path(folder)
        self._judged: Dict[str, Judgement] = {}
        self._recognised: List[str] = []

    def judgement(self, name: str) -> Judgement:
        """What a question came to. Those before it are judged first, since errors may be carried from them."""
        for question in self.table.questions:
            if name in self._judged:
                break
            if question.id not in self._judged:
                with _silent():
                    called = call_all(question, self._namespace, self._cells, self.table.handed.ids, CALL_SECONDS)
                outcomes = {case: [(discreet(report, self._loaded), value) for report, value in all] for case, all in called.items()}
                with np.errstate(all="ignore"):
                    judged = judge_question(question, outcomes, self.table.tolerance, self._recognised)
                self._recognised.extend(judged.recognised)
                self._judged[question.id] = judged
        return self._judged[name]

    def mark(self, name: str) -> float:
        """The points of a question, after its feedback has been printed."""
        judged = self.judgement(name)
        print(told(judged))
        return round(judged.points, 4)

    def passed(self, name: str, check: str) -> None:
        """Raise AssertionError, with what to tell the student, unless the check has passed."""
        ensure(next(verdict for verdict in self.judgement(name).verdicts if verdict.check == check))

    @cached_property
    def _cells(self) -> List[Cell]:
        path = handed_in(self.folder, self.table.lab)
        return read_cells(path.name, _without_tests(path.name, path.read_bytes()))

    @cached_property
    def _loaded(self) -> List[Dict[str, Any]]:
        return loadable(self._cells, self.table.handed)

    @cached_property
    def _namespace(self) -> Dict[str, Any]:
        return load(self._loaded, packages=self.table.packages, seconds=LOAD_SECONDS)[0]


def handed_in(folder: Path, lab: str) -> Path:
    """The one file in a folder that is a submission: a notebook, or else a Python file. Raises BadSource."""
    notebooks = sorted(folder.glob("*.ipynb"))
    scripts = sorted(path for path in folder.glob("*.py") if path.name not in BESIDE)
    found = notebooks or scripts
    named = [path for path in found if path.stem == lab]
    if len(found) != 1 and len(named) != 1:
        raise BadSource("plusieurs fichiers pourraient être le bon : n'en rends qu'un" if found else "aucun fichier .ipynb ou .py")
    return found[0] if len(found) == 1 else named[0]


def _without_tests(name: str, data: bytes) -> bytes:
    """A notebook without nbgrader's test cells: those call us, and one holds the table, which is more than a student may write."""
    if not name.endswith(".ipynb") or HIDDEN not in data:
        return data
    tree = json.loads(data)
    tree["cells"] = [cell for cell in tree["cells"] if HIDDEN.decode() not in "".join(cell["source"])]
    return json.dumps(tree).encode()


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """What a student's code prints meanwhile is nobody's, and must not count as an error (nbgrader: any warning is 0).

    Nor what libraries in C print, or a log whose stream was taken before.
    """
    logged, held = logging.root.manager.disable, {fd: os.dup(fd) for fd in (1, 2)}
    logging.disable(logging.CRITICAL)
    try:
        with open(os.devnull, "wb") as nowhere, contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            for fd in held:
                os.dup2(nowhere.fileno(), fd)
            yield
    finally:
        logging.disable(logged)
        for fd, before in held.items():
            os.dup2(before, fd)
            os.close(before)
