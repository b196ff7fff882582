"""The judge inside another tool's process: nbgrader's test cells, otter-grader's tests.

The student's code runs in the same process as the judge and the hidden table. Dishonest code can therefore
forge a mark: such marks are a convenience. Honest work gets the same marks as everywhere, because the file
that was handed in is loaded anew, by the same loader.

This module and all that it needs are bundled into one source text (`IN_PROCESS_PARTS` in release.build). It
runs on Python 3.9 with the standard library and numpy.
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
HIDDEN = b"### BEGIN HIDDEN TESTS"  # nbgrader's line above tests that students do not receive


class InProcess:
    """The judge of the file that was handed in, found in a folder; it judges question by question.

    Its methods raise BadSource where the file cannot be read.
    """

    def __init__(self, table: bytes, folder: str = ".") -> None:
        """Take a saved table; no code of the student runs before the first question is judged."""
        self.table: Table = load_table(table)
        self.folder = Path(folder)
        self._judged: dict[str, Judgement] = {}
        self._recognised: list[str] = []

    def judgement(self, name: str) -> Judgement:
        """Return the judgement of a question.

        The questions before it are judged first: their errors may be carried into it.
        """
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
        """Print the feedback of a question and return its points."""
        judged = self.judgement(name)
        print(describe(judged))
        return round(judged.points, 4)

    def require(self, name: str, check: str) -> None:
        """Raise AssertionError with the message for the student, unless the check has passed."""
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
    """Return the bytes of a file; a notebook comes without the cells that hold nbgrader's hidden tests.

    Those cells call this module, and one of them holds the table, which is longer than a student's file
    may be.
    """
    data = path.read_bytes()
    if path.suffix != ".ipynb" or HIDDEN not in data:
        return data
    tree = json.loads(data)
    tree["cells"] = [cell for cell in tree["cells"] if HIDDEN.decode() not in "".join(cell["source"])]
    return json.dumps(tree).encode()


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Silence the student's code: what it prints and logs, and what libraries in C print.

    A warning on the error stream would be an error for nbgrader, and the question would get 0.
    """
    logged, streams = logging.root.manager.disable, {fd: os.dup(fd) for fd in (1, 2)}
    logging.disable(logging.CRITICAL)
    try:
        with (
            open(os.devnull, "wb") as nowhere,
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            for fd in streams:
                os.dup2(nowhere.fileno(), fd)
            yield
    finally:
        logging.disable(logged)
        for fd, before in streams.items():
            os.dup2(before, fd)
            os.close(before)
