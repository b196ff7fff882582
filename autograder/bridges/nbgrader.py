"""nbgrader: a course of our labs, and the door through which `autograder grade --nbgrader` grades it.

The parts: `nbgrader_course` makes a course, `nbgrader_marks` opens its gradebook, `nbgrader_pages` writes
the notebook that a person marks. nbgrader itself runs `nbgrader_engine` and `nbgrader_preprocessors`.
"""

from __future__ import annotations

import json
import os
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc

from autograder.bridges.nbgrader_course import BEGIN, CONFIG, export
from autograder.bridges.nbgrader_engine import Engine
from autograder.bridges.nbgrader_marks import gradebook, marks_by_hand, write_marks
from autograder.bridges.nbgrader_pages import marking_notebook, released_notebook, safe_html, texts_of
from autograder.bridges.nbgrader_preprocessors import WriteStubs
from autograder.course.lab import Lab
from autograder.files import write_whole
from autograder.grading.folder import Plan
from autograder.grading.submission import Entry, Submission, find
from autograder.judge.table import Table
from autograder.pages.files import RESULT, judgements_of
from autograder.results import INTERNAL

__all__ = [
    "BEGIN",
    "CONFIG",
    "Course",
    "Engine",  # this one, WriteStubs and safe_html are named in the configuration of every trusted course
    "WriteStubs",
    "export",
    "gradebook",
    "marks_by_hand",
    "record",
    "safe_html",
]


@dataclass(frozen=True)
class Course:
    """A course as the place where submissions come from and marks go: see `grading.folder.Door`."""

    path: Path

    def submissions(self, lab: Lab, out: Path) -> list[Submission]:
        """Return what the course has collected of a lab. Raises Refused."""
        return find(self.path / "submitted", out, lab.files, inside=lab.id)

    def marks_by_hand(self, lab: Lab, submissions: Sequence[Submission]) -> dict[str, dict[str, float]]:
        """Return the marks of formgrader, by the students' names in `submissions`, then by question."""
        students = {gradebook_name(submission): submission.student for submission in submissions}
        by_hand = marks_by_hand(self.path, lab.id)
        return {students.get(name, name): marks for name, marks in by_hand.items()}

    def record(self, plan: Plan) -> list[str]:
        """Write the results into the gradebook and into `autograded/`; return a line for each to see to."""
        return record(self.path, plan.lab, plan.job.table, plan.submissions, plan.out)


def record(
    course: Path, lab: Lab, table: Table, submissions: Sequence[Submission], results: Path
) -> list[str]:
    """Write results into the gradebook, and notebooks with their feedback into `autograded/`.

    A notebook whose result has not changed is left alone. Marks given by hand stay; formgrader asks again
    for those whose work has changed. Returns one line for each thing that a person has to see to.
    """
    lines: list[str] = []
    with gradebook(course, lab.id) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy warns of how nbgrader adds a submission
        recorder = _Recorder(course, lab.id, table, released_notebook(lab, table), book)
        for submission in submissions:
            student = gradebook_name(submission)
            result = json.loads((results / submission.folder / RESULT).read_bytes())
            if student != student.encode("utf-8", "replace").decode():
                lines.append(
                    f"{submission.student}: no gradebook takes a name that is not UTF-8; rename its folder"
                )
            elif result["status"] == INTERNAL:
                lines.append(f"{student}: not graded, nothing written into the gradebook")
            else:
                lines.extend(recorder.record(student, submission, result))
    return lines


def gradebook_name(submission: Submission) -> str:
    """Return the student's name in the gradebook, which is the name of their folder as it stands."""
    return submission.entries[0].path.parts[0] if submission.entries else submission.student


@dataclass(frozen=True)
class _Recorder:
    """An open gradebook, and what it takes to write a student's result into it."""

    course: Path
    lab: str
    table: Table
    released: Any  # the notebook that students receive
    book: Gradebook

    def record(self, student: str, submission: Submission, result: Any) -> list[str]:
        """Write one student's result; return one line for each thing that a person has to see to."""
        lines = []
        stamp = self.course / "submitted" / student / self.lab / "timestamp.txt"
        arrived = _arrival(stamp)
        if arrived is None and os.path.lexists(stamp):
            lines.append(f"{student}: its timestamp.txt is no date; nbgrader takes it for handed in in time")
        path = self.course / "autograded" / student / self.lab / f"{self.lab}.ipynb"
        before = nbformat.read(path, as_version=4) if path.is_file() else None
        judgements = judgements_of(result)
        current = before is not None and before.metadata.get("autograder") == result["key"]
        marked = before
        if not current:
            handout, message = self.table.handout, result["message"]
            marked = marking_notebook(self.released, submission, handout, judgements, message)
            marked.metadata["autograder"] = result["key"]
        self.book.update_or_create_student(student)
        self.book.update_or_create_submission(self.lab, student, timestamp=arrived)
        unchanged = before is not None and texts_of(before) == texts_of(marked)
        if write_marks(self.book, self.lab, student, judgements, unchanged):
            lines.append(
                f"{student}: what was marked by hand has changed; "
                "mark it again in formgrader, then run this again"
            )
        if not current:
            shutil.rmtree(path.parent, ignore_errors=True)
            if arrived is not None:
                write_whole(path.parent / "timestamp.txt", f"{arrived.isoformat(' ')} UTC".encode())
            # The notebook comes last: once it is there, all of the result is.
            write_whole(path, nbformat.writes(marked, version=4).encode("utf-8", "replace"))
        return lines


def _arrival(stamp: Path) -> datetime | None:
    """Return when something was handed in, as its timestamp.txt says; None where that is no date.

    A student can write that file, so that it is read with the care that a submission is read with.
    """
    try:
        text = Entry(PurePosixPath(stamp.name), stamp).read()[:100].decode().strip()
        arrived: datetime = parse_utc(text)
    except Exception:  # reading raises several errors, and so does the parser of dates
        return None
    return arrived
