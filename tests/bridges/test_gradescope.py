"""Gradescope's zip, run as Gradescope runs it: in its layout, by its own copy of run_autograder."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from support import doors
from support.doors import gradescope_container
from support.released import solve
from support.repository import ROOT, config, lab, table

from autograder.bridges import gradescope_run
from autograder.bridges.gradescope import PROGRAMS, build
from autograder.bridges.gradescope_run import (
    VISIBILITY,
    find_submission,
    grade_submission,
    json_bytes,
    results_tree,
)
from autograder.files import archive
from autograder.grading.batch import APOLOGY, Job, grade_one
from autograder.grading.score import score
from autograder.release.build import script
from autograder.release.leak import leaks, public_texts, secrets
from autograder.sandbox.host import Sandbox
from autograder.sandbox.model import Level, Limits, SandboxUnavailable
from autograder.student.source import read_cells

LAB = "tp4_ex1"
STATUSES = {"passed", "failed"}
VISIBILITIES = {"visible", "after_due_date", "after_published", "hidden"}
CASES = [  # what is put after the lab's own answers
    ("mistake_softmax_columns",),
    ("mistake_scores_scaled_by_d",),
    ("mistake_scores_scaled_by_words", "mistake_softmax_columns"),
    ("broken_missing_function",),
    ("right_loops",),
]


# ---- its layout


@pytest.fixture(scope="module")
def files():
    return build(lab(LAB), config())


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """/autograder after the image is built: the zip unpacked, Python there, run_autograder copied up."""
    return gradescope_container(LAB, tmp_path_factory.mktemp("gradescope"))


@pytest.fixture
def container(installed, tmp_path):
    """A container of that image, with an empty submission."""
    root = tmp_path / "autograder"
    shutil.copytree(installed, root)
    for name in ("submission", "results"):
        (root / name).mkdir()
    (root / "submission_metadata.json").write_text('{"users": []}')
    return root


def run(root):
    """What Gradescope does for a submission: (results, what was printed, which only staff see)."""
    clean = {"PATH": os.environ["PATH"]}
    ran = subprocess.run(
        ["./run_autograder"],
        cwd=root,
        env=clean,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
    )
    assert ran.returncode == 0
    return valid((root / "results" / "results.json").read_bytes()), ran.stdout.decode()


def valid(data):
    """results.json as Gradescope documents it."""
    tree = json.loads(data.decode("utf-8"), parse_constant=pytest.fail)
    assert set(tree) <= {
        "score",
        "output",
        "output_format",
        "test_output_format",
        "test_name_format",
        "tests",
        "extra_data",
    }
    assert isinstance(tree["output"], str)
    assert tree["output"].strip()
    assert [tree[key] for key in ("output_format", "test_output_format", "test_name_format")] == ["text"] * 3
    assert tree["tests"]
    for test in tree["tests"]:
        assert set(test) - {"score", "max_score"} == {"name", "number", "status", "output", "visibility"}
        assert ("score" in test) is ("max_score" in test)
        assert 0 <= test.get("score", 0) <= test.get("max_score", 0)
        assert test["status"] in STATUSES
        assert test["visibility"] in VISIBILITIES
        assert test["output"]
    assert not any(ord(char) < 32 and char not in "\n\t" for char in json.dumps(tree, ensure_ascii=False))
    return tree


def gradescope_marks(notebook, root):
    """The points per question that a file gets through Gradescope's door; `root` is its /autograder."""
    shutil.rmtree(root / "submission")
    (root / "submission").mkdir()
    shutil.copy(notebook, root / "submission")
    return run(root)[0]["extra_data"]["questions"]


def summed(tree):
    """The points per question, from its tests."""
    points = {}
    for test in tree["tests"]:
        question = test["name"].split(" · ")[0]
        points[question] = points.get(question, 0) + test.get("score", 0)
    return {question: round(value, 4) for question, value in points.items()}


def seen_at_once(tree):
    return [test for test in tree["tests"] if test["visibility"] == "visible"]


@pytest.fixture
def same_level(sandbox, monkeypatch):
    """In this process the sandbox is probed once a session."""
    monkeypatch.setattr(gradescope_run, "probe", lambda warn: sandbox.level)


def natively(folder, sandbox, name=LAB, hidden=True):
    job = Job(
        lab(name).folder,
        table(name, hidden),
        config().marks,
        sandbox.level,
        Limits(**config().limits.model_dump()),
        {},
    )
    return grade_one(find_submission(folder, lab(name).files), job, sandbox)


# ---- the zip


def test_the_zip_has_what_gradescope_wants_and_nothing_of_the_solutions(files):
    assert {
        "setup.sh",
        "run_autograder",
        "requirements.txt",
        "autograder/grading/batch.py",
        "lab/hidden.npz",
    } <= set(files)
    assert not [
        name
        for name in files
        if re.search("solutions|grading.toml|questions.py|lab.py$|__pycache__", name)
        and name != "autograder/course/lab.py"
    ]
    with zipfile.ZipFile(io.BytesIO(archive(files, programs=PROGRAMS))) as zipped:
        assert zipped.testzip() is None
        assert {info.filename for info in zipped.infolist() if info.external_attr >> 16 & 0o111} == {
            "run_autograder",
            "setup.sh",
        }
    known, public = secrets([lab(LAB)], config()), public_texts([lab(LAB)], config())
    hidden = {
        "hidden.npz": files["lab/hidden.npz"]
    }  # inputs and diagnoses are what it is for; code it has none
    assert (
        list(leaks({name: data for name, data in files.items() if name != "lab/hidden.npz"}, known, public))
        == []
    )
    assert list(leaks(hidden, replace(known, texts={}, arrays=[]), public)) == []
    assert not any(str(config().seeds.secret).encode() in data for data in files.values())


def test_the_zip_holds_the_whole_package(files):
    package = {path for path in (ROOT / "autograder").rglob("*.py")} | {
        *(ROOT / "autograder" / "templates").iterdir()
    }
    assert {name for name in files if name.startswith("autograder/")} == {
        path.relative_to(ROOT).as_posix() for path in package if path.is_file()
    }
    assert {PurePosixPath(name).parent.name for name in files} >= {
        "autograder", "bridges", "course", "grading", "inside", "judge", "pages", "release", "sandbox",
        "student", "templates",
    }  # fmt: skip


ANCHORS = """
from autograder import bundle
from autograder.bridges import gradescope
from autograder.course import lab
from autograder.grading import resume
print(lab.ROOT, bundle._ROOT, gradescope.PACKAGE, resume._PACKAGE, sep="\\n")
"""


@pytest.mark.parametrize("unpacked", [False, True], ids=["repository", "zip"])
def test_the_paths_that_the_engine_is_anchored_at_are_right_here_and_in_the_zip(installed, unpacked):
    root = (installed / "source" if unpacked else ROOT).resolve()
    python = [sys.executable, "-P", "-c", ANCHORS]
    ran = subprocess.run(python, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True)
    assert ran.stdout.splitlines() == [str(root), str(root), f"{root}/autograder", f"{root}/autograder"], (
        ran.stderr
    )


def test_the_same_lab_gives_the_same_bytes(files):
    assert archive(files, programs=PROGRAMS) == archive(build(lab(LAB), config()), programs=PROGRAMS)


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_the_programs_are_scripts_of_bash(files, name):
    assert files[name].startswith(b"#!/usr/bin/env bash\n")
    assert b"\r" not in files[name]
    subprocess.run(["bash", "-n"], input=files[name], check=True)


# ---- as Gradescope runs it


def test_a_solved_notebook_has_everything(container, sandbox, same_level):
    notebook = solve(container, LAB, ".ipynb")
    marks = gradescope_marks(notebook, container)
    assert marks == {question.id: question.points for question in table(LAB).questions}
    data = (container / "results" / "results.json").read_bytes()
    tree = valid(data)
    assert tree["score"] == 20
    assert tree["extra_data"] == {"status": "graded", "sandbox": sandbox.level.value, "questions": marks}
    assert f"niveau {sandbox.level.value}" in tree["output"]
    assert not any(test["status"] == "failed" for test in tree["tests"])
    assert json_bytes(grade_submission(container / "submission", container / "source" / "lab")) == data, (
        "the same bytes in any process"
    )


def test_a_case_gets_its_marks_as_every_case_does(container, sandbox):
    """A sample of parity.py."""
    case = ROOT / "tests" / "submissions" / LAB / "partial_two_carried"
    (container / "submission" / "mon notebook.ipynb").write_text(doors.handed_in(case), encoding="utf-8")
    assert run(container)[0]["extra_data"]["questions"] == doors.near(doors.ours(case, sandbox))


def test_it_also_runs_from_where_it_was_unpacked(container):
    shutil.copy(ROOT / "assignments" / LAB / f"{LAB}.ipynb", container / "submission")
    os.chmod(container / "source" / "run_autograder", 0o755)
    subprocess.run([container / "source" / "run_autograder"], cwd="/", check=True, timeout=120)
    tree = valid((container / "results" / "results.json").read_bytes())
    assert (tree["score"], tree["extra_data"]["status"]) == (0, "graded")
    assert set(tree["extra_data"]["questions"].values()) == {0}


def break_python(root):
    shutil.rmtree(root / "source" / ".venv")


def break_table(root):
    (root / "source" / "lab" / "hidden.npz").unlink()


def break_engine(root):
    (root / "source" / "autograder" / "judge" / "judging.py").write_text(
        "raise RuntimeError('the engine is broken')\n"
    )


def break_everything(root):
    shutil.rmtree(root / "source")


def kill_python(root):
    (root / "source" / "autograder" / "bridges" / "gradescope_run.py").write_text(
        "import os\nos.kill(os.getpid(), 9)\n"
    )


def take_too_long(root):
    program = root / "run_autograder"
    program.write_text(program.read_text("utf-8").replace(" 540 ", " 1 "), "utf-8")
    (root / "source" / "autograder" / "bridges" / "gradescope_run.py").write_text(
        "import time\ntime.sleep(60)\n"
    )


@pytest.mark.parametrize(
    "harm", [break_python, break_table, break_engine, break_everything, kill_python, take_too_long]
)
def test_whatever_breaks_on_our_side_is_a_valid_result_without_any_score(container, harm):
    shutil.copy(ROOT / "assignments" / LAB / f"{LAB}.ipynb", container / "submission")
    harm(container)
    tree, said = run(container)
    assert_held(tree)
    assert "INTERNAL ERROR" in said


def assert_held(tree):
    assert "score" not in tree
    (test,) = tree["tests"]
    assert (test["status"], test["visibility"], test["output"]) == ("failed", "visible", APOLOGY)
    assert "score" not in test
    assert tree["output"] == APOLOGY
    assert tree["extra_data"]["status"] == "internal_error"
    assert set(tree["extra_data"]["questions"].values()) == {None}
    assert list(tree["extra_data"]["questions"]) == [question.id for question in table(LAB).questions]


# ---- what it says, in this process


@pytest.mark.parametrize("cases", CASES, ids="+".join)
def test_every_question_has_the_points_of_a_native_run(container, sandbox, same_level, cases):
    own = [cell for case in cases for cell in own_cells(ROOT / "tests" / "submissions" / LAB / case)]
    (container / "submission" / "rendu.py").write_text(script([*lab(LAB).solution, *own]), encoding="utf-8")
    tree = valid(json_bytes(grade_submission(container / "submission", container / "source" / "lab")))
    native = natively(container / "submission", sandbox)
    assert tree["extra_data"]["questions"] == {
        question: round(points, 4) for question, points in native.score.points.items()
    }
    assert summed(tree) == tree["extra_data"]["questions"]
    assert sum(summed(tree).values()) == pytest.approx(native.score.auto + native.score.bonus)
    assert tree["score"] == native.score.total
    assert (tree["score"] < 20) is ("right_loops" not in cases)


def test_three_errors_upstream_taken_together_are_beyond_the_tables_but_nothing_is_given_for_nothing(
    container, sandbox, same_level
):
    three = "mistake_scores_scaled_by_words", "mistake_softmax_columns", "mistake_output_transposed"
    own = [cell for case in three for cell in own_cells(ROOT / "tests" / "submissions" / LAB / case)]
    (container / "submission" / "rendu.py").write_text(script([*lab(LAB).solution, *own]), encoding="utf-8")
    alone = grade_submission(container / "submission", container / "source" / "lab")["extra_data"][
        "questions"
    ]
    native = natively(container / "submission", sandbox).score.points
    assert {question for question in native if alone[question] != native[question]} <= {"self_attention"}
    assert alone["self_attention"] <= native["self_attention"]


def own_cells(folder):
    file = next(path for path in folder.iterdir() if path.stem == "submission")
    return read_cells(file.name, file.read_bytes())


def test_a_mistake_is_named_after_publication_and_by_its_symptom_before(container, same_level):
    solved = solve(container / "submission", LAB).read_text("utf-8")
    wrong = (
        solved
        + "\n# %% mine\ndef softmax(S):\n    E = np.exp(S - S.max(axis=0))\n    return E / E.sum(axis=0)\n"
    )
    (container / "submission" / f"{LAB}.py").write_text(wrong, "utf-8")
    tree = grade_submission(container / "submission", container / "source" / "lab")
    (mistake,) = (
        mistake
        for question in lab(LAB).questions
        if question.id == "softmax"
        for mistake in question.mistakes
        if mistake.id == "columns"
    )
    later = "\n".join(test["output"] for test in tree["tests"] if test["visibility"] == VISIBILITY)
    at_once = tree["output"] + "\n".join(test["output"] for test in seen_at_once(tree))
    assert mistake.diagnosis in later
    assert mistake.symptom in at_once
    assert mistake.diagnosis not in at_once
    assert "Erreur reportée" in later
    assert all("score" not in test for test in seen_at_once(tree))
    failed = {test["name"] for test in tree["tests"] if test["status"] == "failed"}
    assert {"softmax · valeurs", "softmax · valeurs (cas publics)"} <= failed


def nothing(folder):
    pass


def no_notebook(folder):
    (folder / "tp.ipynb").write_text("{ pas du JSON")


def text_alone(folder):
    (folder / "notes.txt").write_text("bonjour")


def two_notebooks(folder):
    (folder / "a.py").write_text("def tokenize(s):\n    return s.split()\n")
    (folder / "b.py").write_text("def tokenize(s):\n    return [s]\n")


def an_archive(folder):
    (folder / "rendu.zip").write_bytes(b"PK\x05\x06" + bytes(18))


def many_files(folder):
    for number in range(2_000):
        (folder / f"{number}.py").touch()


def a_link(folder):
    (folder / "tp.py").symlink_to("/etc/passwd")


def a_fifo(folder):
    os.mkfifo(folder / "tp.py")


def huge(folder):
    with open(folder / "tp.ipynb", "wb") as file:
        file.truncate(300 * 2**20)


def strange_names(folder):
    for name in (
        b"\xff\xfe.ipynb",
        "\u202e<script>alert(1)</script>\x1b[31m\n.py".encode().replace(b"/", b"_"),
    ):
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:
            file.write(b"\xff\x00def f(:")


@pytest.mark.parametrize(
    "hand_in",
    [
        nothing,
        no_notebook,
        text_alone,
        two_notebooks,
        an_archive,
        many_files,
        a_link,
        a_fifo,
        huge,
        strange_names,
    ],
)
def test_what_cannot_be_read_is_a_zero_with_the_reason_at_once(container, same_level, hand_in):
    hand_in(container / "submission")
    tree = valid(json_bytes(grade_submission(container / "submission", container / "source" / "lab")))
    assert tree["extra_data"]["status"] == "unreadable"
    assert tree["score"] == 0
    assert set(tree["extra_data"]["questions"].values()) == {0}
    assert tree["output"].startswith("Rien n'a pu être corrigé : ")
    assert len(tree["output"].split("\n")) == 2
    assert not seen_at_once(tree)


def test_folders_within_folders_are_one_submission(container, same_level):
    inner = container / "submission" / "tp4" / "rendu"
    shutil.copytree(ROOT / "assignments" / LAB, inner)
    solve(inner, LAB, ".ipynb")
    (container / "submission" / "__MACOSX").mkdir()
    (container / "submission" / "__MACOSX" / "._x.py").write_text("def f(:")
    tree = grade_submission(container / "submission", container / "source" / "lab")
    assert (tree["score"], tree["output"].split("\n")[0]) == (20, f"Fichier corrigé : {LAB}.ipynb.")


def test_what_a_student_raises_is_plain_text(container, same_level):
    text = 'ValueError("\\x00\\x1b[31m<b>\\u202e\\ud800")'
    raising = f'def tokenize(s):\n    raise {text}\nraise KeyError("\\x00\\ud800")\n'
    (container / "submission" / "tp.py").write_text(raising)
    tree = valid(json_bytes(grade_submission(container / "submission", container / "source" / "lab")))
    assert tree["score"] == 0
    assert "En chargeant ton fichier : tp.py, ligne 3 : KeyError" in tree["output"]


def test_without_any_sandbox_the_container_is_the_boundary_and_the_result_says_so(
    container, monkeypatch, capsys
):
    def refused(warn):
        warn("level B is not available here: no Landlock")
        raise SandboxUnavailable("neither level")

    monkeypatch.setattr(gradescope_run, "probe", refused)
    solve(container / "submission", LAB)
    tree = valid(json_bytes(grade_submission(container / "submission", container / "source" / "lab")))
    assert (tree["score"], tree["extra_data"]["sandbox"]) == (20, "unsafe")
    assert "bac à sable : aucun ; le conteneur est la seule barrière" in tree["output"]
    assert "no Landlock" in capsys.readouterr().out


@pytest.mark.parametrize("broken", ["hidden", "public"])
def test_a_fault_on_hidden_cases_holds_the_mark_back_and_one_on_public_cases_does_not(
    container, same_level, monkeypatch, capsys, broken
):
    def run_but(self, cells, calls, limits=None, real=Sandbox.run):
        if len(ran) == ["public", "hidden"].index(broken):
            ran.append(broken)
            raise OSError("plus de place")
        ran.append("")
        return real(self, cells, calls, limits)

    ran = []
    monkeypatch.setattr(Sandbox, "run", run_but)
    solve(container / "submission", LAB)
    tree = valid(json_bytes(grade_submission(container / "submission", container / "source" / "lab")))
    assert "INTERNAL ERROR: OSError: plus de place" in capsys.readouterr().out
    if broken == "hidden":
        assert_held(tree)
    else:
        assert tree["score"] == 20
        assert not seen_at_once(tree)


def test_free_answers_have_no_points_here_and_then_gradescope_adds_up(container, sandbox):
    name = "tp4_ex2"
    solve(container / "submission", name)
    result, shown = (natively(container / "submission", sandbox, name, hidden) for hidden in (True, False))
    assert result.status == "pending"
    tree = valid(json_bytes(results_tree(result, shown, table(name), sandbox.level)))
    assert "score" not in tree
    assert tree["extra_data"]["questions"]["interpretation"] is None
    assert sum(summed(tree).values()) == pytest.approx(result.score.auto + result.score.bonus)
    assert sum(test.get("max_score", 0) for test in tree["tests"]) == 18 + table(name).question("lune").points
    (text,) = (test for test in tree["tests"] if test["name"].startswith("interpretation"))
    assert (text["status"], text["visibility"], text["output"]) == (
        "passed",
        "visible",
        "Réponse reçue : une personne la lira.",
    )
    assert "score" not in text


def test_the_total_is_cut_and_rounded_as_in_a_native_run(container, sandbox):
    solve(container / "submission", LAB)
    result = natively(container / "submission", sandbox)
    part = [
        replace(one, verdicts=tuple(replace(v, points=0.87 * v.points) for v in one.verdicts))
        for one in result.judgements
    ]
    lower = replace(result, judgements=tuple(part), score=score(part, {}, config().marks))
    tree = results_tree(lower, result, table(LAB), Level.B)
    assert (tree["score"], sum(summed(tree).values())) == (17.5, pytest.approx(17.4))
