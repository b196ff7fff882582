"""Courses of nbgrader: notebooks handed in, nbgrader's own commands, its gradebook."""

import contextlib
import csv
import io
import json
import os
import subprocess
import sys

import nbformat
import pytest

from autograder import cli
from autograder.bridges import nbgrader as door
from autograder.course.handout import solved_cells
from autograder.grading import folder as class_folder
from autograder.grading.one import grade
from autograder.student.handout import CHECKED
from support.cases import cells_of
from support.repository import ROOT, carry, lab, table

EX1, EX2 = "tp4_ex1", "tp4_ex2"
ENVIRONMENT = {
    **os.environ,
    "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]),
}
TEXT = "Chaque mot regarde surtout lui-même & <b>son voisin</b>."
RUN = """
import json, os, sys
from nbgrader.apps import NbGraderApp
for folder, *words in json.loads(sys.argv[1]):
    child = os.fork()  # to import it, which takes seconds, only once
    if not child:
        os.chdir(folder)
        NbGraderApp.launch_instance(words)
        sys.exit()
    if status := os.waitpid(child, 0)[1]:
        sys.exit(os.waitstatus_to_exitcode(status))
"""


def nbgrader(*commands, code=0):
    """Run commands of nbgrader's, each as (folder, words); return everything that they say."""
    asked = json.dumps([[str(folder), *words] for folder, *words in commands])
    program = [sys.executable, "-c", RUN, asked]
    ran = subprocess.run(program, env=ENVIRONMENT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def graded(course, name, out):
    """Run `autograder grade --nbgrader` here; return its exit code, what it says, scores.csv by student."""
    words = ["autograder", "grade", name, "--nbgrader", str(course), "--out", str(out), "--workers", "1"]
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(io.StringIO()) as said,
        pytest.raises(SystemExit) as left,
    ):
        # The table of a lab is built once a session.
        patch.setattr(
            class_folder, "build_table", lambda lab, config, hidden, training: table(lab.id, hidden)
        )
        patch.setattr(sys, "argv", words)
        cli.main()
    with open(out / "scores.csv", encoding="utf-8", newline="") as file:
        return left.value.code, said.getvalue(), {row["student"]: row for row in csv.DictReader(file)}


def filled(course, name, answers=None, own=(), change=list, blank=False):
    """Return a student's notebook: the release with the lab's answers or others, then their own cells."""
    document = nbformat.read(course / "release" / name / f"{name}.ipynb", as_version=4)
    written = {
        **({} if blank else {cell.id: cell.text for cell in solved_cells(lab(name))}),
        **(answers or {}),
    }
    for cell in document.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = written.get(id_of(cell), cell.source)
    document.cells += [nbformat.v4.new_code_cell(text) for text in own]
    document.cells = change(document.cells)
    return nbformat.writes(document)


def id_of(cell):
    """Return the id that nbgrader knows a cell by, or the empty text."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def at(cells, id):
    """Return the place of the cell of that id."""
    return [id_of(cell) for cell in cells].index(id)


def unwritten(course):
    """Return the text that stands where the free answer is to be written."""
    cells = nbformat.read(course / "release" / EX2 / f"{EX2}.ipynb", as_version=4).cells
    return cells[at(cells, "interpretation")].source


def hand_in(course, name, student, text, suffix=".ipynb", when="2024-05-13 10:00:00 UTC"):
    """Put a student's notebook where nbgrader collects it."""
    folder = course / "submitted" / student / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}{suffix}").write_text(text, encoding="utf-8")
    (folder / "timestamp.txt").write_text(when, encoding="utf-8")


def marks(course, name):
    """Return student -> question -> (automatic mark, mark by hand, extra credit, whether it waits)."""
    with door.gradebook(course, name) as book:
        return {
            one.student.id: {
                mark.name.removeprefix(CHECKED): (
                    mark.auto_score,
                    mark.manual_score,
                    mark.extra_credit,
                    mark.needs_manual_grade,
                )
                for mark in one.notebooks[0].grades
            }
            for one in book.assignment_submissions(name)
        }


def automatic(course, name):
    """Return student -> question -> automatic mark."""
    given = marks(course, name)
    return {
        student: {question: mark[0] for question, mark in of_one.items()} for student, of_one in given.items()
    }


def by_hand(course, name, student, question, score=None, extra=None, comment=None):
    """Write into the gradebook what formgrader writes."""
    with door.gradebook(course, name) as book:
        mark = book.find_grade(question, name, name, student)
        mark.manual_score, mark.extra_credit = score, extra
        mark.needs_manual_grade = score is None and mark.auto_score is None
        if comment:
            book.find_comment(question, name, name, student).manual_comment = comment
        book.db.commit()


def ours(name, cells, sandbox):
    """Return question -> our mark, None where a person gives it."""
    result = grade(cells, table(name), sandbox.run, carry(name))
    assert not result.fault
    return {one.question: None if one.pending else pytest.approx(one.points) for one in result.judgements}


def own_cells(name, case):
    """Return the texts of the cells of a case of tests/submissions."""
    folder = ROOT / "tests" / "submissions" / name / case
    return [cell.text for cell in cells_of(folder, {"whole": True})]
