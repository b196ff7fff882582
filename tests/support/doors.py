"""A case of tests/submissions through the front doors: its points, as each tool's own commands give them."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import replace

import pytest

from autograder.course.handout import solved_cells
from autograder.grading.one import grade
from autograder.release.build import notebook
from autograder.student.handout import CHECKED
from support.cases import cells_of
from support.repository import carry, config, lab, table

ENVIRONMENT = {**os.environ, "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]}


def handed_in(folder):
    """Return a case as the notebook that a student would hand in, without what shows or trains."""
    name = folder.parent.name
    expected = tomllib.loads((folder / "expect.toml").read_text(encoding="utf-8"))
    cells = cells_of(folder, expected)
    if not expected.get("whole"):
        base = [cell for cell in solved_cells(lab(name)) if "demo" not in cell.tags]
        cells = [*base, *cells[len(lab(name).solution) :]]
    named = set()
    for place, cell in enumerate(cells):
        if not cell.id or cell.id in named:
            cells[place] = replace(cell, id=f"own_{place}")
        named.add(cells[place].id)
    written = json.loads(notebook(cells, table(name)))
    known = {cell.id for cell in solved_cells(lab(name))}
    for cell in written["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") not in known:
            cell["metadata"] = {}  # nbgrader's is on the cells that were handed out
    return json.dumps(written)


def ours(folder, sandbox):
    """Return question -> points of a case, by our own grading; free answers are left out."""
    name = folder.parent.name
    expected = tomllib.loads((folder / "expect.toml").read_text(encoding="utf-8"))
    graded = grade(cells_of(folder, expected), table(name), sandbox.run, carry(name))
    return {
        judgement.question: judgement.points
        for judgement in graded.judgements
        if table(name).question(judgement.question).kind != "text"
    }


def near(points):
    """Return what equals these points, once a tool has added up and rounded on its way."""
    return pytest.approx(points, abs=1e-4)


def of_nbgrader(folders, root, native):
    """Case -> points, through a course of nbgrader's: graded by our engine, or by nbgrader alone."""
    from autograder.bridges import nbgrader

    name = folders[0].parent.name
    course = root / "course"
    nbgrader.export([lab(name)], config(), course, native)
    for folder in folders:
        submitted = course / "submitted" / folder.name / name
        submitted.mkdir(parents=True)
        (submitted / f"{name}.ipynb").write_text(handed_in(folder), encoding="utf-8")
    if native:
        command = [sys.executable, "-m", "nbgrader", "autograde", name]
    else:
        command = [
            sys.executable,
            "-m",
            "autograder",
            "grade",
            name,
            "--nbgrader",
            str(course),
            "--out",
            str(root / "results"),
        ]
    subprocess.run(command, cwd=course, env=ENVIRONMENT, capture_output=True, check=False)
    with nbgrader.gradebook(course, name) as book:
        return {
            submission.student.id: {
                mark.name.removeprefix(CHECKED): mark.auto_score for mark in submission.notebooks[0].grades
            }
            for submission in book.assignment_submissions(name)
        }


def of_otter(folders, root):
    """Case -> points, through `otter.api.grade_submission`."""
    from otter.api import grade_submission

    from autograder.bridges.otter import export

    name = folders[0].parent.name
    zipped = export(lab(name), config(), root)[-1]
    marks = {}
    for folder in folders:
        file = root / f"{folder.name}.ipynb"
        file.write_text(handed_in(folder), encoding="utf-8")
        results = grade_submission(str(file), str(zipped), quiet=True)
        marks[folder.name] = {question: results.get_score(question) for question in results.test_files}
    return marks


def of_gradescope(folders, root):
    """Return case -> points, through Gradescope's zip, unpacked as there, and this environment."""
    container = gradescope_container(folders[0].parent.name, root)
    marks = {}
    for folder in folders:
        for fresh in ("submission", "results"):
            shutil.rmtree(container / fresh, ignore_errors=True)
            (container / fresh).mkdir()
        (container / "submission" / "mon notebook.ipynb").write_text(handed_in(folder), encoding="utf-8")
        subprocess.run(
            ["./run_autograder"],
            cwd=container,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            check=True,
        )
        marks[folder.name] = json.loads((container / "results" / "results.json").read_bytes())["extra_data"][
            "questions"
        ]
    return marks


def gradescope_container(name, root):
    """Make the /autograder of a built image: the zip unpacked, a Python, run_autograder; return its path."""
    from autograder.bridges.gradescope import export

    container = root / "autograder"
    with zipfile.ZipFile(export(lab(name), config(), root)) as zipped:
        zipped.extractall(container / "source")
    python = container / "source" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    shutil.copy(container / "source" / "run_autograder", container)
    (container / "run_autograder").chmod(0o755)
    return container
