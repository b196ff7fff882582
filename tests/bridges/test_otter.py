"""otter-grader's front door: the zip that grades, and `grader.check` in a student's notebook."""

import ast
import json
import re
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient
from support import doors
from support.cases import cells_of
from support.repository import ROOT, carry, config, lab, table

from autograder.bridges.otter import export
from autograder.course.handout import released_cells, solved_cells
from autograder.grading.one import grade
from autograder.release.build import build, notebook, otter_tests, write
from autograder.release.leak import leaks, public_texts, secrets
from autograder.student.source import Cell, read_cells

EX1, EX2 = "tp4_ex1", "tp4_ex2"
CASES = ROOT / "tests" / "submissions" / EX1
WRONG = {
    "columns": "mistake_softmax_columns",
    "carried": "partial_two_carried",
    "exits, never ends": "broken_system_exit",
}
WAYS = ("solved", "released", "script", *WRONG)
GRADER = [
    'import otter\ngrader = otter.Notebook("tp4_ex1.ipynb")',
    'grader.check("softmax")',
    'grader.check("softmax")',
]


def otter_marks(submission, zipped):
    """question -> points that otter gives a file; questions that a person reads are not in it."""
    from otter.api import grade_submission

    results = grade_submission(str(submission), str(zipped), quiet=True)
    assert not results.has_catastrophic_failure(), results.catastrophic_error
    return {question: results.get_score(question) for question in results.test_files}


def handed_in(way, folder):
    """The file that is handed in: mostly a notebook, with what students leave in it."""
    if way == "script":
        return Path(shutil.copy(CASES / "right_whole_plain_script" / "submission.py", folder))
    if way == "released":
        cells = list(released_cells(lab(EX1)))
    else:
        own = [cell.text for cell in cells_of(CASES / WRONG[way], {"whole": True})] if way in WRONG else []
        own += (
            ["def show_results(*given):\n    while True:\n        pass"] if way == "exits, never ends" else []
        )
        cells = [
            *solved_cells(lab(EX1)),
            *(Cell("code", f"own{i}", text, "") for i, text in enumerate([*own, *GRADER])),
        ]
    path = folder / (
        f"{EX1}.ipynb" if way in WRONG else "un nom à moi.ipynb"
    )  # the first is the one that `grader` asks for
    path.write_text(notebook(cells, table(EX1, hidden=False)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    return export(lab(EX1), config(), tmp_path_factory.mktemp("otter"))


@pytest.fixture(scope="module")
def marked(exported, tmp_path_factory):
    """Way -> (the file handed in, its marks to come), two at a time.

    `command` -> the folder of `otter run`, and how it went.
    """
    processes = get_context("forkserver")
    processes.set_forkserver_preload(["otter.api"])  # imported once for both
    with ProcessPoolExecutor(2, processes) as pool:
        files = {way: handed_in(way, tmp_path_factory.mktemp("in")) for way in WAYS}
        running = {way: (file, pool.submit(otter_marks, file, exported[-1])) for way, file in files.items()}
        out = tmp_path_factory.mktemp("out")
        command = [
            Path(sys.executable).with_name("otter"),
            "run",
            "-a",
            exported[-1],
            "-o",
            out,
            files["carried"],
        ]
        running["command"] = (
            out,
            pool.submit(subprocess.run, command, capture_output=True, text=True, timeout=120),
        )
        yield running


@pytest.mark.parametrize("way", WAYS)
def test_otter_gives_our_marks_question_by_question(marked, sandbox, way):
    file, marks = marked[way]
    graded = grade(read_cells(file.name, file.read_bytes()), table(EX1), sandbox.run, carry(EX1))
    ours = {judged.question: judged.points for judged in graded.judgements}
    assert marks.result() == pytest.approx(ours)
    if way == "carried":  # a sample of parity.py
        assert marks.result() == doors.near(doors.ours(CASES / WRONG[way], sandbox))
    assert (sum(ours.values()) == 0) is (way == "released")
    assert (sum(ours.values()) == 20) is (way in ("solved", "script"))


def test_its_own_command_gives_the_same(marked):
    out, ran = marked["command"]
    assert ran.result().returncode == 0, ran.result().stderr
    shown = {
        test["name"]: test for test in json.loads((out / "results.json").read_text(encoding="utf-8"))["tests"]
    }
    public = shown.pop("Public Tests")
    assert {question: test["score"] for question, test in shown.items()} == pytest.approx(
        marked["carried"][1].result()
    )
    assert {test["visibility"] for test in shown.values()} == {"hidden"}
    assert public["status"] == "failed"


def test_every_case_has_its_points_and_those_of_the_public_ones_are_none(exported):
    found = {}
    for path in exported[:-1]:
        calls = [
            node.decorator_list[0]
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef)
        ]
        cases = [
            {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords} for call in calls
        ]
        assert {case["points"] for case in cases if not case["hidden"]} == {0}
        assert [case["points"] for case in cases if case["hidden"]] == [
            check.points for check in table(EX1).question(path.stem).checks
        ]
        found[path.stem] = sum(case["points"] for case in cases)
    assert found == pytest.approx({row.id: row.points for row in table(EX1).questions})
    assert sum(found.values()) == pytest.approx(20)


def test_a_question_of_no_points_is_marked_too_and_one_that_a_person_reads_is_not(monkeypatch):
    from otter.test_files import ExceptionTestFile

    tests = otter_tests(table(EX2, hidden=False), table(EX2))
    passes = SimpleNamespace(require=lambda question, check: None)
    monkeypatch.setitem(sys.modules, "attention_judge", SimpleNamespace(public=passes, hidden=passes))
    ran = {question: ExceptionTestFile.from_string(text) for question, text in tests.items()}
    for test in ran.values():
        test.run({})
        assert test.grade == 1
        assert test.score == test.possible == pytest.approx(table(EX2).question(test.name).points)
    assert ran["softmax"].possible == 0
    assert set(ran) == {row.id for row in table(EX2).questions if row.kind != "text"}


def test_the_zip_holds_answers_and_judge_and_no_solution(exported):
    with zipfile.ZipFile(exported[-1]) as zipped:
        files = {member: zipped.read(member) for member in zipped.namelist()}
    assert {member for member in files if member.startswith(("files/", "tests/"))} == {
        *(f"files/attention_judge/{member}" for member in ("__init__.py", "expected.npz", "hidden.npz")),
        *(f"tests/{row.id}.py" for row in table(EX1).questions),
    }
    known, public = secrets([lab(EX1)], config()), public_texts([lab(EX1)], config())
    hidden = {"hidden.npz": files.pop("files/attention_judge/hidden.npz")}
    assert not list(leaks(files, known, public))
    assert not list(leaks(hidden, replace(known, texts={}, arrays=[]), public))
    assert list(leaks(hidden, known, public))


def test_the_bytes_are_the_same_every_time(exported, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    again = export(lab(EX1), config(), Path("elsewhere"))
    assert again[-1] == Path("elsewhere", EX1, "autograder.zip")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in exported]
    assert Path.cwd() == tmp_path


# ---- in the student's notebook


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """What `grader.check` shows in the release of a lab, alone in its folder.

    Question -> text, for each attempt.
    """
    folder = tmp_path_factory.mktemp("assignment")
    files = build(lab(EX1), config())
    write(files, folder)
    lines = re.findall(r"`([^`]*(?:otter\.Notebook|grader\.check)[^`]*)`", files["LISEZMOI.md"].decode())
    questions = list(otter_tests(table(EX1, hidden=False)))
    ask = f"for question in {questions}:\n    print(question)\n    check(question)\n"
    ask += "    print(grader.check(question))"
    wrong = (CASES / "mistake_softmax_columns" / "submission.py").read_text(encoding="utf-8")
    stub = next(cell.text for cell in released_cells(lab(EX1)) if cell.id == "softmax")
    document = nbformat.read(folder / f"{EX1}.ipynb", as_version=4)
    for cell, own in zip(document.cells, solved_cells(lab(EX1)), strict=True):
        cell.source = own.text
    document.cells += [nbformat.v4.new_code_cell(text) for text in (*lines, ask, wrong, ask, stub, ask)]
    NotebookClient(
        document, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    *_, shown, right, _, columns, _, stub = [cell.get("outputs", []) for cell in document.cells]

    def by_question(outputs):
        text = "".join(output.text for output in outputs if output.get("name") == "stdout")
        parts = re.split(rf"^({'|'.join(questions)})\n", text, flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    return shown, *map(by_question, (right, columns, stub))


def test_the_right_answers_pass_in_a_students_notebook(asked):
    shown, right, _, _ = asked
    assert "passed!" in shown[0]["data"]["text/html"]
    assert set(right) == set(otter_tests(table(EX1, hidden=False)))
    assert all(f"{question} results: All test cases passed!" in text for question, text in right.items())


def test_what_is_not_written_or_wrong_fails_with_a_sentence_in_french(asked):
    _, _, columns, stub = asked
    assert "AssertionError: `softmax` est encore à écrire." in stub["softmax"]
    assert "chaque ligne doit sommer à 1" in columns["softmax"].split("softmax results:")[1]


def test_grader_check_and_check_agree(asked):
    for said in asked[1:]:
        for question, text in said.items():
            assert ("All test cases passed!" in text) is text.startswith("✓"), f"{question}: {text}"
