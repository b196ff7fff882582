"""`nbgrader autograde` in a trusted course: our engine grades what was handed in, in its sandbox."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.bridges.nbgrader_marks import write_marks
from autograder.bridges.nbgrader_pages import marking_notebook, released_notebook
from autograder.course.config import load_config
from autograder.course.lab import ROOT, Lab, load_labs
from autograder.course.oracle import build_table
from autograder.grading.batch import Job, grade_one
from autograder.grading.submission import PROGRAMS, Entry, Submission
from autograder.sandbox.host import Sandbox
from autograder.sandbox.model import Limits
from autograder.sandbox.probe import probe
from autograder.student.handout import BESIDE


class Engine(NbGraderPreprocessor):  # type: ignore[misc]
    """Our engine as a preprocessor: it stands in place of those that run a notebook and read its marks."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Write the marks and return the notebook that a person marks.

        Raises RuntimeError where the fault is ours: the student then gets no mark.
        """
        asked = resources["nbgrader"]
        student, lab = asked["student"], asked["assignment"]
        grader = _grader(lab)
        course = CourseDirectory(config=self.config)
        folder = Path(course.format_path(course.submitted_directory, student, lab))
        submission = _submission(student, folder, grader.lab)
        result = grade_one(submission, grader.job, grader.sandbox)
        if result.fault:
            raise RuntimeError(f"our fault, not the student's: {result.fault}")
        with Gradebook(asked["db_url"]) as book:
            write_marks(book, lab, student, result.judgements, unchanged=False)
        handout = grader.job.table.handout
        marked = marking_notebook(grader.released, submission, handout, result.judgements, result.message)
        return marked, resources


@dataclass(frozen=True)
class _Grader:
    """What it takes to grade a lab."""

    lab: Lab
    released: Any  # the notebook that students receive
    job: Job
    sandbox: Sandbox


@lru_cache(maxsize=1)
def _grader(name: str) -> _Grader:
    """Return what it takes to grade a lab, made once for a class."""
    (lab,), config = load_labs([name]), load_config(ROOT / "grading.toml")
    table = build_table(lab, config, hidden=True)
    job = Job(lab.folder, table, config.marks, probe(), Limits(**config.limits.model_dump()), {})
    sandbox = Sandbox(job.level, table.packages, job.limits)
    atexit.register(sandbox.close)
    return _Grader(lab, released_notebook(lab, table), job, sandbox)


def _submission(student: str, folder: Path, lab: Lab) -> Submission:
    """Return what a student handed in: the programs in the folder that were not handed out."""
    handed_out = {*BESIDE, *lab.files}
    work = [
        path for path in sorted(folder.iterdir()) if path.suffix in PROGRAMS and path.name not in handed_out
    ]
    entries = tuple(Entry(PurePosixPath(student, path.name), path) for path in work)
    return Submission(student, student, entries)
