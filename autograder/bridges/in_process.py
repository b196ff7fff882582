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
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from autograder.judge.front import call_all, ensure
from autograder.judge.judging import judge_question
from autograder.judge.reports import discreet
from autograder.judge.table import Table, load_table
from autograder.judge.verdicts import Judgement
from autograder.judge.words import describe
from autograder.student.calls import Outcome
from autograder.student.handout import BESIDE, find_work, loadable
from autograder.student.loader import load
from autograder.student.source import Cell

CALL_SECONDS, LOAD_SECONDS = 2.0, 10.0  # processor time, as in the sandbox
HIDDEN = b"### BEGIN HIDDEN TESTS"  # nbgrader's


class InProcess:
    """The file handed in, in a folder, judged question by question. Raises BadSource where it cannot be read."""

    def __init__(self, table: bytes, folder: str = ".") -> None:
        """Take a saved table; nothing runs before the first question is asked for."""
        self.table: Table = load_table(table)
        self.folder = Path(folder)
        self._judged: dict[str, Judgement] = {}
        self._recognised: list[str] = []

    def judgement(self, name: str) -> Judgement:
        """What a question came to. Those before it are judged first, since errors may be carried from them."""
        for question in self.table.questions:
            if name in self._judged:
                break
            if question.id not in self._judged:
                with _silent():
                    called = call_all(
                        question, self._namespace, self._cells, self.table.handout, CALL_SECONDS
                    )
                outcomes = {
                    case: [Outcome(discreet(one.report, self._loaded), one.value) for one in outcomes]
                    for case, outcomes in called.items()
                }
                with np.errstate(all="ignore"):
                    judged = judge_question(question, outcomes, self.table.tolerance, self._recognised)
                self._recognised.extend(judged.recognised)
                self._judged[question.id] = judged
        return self._judged[name]

    def mark(self, name: str) -> float:
        """The points of a question, after its feedback has been printed."""
        judged = self.judgement(name)
        print(describe(judged))
        return round(judged.points, 4)

    def passed(self, name: str, check: str) -> None:
        """Raise AssertionError, with what to tell the student, unless the check has passed."""
        ensure(next(verdict for verdict in self.judgement(name).verdicts if verdict.check == check))

    @cached_property
    def _cells(self) -> list[Cell]:
        files = [
            path
            for suffix in ("ipynb", "py")
            for path in sorted(self.folder.glob(f"*.{suffix}"))
            if path.name not in BESIDE
        ]
        readers = [(path.name, partial(_without_tests, path)) for path in files]
        return find_work(readers, self.table.handout)[1]

    @cached_property
    def _loaded(self) -> list[dict[str, Any]]:
        return loadable(self._cells, self.table.handout)

    @cached_property
    def _namespace(self) -> dict[str, Any]:
        return load(self._loaded, packages=self.table.packages, seconds=LOAD_SECONDS)[0]


def _without_tests(path: Path) -> bytes:
    """The bytes of a file, of a notebook without nbgrader's test cells.

    Those call us, and one holds the table, which is longer than a student's file may be.
    """
    data = path.read_bytes()
    if path.suffix != ".ipynb" or HIDDEN not in data:
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
        with (
            open(os.devnull, "wb") as nowhere,
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            for fd in held:
                os.dup2(nowhere.fileno(), fd)
            yield
    finally:
        logging.disable(logged)
        for fd, before in held.items():
            os.dup2(before, fd)
            os.close(before)
