"""A class: a pure function mapped over submissions, with one sandbox a worker.

`grade_one` depends on the submission and the job alone, so that any executor can run it; here it is a
pool of processes, or this very process where one worker is enough.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context, parent_process
from pathlib import Path

from autograder.course.config import Marks
from autograder.course.lab import load_lab
from autograder.course.oracle import carrier
from autograder.grading.one import Graded, Trainer, grade
from autograder.grading.score import score
from autograder.grading.submission import Submission
from autograder.grading.training import learned
from autograder.judge.judging import Carrier
from autograder.judge.table import Answer, Table
from autograder.judge.verdicts import Judgement, Verdict
from autograder.results import GRADED, INTERNAL, PENDING, UNREADABLE, Result, Score
from autograder.sandbox.host import Sandbox
from autograder.sandbox.model import Level, Limits
from autograder.student.source import BadSource

APOLOGY = "La correction n'a pas abouti, et ce n'est pas ta faute : l'équipe est prévenue."


@dataclass(frozen=True)
class Job:
    """All that grading takes beside the submission: plain data, the same for a whole class."""

    folder: (
        Path | None
    )  # of the lab: loaded again by a worker, since functions do not cross; None where there are tables alone
    table: Table
    marks: Marks
    level: Level
    limits: Limits
    manual: Mapping[str, Mapping[str, float]]
    training: Limits | None = None  # of the training, where the table has one to audit


def grade_one(submission: Submission, job: Job, sandbox: Sandbox) -> Result:
    """Grade one submission. Never raises for what a student handed in."""
    try:
        file, cells = submission.cells(job.table.handout)
    except BadSource as error:
        nothing = tuple(_nothing(job.table, UNREADABLE))
        marks = score(nothing, {}, job.marks)
        return Result(
            submission.student,
            submission.folder,
            job.table.lab,
            UNREADABLE,
            "",
            str(error),
            nothing,
            (),
            marks,
        )
    except Exception as error:  # ours: reading is meant to say what is wrong
        return held_back(submission, job, f"{type(error).__name__}: {error}")
    try:
        carry: Carrier | None = None
        train: Trainer | None = None
        if job.folder is not None:
            carry = partial(_carry, job.folder, job.table)
            if (limits := job.training) is not None:
                train = partial(learned, _lab(job.folder), table=job.table, sandbox=sandbox, limits=limits)
        graded = grade(cells, job.table, sandbox.run, carry, train)
    except Exception as error:  # ours: a student's code runs elsewhere
        sandbox.close()
        graded = Graded((), (), f"{type(error).__name__}: {error}")
    if graded.fault:
        return held_back(submission, job, graded.fault)
    marks = score(graded.judgements, job.manual.get(submission.student, {}), job.marks)
    status = PENDING if marks.total is None else GRADED
    return Result(
        submission.student,
        submission.folder,
        job.table.lab,
        status,
        file,
        "",
        graded.judgements,
        graded.problems,
        marks,
    )


_lab = lru_cache(maxsize=1)(load_lab)
_carrier = lru_cache(maxsize=1)(carrier)


def _carry(folder: Path, table: Table, question: str, recognised: tuple[str, ...]) -> tuple[Answer, ...]:
    """What several upstream errors lead to, by the lab's reference, which is loaded when this is first asked."""
    return _carrier(_lab(folder), table)(question, recognised)


def held_back(submission: Submission, job: Job, fault: str) -> Result:
    """The result where the fault is ours: no mark at all, never a zero."""
    unknown = Score({question.id: None for question in job.table.questions}, 0.0, None, 0.0, None)
    return Result(
        submission.student,
        submission.folder,
        job.table.lab,
        INTERNAL,
        "",
        APOLOGY,
        tuple(_nothing(job.table, INTERNAL)),
        (),
        unknown,
        fault,
    )


def _nothing(table: Table, status: str) -> Iterator[Judgement]:
    for row in table.questions:
        checks = [(check.id, check.points, check.title) for check in row.checks]
        if row.kind == "text":
            checks = [("manual", row.points, "réponse rédigée")]
        verdicts = tuple(Verdict(id, status, 0.0, points, title=title) for id, points, title in checks)
        yield Judgement(row.id, row.title, verdicts, row.points, row.bonus, group=row.group)


def grade_class(submissions: Sequence[Submission], job: Job, workers: int) -> Iterator[Result]:
    """Grade all submissions, yielding each result as it comes."""
    if workers <= 1 or len(submissions) < 2:
        with Sandbox(job.level, job.table.packages, job.limits) as sandbox:
            for submission in submissions:
                yield grade_one(submission, job, sandbox)
        return
    waiting = dict(enumerate(submissions))
    while waiting:
        yield from _pooled(waiting, job, workers)
        for key in list(waiting)[: 2 * workers + 1]:  # what the dead worker may have held: each alone
            yield from _pooled(alone := {key: waiting.pop(key)}, job, 1)
            if alone:
                yield held_back(alone[key], job, "the worker dies whenever this submission is graded")


def _pooled(waiting: dict[int, Submission], job: Job, workers: int) -> Iterator[Result]:
    """Grade what waits in a pool, taking out what is done; what is left when a worker has died stays."""
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (job,)) as pool:
        futures: dict[Future[Result], int] = {pool.submit(_work, item): key for key, item in waiting.items()}
        try:
            for future in as_completed(futures):
                try:
                    result = future.result()
                except BrokenProcessPool:
                    continue
                del waiting[futures.pop(future)]
                yield result
        finally:
            pool.shutdown(cancel_futures=True)  # given up (Ctrl-C): the rest of the class is not graded


_job: Job
_sandbox: Sandbox


def _start(job: Job) -> None:
    global _job, _sandbox
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends a worker without a word
    threading.Thread(target=_end_with_the_grader, daemon=True).start()
    _job, _sandbox = job, Sandbox(job.level, job.table.packages, job.limits)


def _end_with_the_grader() -> None:
    """A worker whose grader was killed has nobody left to work for."""
    grader = parent_process()
    if grader is not None:
        grader.join()
        os._exit(1)


def _work(submission: Submission) -> Result:
    return grade_one(submission, _job, _sandbox)
