"""A class graded by a library call, as a notebook, a script or a scheduler makes it."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from support.repository import ROOT, config, lab

from autograder.errors import Refused
from autograder.grading.folder import Files, grade_folder, grade_plan, plan_class

SAMPLE = ROOT / "tests" / "sample_class"
SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path
from autograder.course.config import load_config
from autograder.course.lab import load_labs
from autograder.grading.folder import grade_folder

(lab,) = load_labs(["tp4_ex1"])
path, out = map(Path, sys.argv[1:])
for row in grade_folder(lab, path, out, load_config(Path("grading.toml")), workers=2):
    print(row.student, row.status)
"""


@pytest.fixture
def handed_in(tmp_path):
    folder = tmp_path / "handed_in"
    folder.mkdir()
    for path in sorted(SAMPLE.iterdir())[:3]:
        shutil.copytree(path, folder / path.name) if path.is_dir() else shutil.copy(path, folder)
    return folder


def test_rows_come_once_their_files_are_whole(handed_in, sandbox, tmp_path):
    out = tmp_path / "out"
    students = []
    for row in grade_folder(lab("tp4_ex1"), handed_in, out, config(), level=sandbox.level):
        result = json.loads((out / row.student / "result.json").read_bytes())
        assert result["total"] == row.score.total and (out / row.student / "feedback.html").is_file()
        students.append(row.student)
    assert len(students) == 3 and (out / "scores.csv").is_file() and (out / "run.json").is_file()


def test_what_was_graded_before_is_kept_and_comes_first(handed_in, sandbox, tmp_path):
    out = tmp_path / "out"
    first = list(grade_folder(lab("tp4_ex1"), handed_in, out, config(), level=sandbox.level))
    plan = plan_class(lab("tp4_ex1"), Files(handed_in), out, config(), level=sandbox.level)
    assert plan.waiting == [] and len(plan.kept) == 3
    assert sorted(row.student for row in grade_plan(plan)) == sorted(row.student for row in first)


def test_a_script_without_a_main_guard_may_use_workers(handed_in, sandbox, tmp_path):
    """Workers are new processes, and must not run the caller's script again."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, str(script), str(handed_in), str(tmp_path / "out")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 3, ran.stdout


def test_what_cannot_be_graded_is_one_line(sandbox, tmp_path):
    with pytest.raises(Refused, match="no such file or folder"):
        list(
            grade_folder(lab("tp4_ex1"), tmp_path / "absent", tmp_path / "out", config(), level=sandbox.level)
        )


def test_a_lab_without_a_cell_for_a_question_is_refused(handed_in, sandbox, tmp_path):
    whole = lab("tp4_ex1")
    cells = tuple(cell for cell in whole.cells if cell.id != "tokenize")
    with pytest.raises(Refused, match="no cell is titled 'tokenize'"):
        list(
            grade_folder(
                replace(whole, cells=cells), handed_in, tmp_path / "out", config(), level=sandbox.level
            )
        )
