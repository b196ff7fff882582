"""Courses of nbgrader: notebooks handed in, nbgrader's own commands, its gradebook."""

import contextlib
import copy
import csv
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import uuid
from functools import lru_cache

import nbformat
import pytest

from autograder import cli
from autograder.bridges import nbgrader as door
from autograder.bridges import nbgrader_course
from autograder.course.handout import solved_cells
from autograder.grading import folder as class_folder
from autograder.grading.one import grade
from autograder.student.handout import CHECKED
from support.cases import cells_of
from support.repository import LABS, ROOT, best_level, carry, config, lab, portable_table, table
from support.shared import once

EX1, EX2 = "tp4_ex1", "tp4_ex2"
ENVIRONMENT = {
    **os.environ,
    "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]),
}
WARNS = "\nimport warnings\nown = softmax\ndef softmax(S):\n    warnings.warn('attention')\n    return own(S)"
TEXT = "Chaque mot regarde surtout lui-même & <b>son voisin</b>."
SERVER = """
import json, os, select, socket, sys
from nbgrader.apps import NbGraderApp  # takes seconds: once for all commands, each a child of this process

def run(commands, asked):
    for folder, *words in commands:
        child = os.fork()
        if not child:
            os.chdir(folder)
            for number in (1, 2):
                os.dup2(asked.fileno(), number)
            NbGraderApp.launch_instance(words)
            sys.exit()
        if status := os.waitpid(child, 0)[1]:
            return os.waitstatus_to_exitcode(status)
    return 0

listener = socket.socket(fileno=int(sys.argv[1]))
while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:  # it ends when the tests do
    asked, _ = listener.accept()
    if not os.fork():
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = run(json.loads(asked.makefile(encoding="utf-8").readline()), asked)
        asked.sendall(b"\\n%d" % code)
        asked.shutdown(socket.SHUT_RDWR)
        os._exit(0)
    asked.close()
    while True:  # those that have ended
        try:
            if not os.waitpid(-1, os.WNOHANG)[0]:
                break
        except ChildProcessError:
            break
"""


@lru_cache
def _server():
    """Start the process that runs nbgrader's commands; return its address and the process."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"\0nbgrader-{uuid.uuid4().hex}")
    listener.listen()
    program = [sys.executable, "-c", SERVER, str(listener.fileno())]
    process = subprocess.Popen(
        program, env=ENVIRONMENT, stdin=subprocess.PIPE, pass_fds=[listener.fileno()], start_new_session=True
    )
    return listener, process


def nbgrader(*commands, code=0):
    """Run commands of nbgrader's, each as (folder, words); return everything that they say."""
    with socket.socket(socket.AF_UNIX) as asked:
        asked.settimeout(300)
        asked.connect(_server()[0].getsockname())
        asked.sendall(json.dumps([[str(folder), *words] for folder, *words in commands]).encode() + b"\n")
        said, _, ended = asked.makefile(encoding="utf-8", errors="replace").read().rpartition("\n")
    assert ended == str(code), said
    return said


def exported(folder, native):
    """Copy a course into a folder: one of all labs or, where nbgrader grades alone, of one. Return its path.

    Exporting takes long: it is done once a run.
    """
    chosen, name = ([EX1], "cours") if native else (LABS, "cours d'été")
    labs = [lab(id) for id in chosen]
    made = once(f"course-{native}", lambda path: door.export(labs, config(), path / name, native))
    return shutil.copytree(made / name, folder / name)


def export_natively(name, course):
    """Export one more lab into a course that nbgrader grades alone. Its table is made once a run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nbgrader_course, "portable", lambda lab, config: portable_table(lab.id))
        door.export([lab(name)], config(), course, native=True)


def graded(course, name, out):
    """Run `autograder grade --nbgrader` here; return its exit code, what it says, scores.csv by student."""
    words = ["autograder", "grade", name, "--nbgrader", str(course), "--out", str(out), "--workers", "1"]
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(io.StringIO()) as said,
        pytest.raises(SystemExit) as left,
    ):
        # The table of a lab is built once a session, and the sandbox is probed once.
        patch.setattr(
            class_folder, "build_table", lambda lab, config, hidden, training: table(lab.id, hidden)
        )
        patch.setattr(cli, "probe", best_level)
        patch.setattr(sys, "argv", words)
        cli.main()
    return left.value.code, said.getvalue(), scores(out)


def really_graded(course, name, out):
    """Do the same in a process of its own, with two workers."""
    command = [sys.executable, "-m", "autograder", "grade", name, "--nbgrader", str(course)]
    ran = subprocess.run(
        [*command, "--out", str(out), "--workers", "2"],
        cwd=course,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
    )
    return ran.returncode, ran.stdout, scores(out)


def scores(out):
    """Return scores.csv, by student."""
    with open(out / "scores.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


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


def confused(cells):
    """A test cell pasted again, one of another lab, two deleted with their answers, written anew."""
    pasted = copy.deepcopy(next(cell for cell in cells if id_of(cell).startswith(CHECKED)))
    strange = copy.deepcopy(pasted)
    pasted.id, strange.id = "pasted", "strange"
    strange.metadata.nbgrader.grade_id = "check_of_another_lab"
    gone = ("check_softmax", "check_projection", "projection", "check_output", "output")
    kept = [cell for cell in cells if id_of(cell) not in gone]
    anew = [
        nbformat.v4.new_code_cell(cell.source) for cell in cells if id_of(cell) in ("projection", "output")
    ]
    return [*kept, pasted, strange, *anew]
