"""A class: many submissions, graded in one process or in several, with one sandbox in each.

`grade_one` depends on nothing but its arguments, so that any scheduler can run it. `grade_class` runs it in
a pool of processes, or in this process where one is enough.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from types import ModuleType

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
from autograder.student.source import BadSource, Cell

APOLOGY = "La correction n'a pas abouti, et ce n'est pas ta faute : l'équipe est prévenue."


@dataclass(frozen=True)
class Job:
    """All that grading takes besides the submission. It is the same for a whole class.

    It is plain data, so that it can be sent to another process. A lab holds functions, which cannot be
    sent. So a job names the lab's folder, and each process loads the lab for itself.
    """

    folder: Path | None  # the lab's; None where the table is all there is of the lab
    table: Table
    marks: Marks
    level: Level
    limits: Limits
    manual: Mapping[str, Mapping[str, float]]  # student -> question -> the points given by hand
    training: Limits | None = None  # for the training, where the table asks for one


def grade_one(submission: Submission, job: Job, sandbox: Sandbox) -> Result:
    """Grade one submission and return its result. Nothing that a student hands in raises an exception."""
    try:
        file, cells = submission.cells(job.table.handout)
    except BadSource as error:
        return _unreadable(submission, job, str(error))
    except Exception as error:  # our own error: a file that cannot be read raises BadSource
        return held_back(submission, job, f"{type(error).__name__}: {error}")
    graded = _run_and_judge(cells, job, sandbox)
    if graded.fault:
        return held_back(submission, job, graded.fault)
    marks = score(graded.judgements, job.manual.get(submission.student, {}), job.marks)
    return Result(
        submission.student,
        submission.folder,
        job.table.lab,
        PENDING if marks.total is None else GRADED,
        file,
        "",
        graded.judgements,
        graded.problems,
        marks,
    )


def _run_and_judge(cells: Sequence[Cell], job: Job, sandbox: Sandbox) -> Graded:
    """Run the cells in the sandbox and judge the outcomes; an exception becomes a fault of ours."""
    try:
        carry: Carrier | None = None
        train: Trainer | None = None
        if job.folder is not None:
            carry = partial(_carry, job.folder, job.table)
            if (limits := job.training) is not None:
                train = partial(learned, _lab(job.folder), table=job.table, sandbox=sandbox, limits=limits)
        return grade(cells, job.table, sandbox.run, carry, train)
    except Exception as error:  # our own error: a student's code runs elsewhere
        sandbox.close()
        return Graded((), (), f"{type(error).__name__}: {error}")


# A worker grades many submissions of one class. It loads the lab once, and keeps it for the next ones.
_lab = lru_cache(maxsize=1)(load_lab)
_carrier = lru_cache(maxsize=1)(carrier)


def _carry(folder: Path, table: Table, question: str, recognised: tuple[str, ...]) -> tuple[Answer, ...]:
    """Return the answers that several recognised errors lead to together, by the lab's reference.

    Few submissions need this, so that the lab is loaded only at the first call.
    """
    return _carrier(_lab(folder), table)(question, recognised)


def _unreadable(submission: Submission, job: Job, reason: str) -> Result:
    """Return the result of a student whose file cannot be read: no points."""
    judgements = tuple(_unjudged(job.table, UNREADABLE))
    return Result(
        submission.student,
        submission.folder,
        job.table.lab,
        UNREADABLE,
        "",
        reason,
        judgements,
        (),
        score(judgements, {}, job.marks),
    )


def held_back(submission: Submission, job: Job, fault: str) -> Result:
    """Return the result for a fault of ours: no mark, not even a zero. `fault` is for staff."""
    no_marks = Score({question.id: None for question in job.table.questions}, 0.0, None, 0.0, None)
    return Result(
        submission.student,
        submission.folder,
        job.table.lab,
        INTERNAL,
        "",
        APOLOGY,
        tuple(_unjudged(job.table, INTERNAL)),
        (),
        no_marks,
        fault,
    )


def _unjudged(table: Table, status: str) -> Iterator[Judgement]:
    """Yield a judgement for each question where nothing was judged: every check has this status."""
    for row in table.questions:
        checks = [(check.id, check.points, check.title) for check in row.checks]
        if row.kind == "text":
            checks = [("manual", row.points, "réponse rédigée")]
        verdicts = tuple(Verdict(id, status, 0.0, points, title=title) for id, points, title in checks)
        yield Judgement(row.id, row.title, verdicts, row.points, row.bonus, group=row.group)


def grade_class(submissions: Sequence[Submission], job: Job, workers: int) -> Iterator[Result]:
    """Grade all submissions in `workers` processes, and yield each result as it comes.

    A submission that kills its worker, whenever it is graded, is held back. The others are graded.
    """
    if workers <= 1 or len(submissions) < 2:
        with Sandbox(job.level, job.table.packages, job.limits) as sandbox:
            for submission in submissions:
                yield grade_one(submission, job, sandbox)
        return
    ungraded = dict(enumerate(submissions))
    while ungraded:
        yield from _grade_in_pool(ungraded, job, workers)
        # Something is left only where a worker has died, which ends the pool. The submission that killed it
        # is among the first ones left: those that the workers had, or that were next in the pool's queue.
        # Each of these is graded in a pool of its own.
        for number in list(ungraded)[: 2 * workers + 1]:
            suspect = {number: ungraded.pop(number)}
            yield from _grade_in_pool(suspect, job, 1)
            if suspect:
                yield held_back(suspect[number], job, "the worker dies whenever this submission is graded")


def _grade_in_pool(ungraded: dict[int, Submission], job: Job, workers: int) -> Iterator[Result]:
    """Grade submissions in a pool; yield each result, and remove its submission from `ungraded`.

    When a worker dies, the submissions without a result stay in `ungraded`.
    """
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (job,)) as pool:
        with _without_main():
            futures: dict[Future[Result], int] = {
                pool.submit(_work, item): key for key, item in ungraded.items()
            }
        try:
            for future in as_completed(futures):
                try:
                    result = future.result()
                except BrokenProcessPool:
                    continue
                del ungraded[futures.pop(future)]
                yield result
        finally:
            pool.shutdown(cancel_futures=True)  # after Ctrl-C, the rest of the class is not graded


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Start workers that do not run the caller's script again.

    A new process imports the main script, and needs nothing of it. Without this, a script that grades a
    class outside `if __name__ == "__main__":` would start itself in every worker.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


# The job and the sandbox of this process, where it is a worker.
_job: Job
_sandbox: Sandbox


def _start(job: Job) -> None:
    """Prepare this process to be a worker."""
    global _job, _sandbox
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends a worker without a traceback
    threading.Thread(target=_end_with_the_grader, daemon=True).start()
    _job, _sandbox = job, Sandbox(job.level, job.table.packages, job.limits)


def _end_with_the_grader() -> None:
    """End this worker when the process that started it ends, even if that one was killed."""
    grader = parent_process()
    if grader is not None:
        grader.join()
        os._exit(1)


def _work(submission: Submission) -> Result:
    """Grade one submission in a worker."""
    return grade_one(submission, _job, _sandbox)
