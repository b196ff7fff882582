"""nbgrader: a course of our labs, marks into its gradebook, marks by hand out of it.

*Trusted*: our engine grades what is in `submitted/`, and nbgrader carries on (formgrader, feedback, export).
*Native*: nbgrader grades alone; the hidden tests hold the judge and the hidden table, never the reference.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import copy
import html
import json
import os
import re
import shutil
import sys
import warnings
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.api import Gradebook, InvalidEntry, MissingEntry, app_log
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import parse_utc
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config as Traits
from traitlets.config.loader import PyFileConfigLoader

from autograder.bridges.in_process import HIDDEN
from autograder.bundle import bundle
from autograder.course.config import Config, load_config
from autograder.course.handout import released_cells, written_cells
from autograder.course.lab import ROOT, Lab, load_labs
from autograder.course.oracle import build_table, portable
from autograder.errors import Refused
from autograder.files import write_whole
from autograder.grading.batch import Job, grade_one
from autograder.grading.folder import Plan
from autograder.grading.submission import PROGRAMS, Entry, Submission, find
from autograder.judge.table import Table, save
from autograder.judge.verdicts import Judgement
from autograder.judge.words import describe
from autograder.pages.files import RESULT, judgements_of
from autograder.release.build import IN_PROCESS_PARTS, TEMPLATES, build, notebook
from autograder.sandbox.host import Sandbox
from autograder.sandbox.model import Limits
from autograder.sandbox.probe import probe
from autograder.student.handout import BESIDE, CHECKED, Handout
from autograder.student.source import BadSource, Cell

CONFIG = "nbgrader_config.py"
OURS = "# Add to it below this line: what is above is written anew.\n"  # the template's last
LONGEST = (
    10_000  # characters of Markdown that are rendered: nbconvert takes a time that grows with the square
)
BEGIN, END = HIDDEN.decode(), "### END HIDDEN TESTS"
OPENED = """\
import base64, sys, types, zlib
attention_judge = sys.modules["attention_judge"] = types.ModuleType("attention_judge")
exec(zlib.decompress(base64.b85decode("{judge}")), attention_judge.__dict__)
attention_inside = attention_judge.InProcess(base64.b85decode("{table}"))
{space}"""
SPACE = "\n" * 12  # so that a traceback, which quotes the lines around its own, does not quote the table


# ---- a course


def export(labs: Sequence[Lab], config: Config, course: Path, native: bool) -> None:
    """Make a course, or bring its labs up to date: sources, configuration, and nbgrader's own release and gradebook.

    What the instructor has added to its configuration is kept. Raises Refused where nbgrader refuses, and where that
    configuration is for the other mode: tests that are not there would give everyone full marks.
    """
    course.mkdir(parents=True, exist_ok=True)
    path, theirs = course / CONFIG, ""
    if path.exists():
        before, line, theirs = path.read_text(encoding="utf-8", errors="surrogateescape").partition(OURS)
        if native is (Engine.__module__ in before):
            made, option = ("without", "leave it out") if native else ("with", "add it")
            raise Refused(f"{path}: made {made} --native; {option}, or give another folder")
        if not line:
            raise Refused(
                f"{path}: the line {OURS.strip()!r} is gone; move the file away, export, then add your lines again"
            )
    written = (
        TEMPLATES.overlay(trim_blocks=True)
        .get_template(f"{CONFIG}.jinja")
        .render(course=course.resolve().name, native=native)
    )
    write_whole(path, (written + theirs).encode("utf-8", "surrogateescape"))
    for lab in labs:
        folder = course / "source" / lab.id
        folder.mkdir(parents=True, exist_ok=True)
        files = build(lab, config)
        files[f"{lab.id}.ipynb"] = source(lab, config, native).encode()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        made = _api(course).generate_assignment(lab.id)
        if not made["success"]:
            said = [
                line.strip()
                for line in made["log"].splitlines()
                if re.match(r"\s*[\w.]*(Error|Exception)\b", line)
            ]
            raise Refused(
                f"{folder}: nbgrader generate_assignment refuses: {(said or ['no reason given'])[-1]}"
            )


def source(lab: Lab, config: Config, native: bool) -> str:
    """The instructor's notebook: answers between their markers, and where nbgrader grades alone hidden tests."""
    table = portable(lab, config) if native else build_table(lab, config, hidden=False)
    cells = list(written_cells(lab))
    if native:
        opened = OPENED.format(
            judge=_text(zlib.compress(bundle(*IN_PROCESS_PARTS).encode(), 9)),
            table=_text(save(table)),
            space=SPACE,
        )
        for place, cell in enumerate(cells):
            if cell.id.startswith(CHECKED):
                asked = f'attention_inside.mark("{cell.id.removeprefix(CHECKED)}")'
                hidden = (
                    f"{BEGIN}\n{text}\n{END}" for text in ("from check import check", f"{opened}{asked}")
                )
                cells[place] = replace(cell, text=f"\n{cell.text}\n".join(hidden))
                opened = ""  # the first one holds it for all
    return notebook(cells, table)


def _text(data: bytes) -> str:
    return base64.b85encode(data).decode("ascii")


def _traits(course: Path) -> Traits:
    """The course's configuration. Raises Refused where there is no course, or its configuration, which is Python, fails."""
    if not (course / CONFIG).is_file():
        raise Refused(
            f"{course}: no nbgrader course here (no {CONFIG}); make one: autograder export nbgrader {course}"
        )
    try:
        traits = PyFileConfigLoader(CONFIG, path=str(course)).load_config()
    except Exception as error:  # whatever a line that someone has added raises
        raise Refused(f"{course / CONFIG}: {type(error).__name__}: {error}") from None
    traits.CourseDirectory.root = str(course.resolve())
    here = os.path.dirname(
        sys.executable
    )  # nbgrader runs `alembic` by its name, also where this environment is not activated
    if here not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = here + os.pathsep + os.environ["PATH"]
    return traits


def _api(course: Path) -> NbGraderAPI:
    traits = _traits(course)
    return NbGraderAPI(CourseDirectory(config=traits), config=traits)


# ---- the door of a course


@dataclass(frozen=True)
class Course:
    """A course as the place where submissions come from and marks go: see `grading.folder.Door`."""

    path: Path

    def submissions(self, lab: Lab, out: Path) -> list[Submission]:
        """Return what the course has collected of a lab. Raises Refused."""
        return find(self.path / "submitted", out, lab.files, inside=lab.id)

    def marks_by_hand(self, lab: Lab, submissions: Sequence[Submission]) -> dict[str, dict[str, float]]:
        """Return the marks of formgrader, by the students' names in `submissions`, then by question."""
        shown = {name_of(submission): submission.student for submission in submissions}
        return {shown.get(name, name): marks for name, marks in _marks_by_hand(self.path, lab.id).items()}

    def record(self, plan: Plan) -> list[str]:
        """Write the results into the gradebook and into `autograded/`; return a line for each to see to."""
        return record(self.path, plan.lab, plan.job.table, plan.submissions, plan.out)


# ---- marks into the gradebook, and out of it


@contextlib.contextmanager
def gradebook(course: Path, lab: str) -> Iterator[Gradebook]:
    """The course's gradebook, open. Raises Refused where there is none, the lab is not in it, or another program has locked it."""
    directory = CourseDirectory(config=_traits(course))
    app_log.disabled = True  # it would show a traceback beside our line
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
        said = str(error).partition("\n")[0]
        raise Refused(
            f"{course}: its gradebook refuses, {said}; what was written is whole, run the same command again"
        ) from None


def _marks_by_hand(course: Path, lab: str) -> dict[str, dict[str, float]]:
    """Student -> question -> the mark that a person gave in formgrader, extra credit in it.

    A text that has changed since waits for another one; a mark beside an automatic one stands meanwhile.
    """
    by_hand: dict[str, dict[str, float]] = {}
    with gradebook(course, lab) as book:
        for submission in book.assignment_submissions(lab):
            for mark in submission.notebooks[0].grades:
                waits = mark.needs_manual_grade and mark.auto_score is None
                if (mark.manual_score is not None or mark.extra_credit) and not waits:
                    by_hand.setdefault(submission.student.id, {})[mark.name.removeprefix(CHECKED)] = float(
                        mark.score
                    )
    return by_hand


def record(
    course: Path, lab: Lab, table: Table, submissions: Sequence[Submission], results: Path
) -> list[str]:
    """Write what was graded into the gradebook, and notebooks with their feedback into `autograded/`, as nbgrader would.

    A notebook that is there already, and whose result has not changed, is left alone. Marks given by hand stay; where
    what they were given for has changed, formgrader asks for them again. Returns one line for each that a person has to see to.
    """
    released = nbformat.reads(notebook(list(released_cells(lab)), table), as_version=4)
    said = []
    with gradebook(course, lab.id) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of SQLAlchemy, at nbgrader's own way of adding a submission
        for submission in submissions:
            student = name_of(submission)
            result = json.loads((results / submission.folder / RESULT).read_bytes())
            if student != student.encode("utf-8", "replace").decode():
                said.append(
                    f"{submission.student}: no gradebook takes a name that is not UTF-8; rename its folder"
                )
                continue
            if result["status"] == "internal_error":
                said.append(f"{student}: not graded, nothing written into the gradebook")
                continue
            stamp = course / "submitted" / student / lab.id / "timestamp.txt"
            arrived = _arrived(stamp)
            if arrived is None and os.path.lexists(stamp):
                said.append(
                    f"{student}: its timestamp.txt is no date; nbgrader takes it for handed in in time"
                )
            path = course / "autograded" / student / lab.id / f"{lab.id}.ipynb"
            before = whole = nbformat.read(path, as_version=4) if path.is_file() else None
            judgements = judgements_of(result)
            stale = before is None or before.metadata.get("autograder") != result["key"]
            if stale:
                whole = autograded(released, _cells(submission, table.handout), judgements, result["message"])
                whole.metadata["autograder"] = result["key"]
            book.update_or_create_student(student)
            book.update_or_create_submission(lab.id, student, timestamp=arrived)
            if _write_marks(
                book, lab.id, student, judgements, same=before is not None and _texts(before) == _texts(whole)
            ):
                said.append(
                    f"{student}: what was marked by hand has changed; mark it again in formgrader, then run this again"
                )
            if stale:
                shutil.rmtree(path.parent, ignore_errors=True)
                if arrived is not None:
                    write_whole(path.parent / "timestamp.txt", f"{arrived.isoformat(' ')} UTC".encode())
                write_whole(
                    path, nbformat.writes(whole, version=4).encode("utf-8", "replace")
                )  # last: it says that all is there
    return said


def name_of(submission: Submission) -> str:
    """The student's name in the gradebook: that of their folder as it is."""
    return submission.entries[0].path.parts[0] if submission.entries else submission.student


def _arrived(stamp: Path) -> datetime | None:
    """When something was handed in, by a file that a student can write; None where that is no date."""
    try:
        said: datetime = parse_utc(Entry(PurePosixPath(stamp.name), stamp).read()[:100].decode().strip())
    except Exception:  # all sorts: of reading, and of dateutil's parser
        return None
    return said


def _cells(submission: Submission, handout: Handout) -> list[Cell]:
    """The cells of the file that counts; none where it cannot be read."""
    try:
        return submission.cells(handout)[1]
    except BadSource:
        return []


def _texts(document: Any) -> list[str]:
    return [cell.source for cell in document.cells]


def _write_marks(
    book: Gradebook, lab: str, student: str, judgements: Iterable[Judgement], same: bool
) -> bool:
    """Write the automatic marks. One given by hand was for that automatic mark or, beside none, for the `same` notebook.

    Returns whether one given by hand is asked for again.
    """
    again = False
    points = {
        judgement.question: None if judgement.pending else round(judgement.points, 4)
        for judgement in judgements
    }
    for mark in book.find_submission_notebook(lab, lab, student).grades:
        before, mark.auto_score = mark.auto_score, points[mark.name.removeprefix(CHECKED)]
        if mark.manual_score is None:
            mark.needs_manual_grade = mark.auto_score is None
        elif before != mark.auto_score or not (same or before is not None):
            mark.needs_manual_grade = again = True
    book.db.commit()
    return again


def autograded(
    released: Any, cells: Iterable[Cell], judgements: Iterable[Judgement], message: str = ""
) -> Any:
    """The notebook that a person marks: what was handed out, the student's answers in it, what each question came to.

    A cell of the student's own stands where they put it, below the one before it that was handed out. Above all stands
    why their file could not be read, if so.
    """
    known = {
        cell.metadata["nbgrader"]["grade_id"] if "nbgrader" in cell.metadata else cell.id: cell
        for cell in released.cells
    }
    answers: dict[str, str] = {}
    own: dict[str, list[Cell]] = {}
    last = next(iter(known))
    for cell in cells:
        if cell.id in known and cell.id not in answers:
            last, answers[cell.id] = cell.id, cell.text
        else:
            own.setdefault(last, []).append(cell)
    judged = {f"{CHECKED}{judgement.question}": judgement for judgement in judgements}
    whole = copy.deepcopy(released)
    said = f"Ton fichier n'a pas pu être lu : {message}"  # and quotes names of files
    whole.cells = [nbformat.v4.new_code_cell("", outputs=_output(said))] if message else []
    for id, cell in known.items():
        made = copy.deepcopy(cell)
        if made.metadata.get("nbgrader", {}).get("solution"):
            made.source = answers.get(id, "")
        if id in judged:
            made.outputs = outputs(judged[id])
        whole.cells.append(made)
        make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
        whole.cells.extend(make[mine.kind](mine.text) for mine in own.get(id, ()))
    return whole


def shown(text: str) -> str:
    """Markdown as HTML, the HTML in it as text: what a student writes must not run in the browser of who marks it.

    As it was written where it is so long that this could take hours, or names an image that was pasted: nbconvert raises there.
    """
    if len(text) <= LONGEST:
        with contextlib.suppress(Exception):
            return str(
                MarkdownWithMath(renderer=IPythonRenderer(escape=True, allow_harmful_protocols=False)).render(
                    text
                )
            )
    return _folded(text)


def outputs(judgement: Judgement) -> list[Any]:
    """What a check cell shows: the feedback, its long lines folded."""
    return _output(describe(judgement))


def _output(said: str) -> list[Any]:
    return [nbformat.v4.new_output("display_data", data={"text/plain": said, "text/html": _folded(said)})]


def _folded(text: str) -> str:
    return f'<pre style="white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere">{html.escape(text)}</pre>'


class Engine(NbGraderPreprocessor):  # type: ignore[misc]
    """Our engine in place of nbgrader's own preprocessors: the file handed in is graded in the sandbox."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Write the marks, give the notebook that a person marks. Raises RuntimeError where the fault is ours: no mark then."""
        asked = resources["nbgrader"]
        student, lab = asked["student"], asked["assignment"]
        loaded, released, job, sandbox = _engine(lab)
        course = CourseDirectory(config=self.config)
        handed_in = sorted(Path(course.format_path(course.submitted_directory, student, lab)).iterdir())
        work = [
            path
            for path in handed_in
            if path.suffix in PROGRAMS and path.name not in (*BESIDE, *loaded.files)
        ]
        submission = Submission(
            student, student, tuple(Entry(PurePosixPath(student, path.name), path) for path in work)
        )
        result = grade_one(submission, job, sandbox)
        if result.fault:
            raise RuntimeError(f"our fault, not the student's: {result.fault}")
        with Gradebook(asked["db_url"]) as book:
            _write_marks(book, lab, student, result.judgements, same=False)
        return autograded(
            released, _cells(submission, job.table.handout), result.judgements, result.message
        ), resources


@lru_cache(maxsize=1)
def _engine(lab: str) -> tuple[Lab, Any, Job, Sandbox]:
    """What grading a lab takes, made once for a class."""
    (loaded,), config = load_labs([lab]), load_config(ROOT / "grading.toml")
    table = build_table(loaded, config, hidden=True)
    released = nbformat.reads(notebook(list(released_cells(loaded)), table), as_version=4)
    job = Job(loaded.folder, table, config.marks, probe(), Limits(**config.limits.model_dump()), {})
    sandbox = Sandbox(job.level, table.packages, job.limits)
    atexit.register(sandbox.close)
    return loaded, released, job, sandbox
