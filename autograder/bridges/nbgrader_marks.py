"""The gradebook of an nbgrader course: automatic marks go in, marks that persons gave come out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbgrader.api import Gradebook, InvalidEntry, MissingEntry, app_log
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError

from autograder.bridges.nbgrader_course import course_settings
from autograder.errors import Refused
from autograder.judge.verdicts import Judgement
from autograder.student.handout import CHECKED


@contextlib.contextmanager
def gradebook(course: Path, lab: str) -> Iterator[Gradebook]:
    """Open the gradebook of a course.

    Raises Refused where there is none, where it does not hold the lab, or where another program locks it.
    """
    directory = CourseDirectory(config=course_settings(course))
    app_log.disabled = True  # nbgrader would log a traceback beside our one line
    try:
        with Gradebook(directory.db_url, directory.course_id) as book:
            try:
                book.find_notebook(lab, lab)
            except MissingEntry:
                raise Refused(
                    f"{course}: its gradebook has no {lab}; run: autograder export nbgrader {course} {lab}"
                ) from None
            yield book
    except (InvalidEntry, SQLAlchemyError) as error:
        reason = str(error).partition("\n")[0]
        raise Refused(
            f"{course}: its gradebook refuses, {reason}; "
            "what was written is whole, run the same command again"
        ) from None


def marks_by_hand(course: Path, lab: str) -> dict[str, dict[str, float]]:
    """Return student -> question -> the mark that a person gave in formgrader, extra credit included.

    The work may have changed since, so that formgrader asks for the mark again. Until it is given, the
    old mark still counts where the question has an automatic mark as well; a free text has no mark.
    """
    by_hand: dict[str, dict[str, float]] = {}
    with gradebook(course, lab) as book:
        for submission in book.assignment_submissions(lab):
            for mark in submission.notebooks[0].grades:
                outdated = mark.needs_manual_grade and mark.auto_score is None
                if (mark.manual_score is not None or mark.extra_credit) and not outdated:
                    question = mark.name.removeprefix(CHECKED)
                    by_hand.setdefault(submission.student.id, {})[question] = float(mark.score)
    return by_hand


def write_marks(
    book: Gradebook, lab: str, student: str, judgements: Iterable[Judgement], unchanged: bool
) -> bool:
    """Write a student's automatic marks; return whether formgrader asks for a mark by hand again.

    A mark by hand stays. It is asked for again where the automatic mark of the question has changed. A
    free text has no automatic mark: its mark is asked for again unless the notebook is `unchanged`.
    """
    asked_again = False
    points = {
        judgement.question: None if judgement.pending else round(judgement.points, 4)
        for judgement in judgements
    }
    for mark in book.find_submission_notebook(lab, lab, student).grades:
        before, mark.auto_score = mark.auto_score, points[mark.name.removeprefix(CHECKED)]
        if mark.manual_score is None:
            mark.needs_manual_grade = mark.auto_score is None
        elif before != mark.auto_score or (before is None and not unchanged):
            mark.needs_manual_grade = asked_again = True
    book.db.commit()
    return asked_again
