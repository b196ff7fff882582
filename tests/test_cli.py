"""The command line: exit codes, and one line for everything a user can get wrong."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from support.repository import ROOT, config, lab, table

from autograder import cli
from autograder.course.handout import released_cells
from autograder.grading import batch
from autograder.grading import folder as class_folder
from autograder.grading.submission import find
from autograder.release.build import build, notebook, script, write
from autograder.student.calls import Run
from autograder.student.source import read_cells

GOOD = "def tokenize(sentence):\n    return sentence.rstrip('.').split()\n"
HEADER = [
    "student",
    "tokenize",
    "embeddings",
    "weights",
    "qkv",
    "scores",
    "softmax",
    "output",
    "self_attention",
    "show",
    "auto",
    "manual",
    "bonus",
    "total",
    "status",
]


@pytest.fixture
def autograder(monkeypatch, capsys):
    """Run the command line in this process: (exit code, standard output, standard error)."""
    monkeypatch.setattr(
        class_folder, "build_table", lambda lab, config, hidden, training: table(lab.id, hidden)
    )  # built once a session

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return left.value.code, said.out, said.err

    return run


def really(*arguments):
    """Run the installed command in a process of its own."""
    ran = subprocess.run(
        [
            ROOT / ".venv" / "bin" / "autograder" if (ROOT / ".venv").exists() else "autograder",
            *map(str, arguments),
        ],
        capture_output=True,
        text=True,
        cwd="/",
    )
    assert "Traceback" not in ran.stdout + ran.stderr
    return ran.returncode, ran.stdout, ran.stderr


def scores(out):
    with open(out / "scores.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["student"]: row for row in rows}


def result(out, student):
    return json.loads((out / student / "result.json").read_text(encoding="utf-8"))


# ---- grade: what cannot be carried out is one line and exit code 2


def copy_config(tmp_path, before, after):
    path = tmp_path / "grading.toml"
    path.write_text(
        (ROOT / "grading.toml").read_text(encoding="utf-8").replace(before, after), encoding="utf-8"
    )
    return path


def zipped(path, **files):
    with zipfile.ZipFile(path, "w") as file:
        for name, text in files.items():
            file.writestr(name, text)
    return path


def marks(tmp_path, text):
    (tmp_path / "marks.csv").write_text(text, encoding="utf-8")
    return tmp_path / "marks.csv"


def empty(tmp_path):
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


def damaged(tmp_path):
    (tmp_path / "class.zip").write_bytes(b"PK\x03\x04 cut short")
    return tmp_path / "class.zip"


BAD = {
    "missing file": (lambda t: ["tp4_ex1", t / "absent.py"], "absent.py: no such file or folder"),
    "empty folder": (lambda t: ["tp4_ex1", empty(t)], "no .py or .ipynb file in it; give a submission"),
    "empty zip": (lambda t: ["tp4_ex1", zipped(t / "e.zip")], "no .py or .ipynb file"),
    "corrupt zip": (lambda t: ["tp4_ex1", damaged(t)], "class.zip: not a readable zip"),
    "unknown lab": (lambda t: ["tp5", t / "good.py"], "unknown lab 'tp5': no lab.py and questions.py"),
    "a path for a lab": (lambda t: ["../solutions/tp4_ex3", t / "good.py"], "unknown lab"),
    "missing configuration": (
        lambda t: ["tp4_ex1", t / "good.py", "--config", t / "no.toml"],
        "no.toml: No such file",
    ),
    "unknown key": (
        lambda t: ["tp4_ex1", t / "good.py", "--config", copy_config(t, "tolerance =", "tolerence =")],
        "tolerence: unknown key",
    ),
    "manual marks, missing file": (
        lambda t: ["tp4_ex1", t / "good.py", "--manual", t / "no.csv"],
        "no.csv: not a readable CSV",
    ),
    "manual marks, unknown question": (
        lambda t: ["tp4_ex1", t / "good.py", "--manual", marks(t, "student,x\na,1\n")],
        "unknown question 'x'",
    ),
    "manual marks, too many cells": (
        lambda t: ["tp4_ex1", t / "good.py", "--manual", marks(t, "student,show\na,1,2\n")],
        "line 2: more cells",
    ),
    "unknown sandbox level": (
        lambda t: ["tp4_ex1", t / "good.py", "--level", "Z"],
        "--level Z: unknown sandbox level; A or B",
    ),
    "a lab that trains nothing": (
        lambda t: ["tp4_ex1", t / "good.py", "--training"],
        "--training: tp4_ex1 trains nothing; leave the option out",
    ),
    "results below a file": (lambda t: ["tp4_ex1", t / "good.py", "--out", t / "good.py" / "out"], "good.py"),
    "results where a file is": (
        lambda t: ["tp4_ex1", t / "good.py", "--out", t / "good.py"],
        "good.py: File exists",
    ),
    "results in /proc": (lambda t: ["tp4_ex1", t / "good.py", "--out", "/proc/results"], "/proc/results"),
}


@pytest.mark.parametrize(("arguments", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_command_that_cannot_be_carried_out_is_one_line_and_exit_code_2(
    autograder, tmp_path, arguments, sentence
):
    (tmp_path / "good.py").write_text(GOOD)
    given = arguments(tmp_path)
    status, said, error = autograder(
        "grade", *given, *([] if "--out" in given else ["--out", tmp_path / "out"])
    )
    assert status == 2
    assert sentence in error
    assert error.startswith("autograder: ")
    assert error.count("\n") == 1
    assert not said
    assert not list((tmp_path / "out").glob("*")), "nothing is graded"


def test_points_that_do_not_add_up_to_20_are_one_line(tmp_path, monkeypatch, capsys):
    path = copy_config(tmp_path, "tokenize = { agrees = 1 }", "tokenize = { agrees = 2 }")
    (tmp_path / "good.py").write_text(GOOD)
    monkeypatch.setattr(
        sys,
        "argv",
        [
            "autograder",
            "grade",
            "tp4_ex1",
            str(tmp_path / "good.py"),
            "--out",
            str(tmp_path / "out"),
            "--config",
            str(path),
        ],
    )
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert (
        capsys.readouterr().err
        == "autograder: grading.toml: [labs.tp4_ex1.points]: the points add up to 21, not 20 (bonus questions"
        " apart)\n"
    )


def test_ctrl_c_is_one_line_that_says_what_to_do(autograder, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "load_config", interrupt)
    status, _, error = autograder("verify")
    assert status == 2
    assert error == "autograder: interrupted; what was graded is on disk, run the same command again\n"


def test_the_installed_command_keeps_the_exit_codes(tmp_path):
    (tmp_path / "alice.py").write_text(GOOD)
    status, said, error = really(
        "grade", "tp4_ex1", tmp_path / "alice.py", "--out", tmp_path / "out", "--workers", 1
    )
    assert (status, error) == (0, "")
    assert "1 submissions (1 graded)" in said
    assert scores(tmp_path / "out")["alice"]["total"] == "1"
    assert really("grade", "tp4_ex1", tmp_path / "absent", "--out", tmp_path / "out")[0] == 2
    assert really("grade", "tp4_ex1")[0] == 2


# ---- grade: one bad submission never stops the others


def cell(text, kind="code"):
    return {"cell_type": kind, "metadata": {}, "source": text, "outputs": []}


def nb(*cells, **changes):
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **changes}
    ).encode()


def stub(kind):
    cells = list(released_cells(lab("tp4_ex1")))
    return (script(cells) if kind == "py" else notebook(cells, table("tp4_ex1", hidden=False))).encode()


def unlike(*parts):
    """A notebook of the released cells, some of them twice and some gone."""
    released = json.loads(stub("ipynb"))
    released["cells"] = (
        [c for c in released["cells"] if "scores" not in c["id"]]
        + [c for c in released["cells"] if "tokenize" in c["id"]]
        + [cell(p) for p in parts]
    )
    return json.dumps(released).encode()


SUBMISSIONS = {  # name -> (bytes, status, total, part of what is said)
    "good.py": (GOOD.encode(), "graded", "1", ""),
    "bom.py": (b"\xef\xbb\xbf" + GOOD.encode(), "graded", "1", ""),
    "utf16.py": (GOOD.encode("utf-16"), "graded", "1", ""),
    "crlf.py": (GOOD.replace("\n", "\r\n").encode(), "graded", "1", ""),
    "python2.py": (GOOD.encode() + b"print 'fini'\n", "graded", "0", "SyntaxError"),
    "tabs.py": (b"def tokenize(s):\n\tif s:\n        return s\n", "graded", "0", "TabError"),
    "empty.py": (b"", "graded", "0", ""),
    "missing_function.py": (b"x = 1\n", "graded", "0", "n'existe pas"),
    "other_signature.py": (b"def tokenize():\n    return []\n", "graded", "0", "TypeError"),
    "deep.py": (b"x = " + b"-" * 5000 + b"1\n", "graded", "0", ""),
    "raises_at_load.py": (b"raise MemoryError\n" + GOOD.encode(), "graded", "1", "MemoryError"),
    "endless_at_load.py": (b"while True: pass\n", "graded", "0", "trop long"),
    "stub.py": (stub("py"), "graded", "0", "encore à écrire"),
    "stub_notebook.ipynb": (stub("ipynb"), "graded", "0", "encore à écrire"),
    "cells_twice_and_gone.ipynb": (unlike(GOOD), "graded", "1", "n'existe pas"),
    "no_code.ipynb": (nb(cell("# Mon TP", "markdown")), "graded", "0", "n'existe pas"),
    "no_cells.ipynb": (nb(), "graded", "0", "n'existe pas"),
    "nul_in_a_cell.ipynb": (nb(cell("x = '\0'"), cell(GOOD)), "graded", "1", ""),
    "surrogate_in_a_cell.ipynb": (nb(cell("x = '\ud800'"), cell(GOOD)), "graded", "1", ""),
    "latin.py": ("# é\n".encode("latin-1"), "unreadable", "0", "UTF-8"),
    "nuls.py": (b"\0\0", "unreadable", "0", "octets nuls"),
    "half_utf16.py": (b"\xff\xfea", "unreadable", "0", "UTF-8"),
    "invalid.ipynb": (b'{"cells": [', "unreadable", "0", "JSON"),
    "python.ipynb": (GOOD.encode(), "unreadable", "0", "JSON"),
    "nbformat3.ipynb": (nb(nbformat=3), "unreadable", "0", "nbformat"),
    "list.ipynb": (b"[]", "unreadable", "0", "pas un notebook"),
    "picture.png": (b"\x89PNG", "unreadable", "0", "aucun fichier .ipynb ou .py"),
}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """The class of all those, one of them of a student who handed in two files."""
    folder = tmp_path_factory.mktemp("class")
    for name, (data, *_) in SUBMISSIONS.items():
        (folder / name).write_bytes(data)
    for name, files in {
        "one_untouched": {"tp4_ex1.ipynb": stub("ipynb"), "autre.py": GOOD.encode()},
        "two_worked_on": {"a.py": GOOD.encode(), "b.py": GOOD.encode()},
        "released_folder": {**build(lab("tp4_ex1"), config()), "tp4_ex1.py": GOOD.encode()},
        "empty_folder": {},
    }.items():
        (folder / name).mkdir()
        for file, data in files.items():
            (folder / name / file).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def graded(mixed, tmp_path_factory, sandbox):
    """The class graded twice on one worker and once on two."""
    hurried = copy_config(tmp_path_factory.mktemp("config"), "load_seconds = 10", "load_seconds = 1")
    started = []
    for workers in ("1", "1", "2"):  # side by side: what else runs on the machine must not matter either
        out = tmp_path_factory.mktemp("out")
        command = [
            sys.executable,
            "-m",
            "autograder",
            "grade",
            "tp4_ex1",
            mixed,
            "--out",
            out,
            "--workers",
            workers,
            "--config",
            hurried,
        ]
        environment = {**os.environ, "PYTHONHASHSEED": str(len(started))}
        started.append(
            (
                out,
                subprocess.Popen(
                    command,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    cwd=ROOT,
                    env=environment,
                ),
            )
        )
    outs = [(out, process.communicate()[0]) for out, process in started]
    for (_, said), (_, process) in zip(outs, started, strict=True):
        assert process.returncode == 0, said
        assert "Traceback" not in said
    return outs


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_each_submission_gets_its_status_its_mark_and_its_reason_and_none_stops_the_others(graded, name):
    _, status, total, reason = SUBMISSIONS[name]
    student = name.rpartition(".")[0]
    out, said = graded[0]
    row = scores(out)[student]
    assert (row["status"], row["total"]) == (status, total)
    page = (out / student / "feedback.html").read_text(encoding="utf-8")
    found = result(out, student)
    assert found["status"] == status
    assert reason in json.dumps(found, ensure_ascii=False) or reason in page.replace("&#39;", "'")
    if status == "unreadable":
        assert reason in found["message"]
        assert f"  {student}: {found['message']}\n" in said
        assert reason in page


@pytest.mark.parametrize(
    ("student", "status", "total", "reason"),
    [
        ("one_untouched", "graded", "1", ""),
        ("released_folder", "graded", "1", ""),
        (
            "two_worked_on",
            "unreadable",
            "0",
            "plusieurs fichiers pourraient être le bon (a.py, b.py) : n'en rends qu'un",
        ),
        ("empty_folder", "unreadable", "0", "aucun fichier .ipynb ou .py n'a été rendu"),
    ],
)
def test_a_folder_of_one_student_counts_as_one_submission(graded, student, status, total, reason):
    row = scores(graded[0][0])[student]
    assert (row["status"], row["total"]) == (status, total)
    assert result(graded[0][0], student)["message"] == reason


def test_there_is_one_row_a_student_in_the_order_of_the_names_under_the_columns_of_the_handout(graded):
    with open(graded[0][0] / "scores.csv", encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == HEADER
    names = [row[0] for row in rows]
    assert names == sorted(names)
    assert len(names) == len(SUBMISSIONS) + 4


def bytes_of(out):
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "run.json"
    }


@pytest.mark.parametrize("again", [1, 2], ids=["a second time", "on two workers"])
def test_the_same_class_gives_the_same_bytes_in_every_file_but_run_json(graded, again):
    first, other = bytes_of(graded[0][0]), bytes_of(graded[again][0])
    assert first.keys() == other.keys()
    assert [name for name in first if first[name] != other[name]] == []
    facts = json.loads((graded[again][0] / "run.json").read_text())
    assert facts["workers"] == (1, 2)[again - 1]


def test_every_result_follows_the_schema_and_no_file_is_left_half_written(graded):
    out = graded[0][0]
    assert not list(out.rglob(".part-*"))
    for path in out.glob("*/result.json"):
        found = json.loads(path.read_text(encoding="utf-8"))
        assert found["schema"] == 1
        assert [question["id"] for question in found["questions"]] == HEADER[1:10]
        for question in found["questions"]:
            assert question["points"] == pytest.approx(sum(check["points"] for check in question["checks"]))
            assert question["out_of"] == pytest.approx(sum(check["out_of"] for check in question["checks"]))
            assert {"id", "verdict", "points", "out_of", "message", "hint", "mistake", "note"} <= set(
                question["checks"][0]
            )


UNSTEADY = """
import random, numpy as np
words = {"un", "deux", "trois", "quatre", "cinq", "six"}
def tokenize(s):
    return list(words)
def create_embeddings(tokens, d, rng):
    return np.random.standard_normal((len(tokens), d))
def init_weights(d, k, rng):
    raise ValueError(object())
def project_qkv(X, *W):
    raise KeyError(str(sorted(words, key=hash)))
def attention_scores(Q, K):
    return np.random.default_rng().standard_normal((len(Q), len(K)))
def softmax(S):
    raise ValueError(random.random())
def weighted_output(A, V):
    return np.empty((len(A), V.shape[1]))
"""


def test_code_that_gives_something_else_each_time_gets_the_same_result_each_time(
    autograder, tmp_path, sandbox
):
    (tmp_path / "alice.py").write_text(UNSTEADY)
    for out in ("one", "two"):
        assert (
            autograder("grade", "tp4_ex1", tmp_path / "alice.py", "--out", tmp_path / out, "--workers", 1)[0]
            == 0
        )
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


# ---- grade: results


def test_a_fault_of_ours_leaves_the_marks_empty_says_so_to_staff_and_is_exit_code_1(
    autograder, tmp_path, monkeypatch
):
    class Faulty(batch.Sandbox):
        def run(self, cells, calls):
            if any("fautif" in cell["text"] for cell in cells):
                return Run([], {}, "le zygote est mort")
            if any("explosif" in cell["text"] for cell in cells):
                raise RuntimeError("imprévu")
            return super().run(cells, calls)

    monkeypatch.setattr(batch, "Sandbox", Faulty)
    group = tmp_path / "class"
    group.mkdir()
    for name, text in {
        "alice": GOOD,
        "bob": "fautif = 1\n" + GOOD,
        "carole": "explosif = 1\n",
        "denis": GOOD,
    }.items():
        (group / f"{name}.py").write_text(text)
    status, said, _ = autograder("grade", "tp4_ex1", group, "--out", tmp_path / "out", "--workers", 1)
    assert status == 1
    assert "bob: le zygote est mort" in said
    assert "carole: RuntimeError: imprévu" in said
    rows = scores(tmp_path / "out")
    for student in ("bob", "carole"):
        assert set(list(rows[student].values())[1:-1]) == {""}
        assert rows[student]["status"] == "internal_error"
        found = result(tmp_path / "out", student)
        assert (found["auto"], found["total"]) == (None, None)
        assert {question["points"] for question in found["questions"]} == {None}
        page = (tmp_path / "out" / student / "feedback.html").read_text(encoding="utf-8")
        assert "zygote" not in page
        assert "imprévu" not in page
        assert "pas ta faute" in page
    assert [rows[student]["total"] for student in ("alice", "denis")] == ["1", "1"]


def solved_ex2():
    """Exercise 2, all right, with an interpretation: source text of a submission."""
    text = (ROOT / "solutions" / "tp4_ex2" / "lab.py").read_text(encoding="utf-8")
    return text.replace(
        "# *Écris ici ton interprétation, à la place de cette phrase.*\n#\n# # BEGIN SOLUTION",
        "# Rien n'est appris.",
    ).replace("# # END SOLUTION", "#")


def test_manual_marks_complete_the_total_which_is_capped_and_strangers_are_named(
    autograder, tmp_path, sandbox
):
    group = tmp_path / "class"
    group.mkdir()
    (group / "alice.py").write_text(solved_ex2(), encoding="utf-8")
    (group / "bob.py").write_text(solved_ex2(), encoding="utf-8")
    status, said, _ = autograder("grade", "tp4_ex2", group, "--out", tmp_path / "one", "--workers", 1)
    assert status == 0
    row = scores(tmp_path / "one")["alice"]
    assert (row["status"], row["auto"], row["manual"], row["bonus"], row["total"], row["interpretation"]) == (
        "pending",
        "18",
        "",
        "1",
        "",
        "",
    )
    assert "2 pending" in said
    given = marks(tmp_path, 'student,interpretation\nalice,2\nbob,"0,5"\nzoé,1\n')
    status, said, _ = autograder(
        "grade", "tp4_ex2", group, "--out", tmp_path / "two", "--workers", 1, "--manual", given
    )
    assert status == 0
    assert "no submission of zoé" in said
    rows = scores(tmp_path / "two")
    assert [
        rows["alice"][key] for key in ("interpretation", "auto", "manual", "bonus", "total", "status")
    ] == ["2", "18", "2", "1", "20", "graded"]
    assert [rows["bob"][key] for key in ("interpretation", "auto", "manual", "bonus", "total")] == [
        "0.5",
        "18",
        "0.5",
        "1",
        "19.5",
    ]
    above = copy_config(tmp_path, "cap = 20", "cap = 21")
    autograder(
        "grade",
        "tp4_ex2",
        group,
        "--out",
        tmp_path / "three",
        "--workers",
        1,
        "--manual",
        given,
        "--config",
        above,
    )
    assert scores(tmp_path / "three")["alice"]["total"] == "21"


def test_an_untouched_stub_with_a_free_text_is_zero_and_waits_for_nobody(autograder, tmp_path, sandbox):
    (tmp_path / "alice.py").write_text(script(list(released_cells(lab("tp4_ex2")))), encoding="utf-8")
    autograder("grade", "tp4_ex2", tmp_path / "alice.py", "--out", tmp_path / "out", "--workers", 1)
    row = scores(tmp_path / "out")["alice"]
    assert (row["total"], row["status"], row["interpretation"]) == ("0", "graded", "0")


def test_odd_names_of_students_spoil_neither_the_files_nor_the_spreadsheet(autograder, tmp_path, sandbox):
    group = tmp_path / "class"
    group.mkdir()
    names = [
        "=1+1",
        "@x",
        "scores.csv",
        "run.json",
        'l\'été, "x"',
        "<script>alert(1)</script>".replace("/", "_"),
        "a\nb",
    ]
    for name in names:
        (group / f"{name}.py").write_text(GOOD)
    with open(os.fsencode(group) + b"/\xe9.py", "w") as file:
        file.write(GOOD)
    status, _, _ = autograder("grade", "tp4_ex1", group, "--out", tmp_path / "out", "--workers", 1)
    assert status == 0
    rows = scores(tmp_path / "out")
    assert len(rows) == len(names) + 1
    assert {row["total"] for row in rows.values()} == {"1"}
    assert not [name for name in rows if name[0] in "=+-@"]
    assert all(
        "<script>" not in path.read_text(encoding="utf-8")
        for path in (tmp_path / "out").glob("*/feedback.html")
    )


def test_results_written_inside_the_class_are_no_submissions_the_next_time(autograder, tmp_path, sandbox):
    group = tmp_path / "class"
    group.mkdir()
    (group / "alice.py").write_text(GOOD)
    for out in (group / "results", group / "results"):
        assert autograder("grade", "tp4_ex1", group, "--out", out, "--workers", 1)[0] == 0
        assert list(scores(out)) == ["alice"]
    for left in (
        "scores.csv",
        "run.json",
        "alice/result.json",
        "alice/feedback.html",
    ):  # results beside the submissions
        (group / left).parent.mkdir(exist_ok=True)
        shutil.copy(group / "results" / left, group / left)
    assert [submission.student for submission in find(group, group / "results")] == ["alice"]


# ---- release


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository of one lab, to spoil; the command line works on it."""
    root = tmp_path / "repository"
    shutil.copytree(
        ROOT / "solutions" / "tp4_ex1",
        root / "solutions" / "tp4_ex1",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(ROOT / "solutions" / "common.py", root / "solutions" / "common.py")
    shutil.copy(ROOT / "grading.toml", root / "grading.toml")
    monkeypatch.setattr(cli, "ROOT", root)
    monkeypatch.setattr("autograder.course.lab.ROOT", root)
    return root


@pytest.fixture
def release(repository, monkeypatch, capsys):
    def run(*arguments, command="release"):
        monkeypatch.setattr(
            sys, "argv", ["autograder", command, *arguments, "--config", str(repository / "grading.toml")]
        )
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return run


def edit(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_release_is_written_then_current_then_stale_when_a_byte_changes(release, repository):
    status, said, _ = release("--check")
    assert status == 1
    assert "tp4_ex1: not current (LISEZMOI.md, check.py, " in said
    assert "run `autograder release tp4_ex1`" in said
    assert release("--zip")[0] == 0
    first = (repository / "dist" / "tp4_ex1.zip").read_bytes()
    status, said, _ = release("--check", "tp4_ex1")
    assert (status, said) == (0, "tp4_ex1: current, leaks nothing\n")
    assert release("--zip", "tp4_ex1")[1].startswith("tp4_ex1: 6 files in ")
    assert (repository / "dist" / "tp4_ex1.zip").read_bytes() == first
    path = repository / "assignments" / "tp4_ex1" / "LISEZMOI.md"
    path.write_bytes(path.read_bytes() + b" ")
    status, said, _ = release("--check")
    assert status == 1
    assert "not current (LISEZMOI.md)" in said
    assert "1 changed" in release()[1]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("    # END SOLUTION\n", "", "BEGIN SOLUTION without an END SOLUTION"),
        ("    # BEGIN SOLUTION\n", "", "END SOLUTION without a BEGIN SOLUTION"),
        ("    # BEGIN SOLUTION\n", "    # BEGIN SOLUTION\n    # BEGIN SOLUTION\n", "inside the one of line"),
        ("    # BEGIN SOLUTION\n", "    pass  # BEGIN SOLUTION\n", "must stand alone"),
    ],
)
@pytest.mark.parametrize("command", ["release", "verify"])
def test_a_marker_out_of_place_is_one_line_with_file_and_line(
    release, repository, command, before, after, sentence
):
    path = repository / "solutions" / "tp4_ex1" / "lab.py"
    edit(path, before, after)
    status, said, error = release(command=command)
    assert status == 2
    assert sentence in error
    assert error.startswith(f"autograder: {path}:")
    assert error.removeprefix(f"autograder: {path}:").split(":")[0].isdigit()
    assert error.count("\n") == 1
    assert not said
    assert not (repository / "assignments").exists()


@pytest.mark.parametrize(
    ("file", "before", "after", "sentence"),
    [
        ("lab.py", "def tokenize(sentence):", "def tokenize(sentence:", "lab.py:"),
        ("lab.py", "import numpy as np\n", "import numpie as np\n", "lab.py:"),
        ("questions.py", "questions = [", "questions = (", "questions.py: SyntaxError"),
        ("questions.py", "reference(__file__)", "reference(__fil__)", "questions.py: NameError"),
        ("lab.py", "# %% tokenize\n", "# %% tokenizer\n", "no cell is titled 'tokenize'"),
        ("lab.py", "# %% tokenize\n", "# %% weights\n", "title of its own, got 'weights'"),
    ],
)
def test_a_lab_that_cannot_be_loaded_or_built_is_one_line_that_says_where(
    release, repository, file, before, after, sentence
):
    edit(repository / "solutions" / "tp4_ex1" / file, before, after)
    status, _, error = release()
    assert status == 2
    assert sentence in error
    assert error.count("\n") == 1


def test_a_leak_is_said_nothing_is_written_and_the_exit_code_is_1(release, repository):
    diagnosis = next(m.diagnosis for q in lab("tp4_ex1").questions for m in q.mistakes)
    edit(
        repository / "solutions" / "tp4_ex1" / "lab.py",
        "# ## Pour finir\n",
        f"# ## Pour finir\n#\n# {diagnosis}\n",
    )
    status, said, _ = release("--zip")
    assert status == 1
    assert (
        f"tp4_ex1: LEAK: tp4_ex1.ipynb: tp4_ex1: diagnosis of {lab('tp4_ex1').questions[0].mistakes[0].id}"
        in said
    )
    assert "tp4_ex1.zip/tp4_ex1/tp4_ex1.py" in said
    assert not (repository / "assignments").exists()
    assert not (repository / "dist").exists()


def test_an_unknown_lab_to_release_is_one_line(release):
    status, _, error = release("tp5")
    assert status == 2
    assert "unknown lab 'tp5'" in error
    assert error.endswith("labs here: tp4_ex1\n")


def test_what_is_released_can_be_handed_in_and_read(repository, tmp_path):
    write(build(lab("tp4_ex1"), config()), tmp_path / "tp")
    for kind in ("py", "ipynb"):
        path = tmp_path / "tp" / f"tp4_ex1.{kind}"
        assert read_cells(path.name, path.read_bytes())


# ---- bridges


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("nbgrader", ["export", "nbgrader", "course"]),
        ("nbgrader", ["grade", "tp4_ex1", "--nbgrader", "course", "--out", "results"]),
        ("otter", ["export", "otter", "zips"]),
    ],
)
def test_a_tool_that_is_missing_is_one_line(tool, arguments, tmp_path):
    program = (
        f"import sys; sys.modules[{tool!r}] = None; sys.argv[1:] = {arguments!r}; from autograder.cli import"
        " main; main()"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert (
        ran.stderr
        == f"autograder: {tool} is not installed, and the bridge to it needs it; run: make bridges\n"
    )
    assert not list(tmp_path.iterdir())


def test_the_engine_needs_no_tool(tmp_path):
    (tmp_path / "alice.py").write_text(script(list(released_cells(lab("tp4_ex1")))), encoding="utf-8")
    blocked = (
        "for name in ('nbgrader', 'otter', 'nbconvert', 'jupyter_client', 'playwright'): sys.modules[name] ="
        " None"
    )
    arguments = ["grade", "tp4_ex1", str(tmp_path / "alice.py"), "--out", str(tmp_path / "results")]
    program = f"import sys\n{blocked}\nsys.argv[1:] = {arguments!r}\nfrom autograder.cli import main; main()"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["grade", "tp4_ex1", "--out", "results"],
        ["grade", "tp4_ex1", "x", "--nbgrader", "y", "--out", "results"],
    ],
    ids=["no path", "two"],
)
def test_one_of_a_path_and_a_course(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert capsys.readouterr().err == "autograder: give either a path to grade, or --nbgrader and a course\n"


def test_moodle_there_and_back(tmp_path, monkeypatch, capsys):
    """A bulk download, graded as it is; its worksheet filled in; a page for each student."""
    answers = script(list(lab("tp4_ex1").solution))
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as zipped:
        zipped.writestr("Ada Lovelace_101_assignsubmission_file_/tp4_ex1.py", answers)
        zipped.writestr(
            "Léa Noël_102_assignsubmission_file_/tp4_ex1.py", answers.replace("axis=-1", "axis=0")
        )
    sheet = "Identifiant,Nom complet,Statut,Note,Note maximale,Dernière modification (note)\n"
    sheet += "Participant101,Ada Lovelace,Remis,,20,-\nParticipant102,Léa Noël,Remis,,20,-\n"
    (tmp_path / "notes.csv").write_text(sheet, encoding="utf-8")
    for arguments in (
        ["grade", "tp4_ex1", str(tmp_path / "class.zip"), "--out", str(tmp_path / "results")],
        ["export", "moodle", str(tmp_path / "results"), "--worksheet", str(tmp_path / "notes.csv")],
    ):
        monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert left.value.code == 0, capsys.readouterr().err
    rows = list(
        csv.DictReader((tmp_path / "results" / "moodle.csv").read_text(encoding="utf-8").splitlines())
    )
    totals = {
        row["student"]: float(row["total"])
        for row in csv.DictReader((tmp_path / "results" / "scores.csv").read_text("utf-8").splitlines())
    }
    assert [float(row["Note"].replace(",", ".")) for row in rows] == [
        totals["Ada Lovelace_101"],
        totals["Léa Noël_102"],
    ]
    assert totals["Ada Lovelace_101"] == 20 > totals["Léa Noël_102"]
    with zipfile.ZipFile(tmp_path / "results" / "moodle-feedback.zip") as zipped:
        assert "Léa Noël_102_assignsubmission_file_/feedback.html" in zipped.namelist()
