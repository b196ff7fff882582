"""Grade a class: every submission in a folder or a zip. A student's files are written as the result comes.

    for row in grade_folder(lab, Path("handed_in"), Path("results"), config):
        print(row.student, row.score.total)

When a run is interrupted, the same call finishes it: results that still hold are kept.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from autograder.course.config import Config
from autograder.course.handout import require_titles
from autograder.course.lab import Lab
from autograder.course.oracle import build_table
from autograder.errors import Refused
from autograder.files import sweep, write_whole
from autograder.grading.batch import Job, grade_class
from autograder.grading.resume import finished, run_key, submission_key
from autograder.grading.submission import Submission, find
from autograder.pages.files import PAGE, RESULT, result_json, run_json, scores_csv
from autograder.pages.student import feedback_page
from autograder.results import INTERNAL, Row, row
from autograder.sandbox.model import Level, Limits
from autograder.sandbox.probe import probe

Marks = Mapping[str, Mapping[str, float]]  # student -> question -> the points that a person gave


class Door(Protocol):
    """Where submissions come from and marks go: a folder of files, or a tool such as nbgrader."""

    def submissions(self, lab: Lab, out: Path) -> list[Submission]:
        """Return what was handed in. Raises Refused."""

    def marks_by_hand(self, lab: Lab, submissions: Sequence[Submission]) -> dict[str, dict[str, float]]:
        """Return the marks given by hand: student, as named in `submissions` -> question -> points."""

    def record(self, plan: Plan) -> list[str]:
        """Take the results once all are written. Return a line for each that a person must look at."""


@dataclass(frozen=True)
class Files:
    """The door of plain files: one file, a folder of files, a folder of students' folders, or a zip."""

    path: Path

    def submissions(self, lab: Lab, out: Path) -> list[Submission]:
        """Return the submissions at the path. Raises Refused."""
        return find(self.path, out, lab.files)

    def marks_by_hand(self, lab: Lab, submissions: Sequence[Submission]) -> dict[str, dict[str, float]]:
        """Return nothing: plain files hold no marks."""
        return {}

    def record(self, plan: Plan) -> list[str]:
        """Do nothing: the results are in their folder, and nowhere else."""
        return []


@dataclass(frozen=True)
class Plan:
    """What `grade_plan` carries out: who is to be graded, whose results are kept, and how to grade."""

    lab: Lab
    job: Job
    door: Door
    out: Path
    submissions: tuple[Submission, ...]
    keys: Mapping[str, str]  # folder of a student -> the key of the result (see `resume`)
    kept: Mapping[str, Row]  # folder of a student -> the row of a result that still holds
    strangers: tuple[str, ...]  # students with marks given by hand but without a submission
    notices: list[str] = field(default_factory=list)  # what the door's `record` returned, for staff

    @property
    def waiting(self) -> list[Submission]:
        """The submissions that are still to be graded."""
        return [one for one in self.submissions if one.folder not in self.kept]


def plan_class(
    lab: Lab,
    door: Door,
    out: Path,
    config: Config,
    *,
    level: Level,
    by_hand: Marks | None = None,
    training: bool = False,
) -> Plan:
    """Return a plan: find what was handed in, and which results of an earlier run still hold.

    Where `by_hand` and the door both have a mark for a question, `by_hand` counts. Raises Refused where
    nothing can be graded, OSError where `out` cannot be written.
    """
    if training and lab.training is None:
        raise Refused(f"--training: {lab.id} trains nothing; leave the option out")
    require_titles(lab)
    table = build_table(lab, config, hidden=True, training=training)
    submissions = door.submissions(lab, out)
    at_door = door.marks_by_hand(lab, submissions)
    marks = {
        student: {**at_door.get(student, {}), **(by_hand or {}).get(student, {})}
        for student in {*at_door, *(by_hand or {})}
    }
    _require_writable(out)
    limits = Limits(**config.limits.model_dump())
    learning = Limits(**config.training.model_dump()) if training else None
    job = Job(lab.folder, table, config.marks, level, limits, marks, learning)
    sweep(out)
    shared = run_key(lab, config, level, training)
    keys = {one.folder: submission_key(one, marks.get(one.student, {}), shared) for one in submissions}
    found = {folder: finished(out / folder, key) for folder, key in keys.items()}
    kept = {folder: known for folder, known in found.items() if known is not None}
    strangers = sorted(marks.keys() - {one.student for one in submissions})
    return Plan(lab, job, door, out, tuple(submissions), keys, kept, tuple(strangers))


def grade_plan(plan: Plan, workers: int = 1) -> Iterator[Row]:
    """Grade what is not graded yet, and yield each student's row once the files are written.

    The rows of kept results come first. At the end, write the files of the class. Raises OSError.
    """
    started = time.perf_counter()
    rows = list(plan.kept.values())
    yield from rows
    waiting = plan.waiting
    for result in grade_class(waiting, plan.job, workers):
        write_whole(plan.out / result.folder / PAGE, feedback_page(result, plan.job.table.title))
        key = plan.keys[result.folder] if result.status != INTERNAL else ""  # no key: try again next time
        write_whole(plan.out / result.folder / RESULT, result_json(result, key))
        rows.append(row(result))
        yield rows[-1]
    write_whole(plan.out / "scores.csv", scores_csv(rows, plan.job.table))
    plan.notices.extend(plan.door.record(plan))
    facts = {
        "lab": plan.lab.id,
        "sandbox": plan.job.level.value,
        "workers": workers,
        "submissions": len(rows),
    }
    seconds = round(time.perf_counter() - started, 2)
    write_whole(plan.out / "run.json", run_json(**facts, graded=len(waiting), seconds=seconds))


def grade_folder(
    lab: Lab,
    path: Path,
    out: Path,
    config: Config,
    *,
    level: Level | None = None,
    workers: int = 1,
    by_hand: Marks | None = None,
) -> Iterator[Row]:
    """Grade every submission at a path, write the results into the folder `out`, and yield a row for each.

    A row comes once the files of its student are written. Without `level`, the sandbox is the best one
    that this machine gives. `by_hand` holds marks given by persons: student -> question -> points. Raises
    Refused where there is nothing to grade or no sandbox, OSError where the results cannot be written.
    """
    plan = plan_class(lab, Files(path), out, config, level=level or probe(), by_hand=by_hand)
    yield from grade_plan(plan, workers)


def _require_writable(out: Path) -> None:
    """Raise OSError when a folder cannot be written: now rather than after an hour of grading."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=out):
        pass
