"""The student's own check: what `python check.py` and `check(...)` say, with only the released files."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support.released import check, in_a_session, only, solve
from support.repository import LABS, config, lab

from autograder.course.lab import DEMO
from autograder.judge.words import points_text
from autograder.release.build import build, write


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The released folder of every lab, and nothing else."""
    top = tmp_path_factory.mktemp("assignments")
    for name in LABS:
        write(build(lab(name), config()), top / name)
    return top


@pytest.fixture
def folder(released, tmp_path):
    shutil.copytree(released / "tp4_ex1", tmp_path / "tp")
    return tmp_path / "tp"


# ---- from the terminal


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
@pytest.mark.parametrize("name", LABS)
def test_a_solved_file_has_every_point_and_exit_code_0(released, tmp_path, name, suffix):
    folder = shutil.copytree(released / name, tmp_path / "tp")
    only(folder, suffix)
    solve(
        folder,
        name,
        suffix,
        lambda text: re.sub(
            r"\*Écris ici .*, à la place de cette phrase\.\*", "Aucun sens : tout est tiré au hasard.", text
        ),
    )
    status, said, _ = check(folder)
    assert status == 0, said
    assert f"{name}{suffix}" in said
    assert "Tout est bon" in said
    assert "✗" not in said
    assert re.search(r"Score public : (20 / 20\.|18 / 20, et 2 à relire|18,5 / 20, et 1,5 à relire)", said)


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_an_untouched_file_has_no_point_exit_code_1_and_says_what_to_do_first(folder, suffix):
    only(folder, suffix)
    status, said, _ = check(folder)
    assert status == 1
    assert "Score public : 0 / 20" in said
    assert said.split("À faire maintenant :\n")[1].startswith("… Couper la phrase en mots")
    assert "`tokenize` est encore à écrire." in said
    assert said.count("\n… ") == len(lab("tp4_ex1").questions) + 1


def test_the_newest_of_the_two_files_is_checked_unless_one_is_named(folder):
    solve(folder, "tp4_ex1")
    os.utime(folder / "tp4_ex1.ipynb", (1, 1))
    assert check(folder)[0] == 0
    os.utime(folder / "tp4_ex1.py", (0, 0))
    assert check(folder)[0] == 1
    shutil.move(folder / "tp4_ex1.py", folder / "mon tp.py")
    assert check(folder, "mon tp.py")[0] == 0


def test_one_question_can_be_asked_for(folder):
    solve(folder, "tp4_ex1", change=lambda text: text.replace("return Q @ K.T", "return K @ Q.T"))
    status, said, _ = check(folder, "tp4_ex1.py", "softmax")
    assert status == 0
    assert "softmax" in said
    assert "attention_scores" not in said
    assert "Score public : 4 / 4" in said
    assert check(folder, "tp4_ex1.py", "scores")[0] == 1


def test_a_mistake_is_told_by_what_was_called_shapes_and_symptom_never_the_diagnosis(folder):
    wrong = {
        "np.sum(exponentials, axis=-1, keepdims=True)": "np.sum(exponentials, axis=0, keepdims=True)",
        "    return Q @ K.T": "    return (Q @ K.T)[:, :2]",
        "    return A @ V\n": "    return {}['absent']\n",
    }

    def spoil(text):
        for before, after in wrong.items():
            text = text.replace(before, after)
        return text

    solve(folder, "tp4_ex1", change=spoil)
    status, said, _ = check(folder)
    assert status == 1
    first = said.split("À faire maintenant :\n")[1]
    assert first.startswith("✗ Les scores d'attention — 0 / 3")
    assert "attention_scores(Q, K), cas « autant de queries que de keys », entrées (5, 3) (5, 3)" in first
    assert "de forme (5, 5) = (n_q, n_k) attendu, (5, 2) obtenu" in first
    by_question = {name: check(folder, "tp4_ex1.py", name)[1] for name in ("softmax", "output")}
    columns = next(
        m for q in lab("tp4_ex1").questions if q.id == "softmax" for m in q.mistakes if m.id == "columns"
    )
    assert columns.symptom in by_question["softmax"]
    assert "chaque ligne doit sommer à 1" in by_question["softmax"]
    assert re.search(r"softmax +\d[,\d]* / 4", by_question["softmax"])
    assert "a levé KeyError : 'absent' (tp4_ex1.py, ligne " in by_question["output"]
    everything = said + "".join(by_question.values())
    assert not [
        m.diagnosis for q in lab("tp4_ex1").questions for m in q.mistakes if m.diagnosis in everything
    ]


def test_an_error_upstream_is_carried_and_said_even_when_only_the_later_question_is_asked(folder):
    solve(
        folder,
        "tp4_ex1",
        change=lambda text: text.replace("np.sum(exponentials, axis=-1", "np.sum(exponentials, axis=0"),
    )
    status, said, _ = check(folder, "tp4_ex1.py", "self_attention")
    assert status == 0
    assert "2 / 2" in said
    assert "3 / 4" not in said


def test_the_public_messages_are_plain_utf_8_whatever_the_terminal_says(folder):
    for encoding in ("ascii", "cp1252"):
        _, said, errors = check(folder, encoding=encoding)
        assert "…" in said
        assert not errors


def test_exit_code_and_file_names_do_not_depend_on_where_it_is_called_from(folder, tmp_path):
    solve(folder, "tp4_ex1")
    os.utime(folder / "tp4_ex1.ipynb", (1, 1))
    ran = subprocess.run([sys.executable, str(folder / "check.py")], cwd="/", capture_output=True)
    assert ran.returncode == 0, ran.stdout.decode()


# ---- what is wrong with the files: one line, exit code 2


def truncated(folder):
    path = folder / "expected.npz"
    path.write_bytes(path.read_bytes()[:-200])


def flipped(folder):
    data = bytearray((folder / "expected.npz").read_bytes())
    data[len(data) // 2] ^= 0xFF
    (folder / "expected.npz").write_bytes(data)


def of_a_later_year(folder):
    np.savez(folder / "expected.npz", table=np.frombuffer(json.dumps({"schema": 2}).encode(), np.uint8))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda folder: (folder / "expected.npz").unlink(), "Il manque expected.npz à côté de check.py"),
        (truncated, "expected.npz est abîmé"),
        (flipped, "expected.npz est abîmé"),
        (lambda folder: (folder / "expected.npz").write_bytes(b""), "expected.npz est abîmé"),
        (lambda folder: (folder / "expected.npz").write_text("<html>"), "expected.npz est abîmé"),
        (of_a_later_year, "expected.npz est abîmé"),
        (
            lambda folder: [path.unlink() for path in folder.glob("tp4_ex1.*")],
            "ni tp4_ex1.ipynb ni tp4_ex1.py",
        ),
        (lambda folder: [path.write_text("{") for path in folder.glob("tp4_ex1.*")], "JSON"),
        (lambda folder: [path.write_bytes(b"\xff\xfe\0") for path in folder.glob("tp4_ex1.*")], "UTF-8"),
    ],
    ids=[
        "no table",
        "cut",
        "damaged",
        "empty",
        "a page",
        "of a later year",
        "no file",
        "no notebook",
        "no text",
    ],
)
def test_a_damaged_folder_is_one_line_that_says_what_to_do(folder, spoil, sentence):
    spoil(folder)
    os.utime(folder, None)
    for path in folder.glob("tp4_ex1.py"):
        os.utime(path, (1, 1))
    status, said, errors = check(folder)
    assert status == 2
    assert sentence in said
    assert len(said.strip().split("\n")) == 1
    assert not errors


@pytest.mark.parametrize("argument", ["absent.py", "."])
def test_a_file_that_cannot_be_read_is_one_line(folder, argument):
    status, said, _ = check(folder, argument)
    assert status == 2
    assert said == f"Vérification impossible : {argument} est introuvable ou illisible.\n"


def test_a_misspelt_question_and_two_files_at_once_are_one_line(folder):
    status, said, _ = check(folder, "sofmax")
    assert status == 2
    assert said.startswith(
        "Vérification impossible : il n'y a pas de question « sofmax » (questions : tokenize, "
    )
    status, said, _ = check(folder, "tp4_ex1.py", "tp4_ex1.ipynb")
    assert status == 2
    assert said == "Vérification impossible : un fichier à la fois, pas tp4_ex1.py et tp4_ex1.ipynb.\n"


# ---- what students' files do


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("print 'bonjour'\n", "SyntaxError"),
        ("import pandas\n", "No module named 'pandas'"),
        ("import sys\nsys.exit(0)\n", "SystemExit"),
        ("x = 1 / 0\n", "ligne 1 : ZeroDivisionError"),
    ],
)
def test_a_file_that_fails_on_its_way_is_checked_all_the_same_and_the_problem_said(folder, code, sentence):
    (folder / "mien.py").write_text(
        code + "# %%\n" + "def tokenize(s):\n    return s.rstrip('.').split()\n", encoding="utf-8"
    )
    status, said, _ = check(folder, "mien.py")
    assert status == 1
    assert sentence in said
    assert re.search(r"✓ tokenize +1 / 1", said)


def test_nothing_but_numpy_is_needed_for_questions_that_do_not_draw(folder):
    solve(folder, "tp4_ex1", change=lambda text: text.replace("import matplotlib.pyplot as plt", ""))
    (folder / "sitecustomize.py").write_text(
        "import sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] not in (*sys.stdlib_module_names, 'numpy', 'check'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Refuse())\n",
        encoding="utf-8",
    )
    blocked = {"PYTHONPATH": str(folder)}
    probe = subprocess.run(
        [sys.executable, "-c", "import matplotlib"],
        cwd=folder,
        env={**os.environ, **blocked},
        capture_output=True,
    )
    assert probe.returncode, "matplotlib is not blocked: the test would show nothing"
    status, said, _ = check(folder, "tp4_ex1.py", **blocked)
    assert status == 1
    assert "Score public : 19 / 20" in said
    assert said.split("À faire maintenant :\n")[1].startswith("✗ Montrer le résultat")


def test_the_check_touches_no_other_file_and_leaves_the_students_own_alone(folder):
    solve(folder, "tp4_ex1")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    check(folder, "tp4_ex1.py", PYTHONDONTWRITEBYTECODE="1")
    assert {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.name != ".cache" and path.name != ".config"
    } == before


def old_python():
    """An interpreter of 3.9 that has numpy: OLD_PYTHON, or one of pyenv's."""
    candidates = (
        [os.environ["OLD_PYTHON"]]
        if "OLD_PYTHON" in os.environ
        else sorted(Path.home().glob(".pyenv/versions/3.9*/bin/python"))
    )
    for python in candidates:
        ran = subprocess.run(
            [str(python), "-c", "import sys, numpy; assert sys.version_info[:2] == (3, 9)"],
            capture_output=True,
        )
        if ran.returncode == 0:
            return str(python)
    return None


def test_the_check_works_on_python_3_9(folder):
    python = old_python()
    if python is None:
        pytest.skip(
            "no Python 3.9 with numpy: set OLD_PYTHON to one (3.9 -m venv, pip install numpy matplotlib)"
        )
    solve(folder, "tp4_ex1", change=lambda text: text.replace("return Q @ K.T", "return K @ Q.T"))
    status, said, errors = check(folder, "tp4_ex1.py", python=python)
    assert status == 1, said + errors
    assert "✗ scores" in said
    assert re.search(r"✓ self_attention +2 / 2", said)
    only(folder, ".ipynb")
    assert check(folder, python=python)[0] == 1


# ---- in the notebook


def test_check_in_a_notebook_judges_the_functions_as_they_stand(folder):
    right = (
        "def softmax(S):\n    e = np.exp(S - S.max(-1, keepdims=True))\n    return e / e.sum(-1,"
        " keepdims=True)\n"
    )
    said = in_a_session(folder, right + "check('softmax')\ndef softmax(S):\n    return S\ncheck('softmax')\n")
    first, second = said.split("✗", 1)
    assert first.startswith("✓ Softmax ligne par ligne — 4 / 4")
    assert "Les scores reviennent inchangés." in second


def test_check_of_an_unwritten_a_missing_and_an_unknown_question_each_say_so(folder):
    said = in_a_session(
        folder,
        "def softmax(S):\n    raise"
        " NotImplementedError\ncheck('softmax')\ncheck('scores')\ncheck('sofmax')\n",
    )
    assert "`softmax` est encore à écrire" in said
    assert "La fonction `attention_scores` n'existe pas" in said
    assert "Il n'y a pas de question « sofmax ». Questions : tokenize, " in said


def test_check_without_a_name_checks_everything_and_adds_up(folder):
    said = in_a_session(folder, "check()\n")
    assert "Score public : 0 / 20" in said


def test_check_without_its_table_says_so_and_raises_nothing(folder):
    (folder / "expected.npz").unlink()
    assert "Il manque expected.npz" in in_a_session(folder, "check('softmax')\n")


def test_a_demo_waits_for_its_stub_and_lets_other_errors_through(folder):
    said = in_a_session(
        folder, "with demo():\n    raise NotImplementedError('softmax : à compléter')\nprint('suite')\n"
    )
    assert said == "Démonstration en attente : softmax : à compléter.\nsuite\n"
    assert "ZeroDivisionError" in in_a_session(
        folder,
        "try:\n    with demo():\n        1 / 0\nexcept ZeroDivisionError as e:\n   "
        " print(type(e).__name__)\n",
    )


def test_a_function_that_changes_its_inputs_does_not_spoil_the_checks_after_it(folder):
    code = (
        "def attention_scores(Q, K):\n    S = Q @ K.T\n    Q[:] = 0\n    K[:] = 0\n    return"
        " S\ncheck('scores')\ncheck('scores')\n"
    )
    said = in_a_session(folder, code)
    assert said.count("✓ Les scores d'attention — 3 / 3") == 2
    assert "modifie ses entrées" in said


def test_a_demo_that_needs_what_an_earlier_one_makes_waits_too_but_a_slip_in_a_function_shows(folder):
    assert (
        in_a_session(folder, "with demo():\n    print(tokens)\n")
        == "Démonstration en attente d'une cellule plus haut : name 'tokens' is not defined.\n"
    )
    slip = (
        "def f():\n    return softmx\ntry:\n    with demo():\n        f()\nexcept NameError:\n   "
        " print('montrée')\n"
    )
    assert in_a_session(folder, slip) == "montrée\n"


@pytest.mark.parametrize(
    ("value", "text"), [(2.0, "2"), (0.25, "0,25"), (0.0, "0"), (10.0, "10"), (1 / 3, "0,33"), (18.5, "18,5")]
)
def test_points_are_written_in_french(value, text):
    assert points_text(value) == text


def test_demo_cells_are_not_run_by_the_check(folder):
    demo = next(cell for cell in lab("tp4_ex1").cells if DEMO in cell.tags)
    assert demo.text
    solve(
        folder, "tp4_ex1", change=lambda text: text.replace("def tokenize", "print('DÉFINI')\ndef tokenize")
    )
    _, said, _ = check(folder, "tp4_ex1.py")
    assert said.count("DÉFINI") == 1
    assert "somme de chaque ligne" not in said


def test_the_released_check_is_one_file_that_needs_none_of_ours(released):
    source = (released / "tp4_ex1" / "check.py").read_text(encoding="utf-8")
    imports = set(re.findall(r"(?m)^\s*(?:from|import) ([\w.]+)", source))
    assert not {name for name in imports if name.startswith("autograder")}
    assert {name.split(".")[0] for name in imports} - set(sys.stdlib_module_names) == {"numpy"}
    assert io.StringIO(source).readline() == "from __future__ import annotations\n"
