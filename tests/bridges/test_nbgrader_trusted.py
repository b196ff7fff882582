"""A class of nbgrader's that our engine grades: marks into the gradebook, marks by hand out of it."""

import contextlib
import csv
import html
import json
import os
import re
import shutil
import sqlite3
from dataclasses import replace

import nbformat
import pytest
from support import doors
from support.nbgrader_course import (
    EX1,
    EX2,
    TEXT,
    at,
    automatic,
    by_hand,
    confused,
    filled,
    graded,
    hand_in,
    id_of,
    marks,
    nbgrader,
    own_cells,
    really_graded,
    unwritten,
)
from support.repository import ROOT, config, lab, table

from autograder import cli
from autograder.bridges import nbgrader as door
from autograder.course.handout import solved_cells
from autograder.errors import Refused
from autograder.grading.submission import find
from autograder.release.build import script
from autograder.student.handout import CHECKED


@pytest.fixture(scope="module")
def handed_in(trusted, tmp_path_factory):
    """A class of TP4's second exercise, collected."""
    course = shutil.copytree(trusted, tmp_path_factory.mktemp("class") / "cours")
    text = {"interpretation": TEXT}

    def below(cells):
        place = at(cells, "interpretation") + 1
        return [*cells[:place], nbformat.v4.new_markdown_cell(TEXT), *cells[place:]]

    wrong, placeholder = own_cells(EX2, "mistake_head_softmax_columns"), {"interpretation": unwritten(course)}
    notebooks = {
        "ada": filled(course, EX2, text),
        "bob": filled(course, EX2, blank=True),
        "chloé": filled(course, EX2, placeholder, wrong, below),
        "eve": "{ ce n'est pas un notebook",
        "fay": filled(course, EX2, text, change=confused),
        "gus": filled(course, EX2, text, ["import os\nos._exit(0)"]),
    }
    for student, document in notebooks.items():
        hand_in(course, EX2, student, document)
    hand_in(course, EX2, "dan", script(list(solved_cells(lab(EX2)))), ".py")
    return course


@pytest.fixture(scope="module")
def typed(handed_in, tmp_path_factory):
    """The same class where someone types `nbgrader autograde`: an endless cell, a fault of ours in it."""
    course = shutil.copytree(handed_in, tmp_path_factory.mktemp("autograde") / "cours")
    hand_in(course, EX2, "hal", filled(course, EX2, {"interpretation": TEXT}, ["while True:\n    pass"]))
    hand_in(course, EX2, "ivy", filled(course, EX2))
    hand_in(course, EX2, "jon", (course / "release" / EX2 / f"{EX2}.ipynb").read_text(encoding="utf-8"))
    hand_in(course, EX2, "jon", script(list(solved_cells(lab(EX2)))), ".py")  # which is what counts
    with open(course / door.CONFIG, "a", encoding="utf-8") as file:
        file.write(FAULT)
    return course, nbgrader((course, "autograde", EX2), code=1)


FAULT = """
from dataclasses import replace
import autograder.bridges.nbgrader_engine as engine
judge = engine.grade_one
def faulty(submission, job, sandbox):
    fault = "no memory left" if submission.student == "ivy" else ""
    return replace(judge(submission, job, sandbox), fault=fault)
engine.grade_one = faulty
limits = engine.Limits
engine.Limits = lambda **given: limits(**{**given, "load_seconds": 2})
"""


@pytest.fixture(scope="module")
def once(typed, handed_in, tmp_path_factory):
    """The class graded once: the folder of results, what was said, the scores, the gradebook."""
    out = tmp_path_factory.mktemp("results")
    code, said, scores = graded(handed_in, EX2, out)
    assert code == 0
    return out, said, scores, marks(handed_in, EX2)


def shown(course, student):
    return nbformat.read(course / "autograded" / student / EX2 / f"{EX2}.ipynb", as_version=4)


def test_the_gradebook_holds_our_marks_question_by_question(once):
    _, _, scores, gradebook = once
    assert set(scores) == set(gradebook) == {"ada", "bob", "chloé", "dan", "eve", "fay", "gus"}
    for student, given in gradebook.items():
        for question, (auto, manual, extra, waits) in given.items():
            assert auto == (float(scores[student][question]) if scores[student][question] else None), (
                student,
                question,
            )
            assert (manual, extra, waits) == (None, None, auto is None)
    full = {row.id: row.points for row in table(EX2).questions}
    for student in ("ada", "dan", "fay", "gus"):
        assert {question: mark[0] for question, mark in gradebook[student].items()} == {
            **full,
            "interpretation": None,
        }, student
    for student in ("bob", "eve"):
        assert {mark[0] for mark in gradebook[student].values()} == {0}
    assert 0 < gradebook["chloé"]["head"][0] < full["head"]
    assert gradebook["chloé"]["interpretation"] == (None, None, None, True)


def test_its_notebooks_say_what_each_question_came_to(once, handed_in):
    said = {}
    ids = [
        id_of(cell)
        for cell in nbformat.read(handed_in / "release" / EX2 / f"{EX2}.ipynb", as_version=4).cells
        if id_of(cell)
    ]
    for student in once[2]:
        document = shown(handed_in, student)
        nbformat.validate(document)
        assert [id_of(cell) for cell in document.cells if id_of(cell)] == ids
        said[student] = {
            id_of(cell): cell.outputs[0].data["text/plain"]
            for cell in document.cells
            if id_of(cell).startswith(CHECKED)
        }
    assert said["ada"]["check_head"].startswith("✓ ")
    assert "encore à écrire" in said["bob"]["check_head"]
    assert "chaque ligne doit sommer à 1" in said["chloé"]["check_head"]
    texts = [cell.source for cell in shown(handed_in, "chloé").cells]
    assert texts[texts.index(TEXT) - 1] == unwritten(handed_in)
    assert (
        "def attention_head"
        in shown(handed_in, "dan").cells[at(shown(handed_in, "dan").cells, "head")].source
    )
    assert (
        shown(handed_in, "eve")
        .cells[0]
        .outputs[0]
        .data["text/plain"]
        .startswith("Ton fichier n'a pas pu être lu : le notebook n'est pas du JSON")
    )


def test_running_again_changes_nothing(once, handed_in):
    out, _, scores, gradebook = once
    before = {path: path.stat().st_mtime_ns for path in handed_in.glob("autograded/*/*/*")}
    assert graded(handed_in, EX2, out)[2] == scores
    assert {path: path.stat().st_mtime_ns for path in handed_in.glob("autograded/*/*/*")} == before
    assert marks(handed_in, EX2) == gradebook


def test_autograde_typed_by_an_instructor_gives_the_same_marks(once, typed, handed_in):
    course, said = typed
    ours, theirs = once[3], marks(course, EX2)
    assert theirs["hal"] == ours["ada"]
    assert theirs["jon"] == ours["dan"]
    for student in ("ada", "bob", "chloé", "fay", "gus"):
        assert theirs[student] == ours[student]
        assert [cell.source for cell in shown(course, student).cells] == [
            cell.source for cell in shown(handed_in, student).cells
        ]
    assert "no memory left" in said
    for student in ("eve", "ivy"):  # no notebook, and no mark, where it could not be graded
        assert {mark[0] for mark in theirs[student].values()} == {None}
        assert not (course / "autograded" / student / EX2).exists()
    assert set(theirs) == {*ours, "hal", "ivy", "jon"} - {"dan"}


def test_a_lost_gradebook_is_filled_again(once, handed_in, tmp_path):
    course = shutil.copytree(handed_in, tmp_path / "cours")
    (course / "gradebook.db").unlink()
    door.export([lab(EX2)], config(), course, native=False)
    assert graded(course, EX2, once[0])[0] == 0
    assert marks(course, EX2) == once[3]


def test_a_result_held_back_is_left_out_with_a_line(once, handed_in, tmp_path):
    out = shutil.copytree(once[0], tmp_path / "out")
    result = json.loads((out / "ada" / "result.json").read_bytes())
    (out / "ada" / "result.json").write_text(
        json.dumps({**result, "status": "internal_error"}), encoding="utf-8"
    )
    submissions = [
        one for one in find(handed_in / "submitted", out, inside=EX2) if one.student in ("ada", "bob")
    ]
    with door.gradebook(handed_in, EX2) as book:
        book.remove_submission(EX2, "ada")
    assert door.record(handed_in, lab(EX2), table(EX2), submissions, out) == [
        "ada: not graded, nothing written into the gradebook"
    ]
    assert "ada" not in marks(handed_in, EX2)
    submissions = [one for one in submissions if one.student == "ada"]
    assert door.record(handed_in, lab(EX2), table(EX2), submissions, once[0]) == []
    assert marks(handed_in, EX2) == once[3]


@pytest.fixture(scope="module")
def by_a_person(once, handed_in, tmp_path_factory):
    """A copy of the course where a person has marked, in formgrader's way, and the class is graded again."""
    folder = tmp_path_factory.mktemp("person")
    course, out = shutil.copytree(handed_in, folder / "cours"), shutil.copytree(once[0], folder / "results")
    by_hand(course, EX2, "ada", "interpretation", 1.5, comment="Très juste, <développe> la fin.")
    by_hand(course, EX2, "fay", "interpretation", 2, extra=0.5)
    by_hand(course, EX2, "gus", "interpretation", 1)
    by_hand(course, EX2, "chloé", "check_head", 2)
    by_hand(course, EX2, "chloé", "interpretation", 0)
    return course, out, graded(course, EX2, out)[2], marks(course, EX2)


def test_marks_by_hand_come_back_into_our_scores(by_a_person, once):
    _, _, scores, gradebook = by_a_person
    full, wrong = once[2]["ada"], once[2]["chloé"]
    assert {name: scores["ada"][name] for name in ("interpretation", "manual", "total", "status")} == {
        "interpretation": "1.5", "manual": "1.5", "total": "20", "status": "graded",
    }  # fmt: skip
    assert float(full["auto"]) + float(full["bonus"]) + 1.5 > 20
    assert (scores["fay"]["interpretation"], scores["fay"]["manual"]) == ("2.5", "2.5")
    assert scores["chloé"]["head"] == "2"
    assert float(scores["chloé"]["manual"]) == pytest.approx(2 - float(wrong["head"]))
    assert scores["chloé"]["status"] == "graded"
    assert (gradebook["ada"]["interpretation"], gradebook["fay"]["interpretation"]) == (
        (None, 1.5, None, False),
        (None, 2, 0.5, False),
    )
    assert gradebook["chloé"]["head"] == (once[3]["chloé"]["head"][0], 2, None, False)
    assert gradebook["bob"] == once[3]["bob"]


def test_marks_by_hand_survive_and_are_asked_for_again_where_the_work_has_changed(by_a_person):
    course, out, _, _ = by_a_person
    hand_in(
        course,
        EX2,
        "ada",
        filled(course, EX2, {"interpretation": "Un autre texte."}),
        when="2024-05-14 10:00:00 UTC",
    )
    hand_in(
        course, EX2, "chloé", filled(course, EX2, {"interpretation": TEXT}), when="2024-05-14 10:00:00 UTC"
    )
    scores = graded(course, EX2, out)[2]
    for _ in "twice":
        given = marks(course, EX2)
        assert given["ada"]["interpretation"] == (None, 1.5, None, True)
        assert given["chloé"]["head"] == (table(EX2).question("head").points, 2, None, True)
        assert given["gus"]["interpretation"] == (None, 1, None, False)
        assert scores["chloé"]["head"] == "2"
        scores = graded(course, EX2, out)[2]
        assert (scores["ada"]["status"], scores["ada"]["total"]) == (
            "pending",
            "",
        )  # until the new text is marked
    assert "Un autre texte." in [cell.source for cell in shown(course, "ada").cells]
    assert (
        (course / "autograded" / "ada" / EX2 / "timestamp.txt")
        .read_text(encoding="utf-8")
        .startswith("2024-05-14 10:00:00")
    )


def test_feedback_and_export_carry_on_from_there(by_a_person):
    course, _, scores, _ = by_a_person
    nbgrader((course, "generate_feedback", EX2), (course, "export"))
    pages = {
        path.parts[-3]: path.read_text(encoding="utf-8")
        for path in course.glob(f"feedback/*/{EX2}/{EX2}.html")
    }
    assert set(pages) == set(scores)
    assert "Très juste, &lt;développe&gt; la fin." in pages["ada"]
    assert "encore à écrire" in pages["bob"]
    assert "n'a pas pu être lu" in html.unescape(pages["eve"])
    assert not [
        student for student, page in pages.items() if "HIDDEN TESTS" in page or "attention_judge" in page
    ]
    with open(course / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file) if row["assignment"] == EX2}
    for student in ("dan", "gus", "bob"):
        assert float(rows[student]["score"]) == pytest.approx(
            sum(float(scores[student][row.id] or 0) for row in table(EX2).questions)
        )


def test_cells_that_come_or_go_once_there_are_marks_are_refused_in_one_line(by_a_person):
    course, _, _, before = by_a_person
    one_less = replace(lab(EX2), cells=tuple(cell for cell in lab(EX2).cells if cell.id != "demo_lune"))
    with pytest.raises(
        Refused,
        match=r"nbgrader generate_assignment refuses: .*Cannot add or remove cells.*submissions associated",
    ):
        door.export([one_less], config(), course, native=False)
    door.export([lab(EX2)], config(), course, native=False)
    assert set(marks(course, EX2)) == set(before)


# ---- hostile


TWO_CARRIED = ROOT / "tests" / "submissions" / EX1 / "partial_two_carried"
STAMPS = {
    "no date": lambda path: path.write_text("hier soir", encoding="utf-8"),
    "too large": lambda path: path.write_text("9" * 400, encoding="utf-8"),
    "before time": lambda path: path.write_text("0001-01-01 00:00:00 +1400", encoding="utf-8"),
    "bytes": lambda path: path.write_bytes(b"\xff\xfe"),
    "folder": lambda path: path.mkdir(),
    "fifo": os.mkfifo,
    "link": lambda path: path.symlink_to("/etc/passwd"),
    "endless": lambda path: path.symlink_to("/dev/zero"),
}


def test_what_students_put_beside_their_notebook_and_names_of_folders_stop_nobody(trusted, tmp_path, sandbox):
    """One of them has made two mistakes: their marks are ours, as those of every case (see parity.py)."""
    course, out = shutil.copytree(trusted, tmp_path / "cours"), tmp_path / "out"
    text = filled(course, EX1, blank=True)
    for student, put in STAMPS.items():
        hand_in(course, EX1, student, text)
        stamp = course / "submitted" / student / EX1 / "timestamp.txt"
        stamp.unlink()
        put(stamp)
    hand_in(course, EX1, "zoé", filled(course, EX1))
    hand_in(course, EX1, "léa", doors.handed_in(TWO_CARRIED))
    hand_in(course, EX1, "\x1b[31mred", text)
    os.rename(course / "submitted" / "bytes", os.fsencode(course / "submitted") + b"/b\xff")
    hand_in(course, EX1, "bytes", text)
    for name in ("<img src=x onerror=alert(1)>", "[x](javascript:alert)"):
        (course / "submitted" / "fifo" / EX1 / f"{name}.ipynb").write_text(
            filled(course, EX1), encoding="utf-8"
        )
        (course / "submitted" / "fifo" / EX1 / f"{EX1}.ipynb").unlink(missing_ok=True)
    code, said, _ = really_graded(course, EX1, out)
    assert code == 0 and "\x1b[31m" not in said
    given = automatic(course, EX1)
    assert set(given) == {*STAMPS, "zoé", "léa", "\x1b[31mred"}
    assert sum(given["zoé"].values()) == 20
    assert given["léa"] == doors.near(doors.ours(TWO_CARRIED, sandbox))
    assert said.count("its timestamp.txt is no date") == len(STAMPS) - 1
    assert "not UTF-8" in said
    first = nbformat.read(course / "autograded" / "fifo" / EX1 / f"{EX1}.ipynb", as_version=4).cells[0]
    assert first.source == "" and re.fullmatch(
        r"<pre [^<>]*>[^<>]*&lt;img[^<>]*</pre>", first.outputs[0].data["text/html"]
    )


def test_html_that_a_student_writes_is_shown_and_not_run(trusted, tmp_path):
    course = shutil.copytree(trusted, tmp_path / "cours")
    below = nbformat.v4.new_markdown_cell(
        "<script>own()</script>\n\n*a* <b onclick=own()>b</b> [c](javascript:own()) $x<y>z$"
    )
    pasted, long = map(
        nbformat.v4.new_markdown_cell,
        ("![i](attachment:i.png) <script>own()</script>", "a" + " " * 200_000 + "b"),
    )
    hand_in(
        course,
        EX1,
        "ada",
        filled(course, EX1, blank=True, change=lambda cells: [*cells, below, pasted, long]),
    )
    graded(course, EX1, tmp_path / "out")
    nbgrader((course, "generate_feedback", EX1))
    page = (course / "feedback" / "ada" / EX1 / f"{EX1}.html").read_text(encoding="utf-8")
    assert (
        page.count("&lt;script&gt;own()") == 2
        and "&lt;b onclick" in page
        and "<em>a</em>" in page
        and "attachment:i.png" in page
    )
    assert not [bad for bad in ("<script>own", "<b onclick", "javascript:own", "<y>") if bad in page]


def test_a_gradebook_that_another_program_holds_is_one_line_and_the_next_run_ends_it(
    trusted, tmp_path, capfd
):
    course, out = shutil.copytree(trusted, tmp_path / "cours"), tmp_path / "out"
    hand_in(course, EX1, "ada", filled(course, EX1, blank=True))
    with contextlib.closing(sqlite3.connect(course / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert graded(course, EX1, out)[0] == 2
        other.execute("ROLLBACK")
    (line,) = capfd.readouterr().err.splitlines()
    assert "its gradebook refuses, (sqlite3.OperationalError) database is locked" in line
    assert graded(course, EX1, out)[0] == 0
    assert set(automatic(course, EX1)["ada"].values()) == {0}


def test_marks_by_hand_are_those_of_the_folder_and_a_table_of_them_adds_to_the_gradebook(
    trusted, tmp_path, monkeypatch
):
    course, out = shutil.copytree(trusted, tmp_path / "cours"), tmp_path / "out"
    for student in ("Ada", "ada", "ada~2", "e\u0301ve"):
        hand_in(course, EX2, student, filled(course, EX2, {"interpretation": TEXT}, blank=True))
    graded(course, EX2, out)
    for points, student in enumerate(("ada", "ada~2", "e\u0301ve")):
        by_hand(course, EX2, student, "interpretation", points / 2 + 0.5)
    manual = tmp_path / "manual.csv"
    manual.write_text("student,lune\néve,0.5\n", encoding="utf-8")
    real = cli.read_manual
    monkeypatch.setattr(cli, "read_manual", lambda path, questions: real(manual, questions))
    code, said, scores = graded(course, EX2, out)
    assert code == 0 and "WARNING" not in said.replace("WARNING: bubblewrap", "")
    given = {student: (row["interpretation"], row["lune"]) for student, row in scores.items()}
    assert given == {"Ada": ("", "0"), "ada~2": ("0.5", "0"), "ada~2~2": ("1", "0"), "éve": ("1.5", "0.5")}
