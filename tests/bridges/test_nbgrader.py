"""nbgrader's front door, with its own commands: courses both ways, marks into its gradebook and out of it."""

import ast
import base64
import contextlib
import copy
import csv
import html
import json
import os
import re
import shutil
import sqlite3
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import nbformat
import pytest
from support.nbgrader_course import (
    EX1,
    EX2,
    TEXT,
    at,
    automatic,
    by_hand,
    filled,
    graded,
    hand_in,
    id_of,
    marks,
    nbgrader,
    ours,
    own_cells,
    unwritten,
)
from support.repository import LABS, config, lab, table

from autograder import cli
from autograder.bridges import bridge
from autograder.bridges import nbgrader as door
from autograder.course.handout import solved_cells
from autograder.errors import Refused
from autograder.grading.submission import find
from autograder.release.build import build, script
from autograder.release.leak import leaks, public_texts, secrets
from autograder.student.handout import CHECKED
from autograder.student.source import read_cells

STUB = 'def show_results(tokens, A, output):\n    raise NotImplementedError("show : à compléter")'


def confused(cells):
    """A test cell pasted again, one from another lab, two deleted, one of them with its answer (written anew, below)."""
    pasted = copy.deepcopy(next(cell for cell in cells if id_of(cell).startswith(CHECKED)))
    strange = copy.deepcopy(pasted)
    pasted.id, strange.id = "pasted", "strange"
    strange.metadata.nbgrader.grade_id = "check_of_another_lab"
    gone = ("check_softmax", "check_projection", "projection", "check_output", "output")
    kept = [cell for cell in cells if id_of(cell) not in gone]
    anew = [nbformat.v4.new_code_cell(cell.source) for cell in cells if id_of(cell) in ("projection", "output")]
    return [*kept, pasted, strange, *anew]


# ---- a course


@pytest.fixture(scope="module")
def trusted(tmp_path_factory):
    course = tmp_path_factory.mktemp("trusted") / "cours d'été"
    door.export([lab(name) for name in LABS], config(), course, native=False)
    return course


@pytest.fixture(scope="module")
def native(tmp_path_factory):
    course = tmp_path_factory.mktemp("native") / "cours"
    door.export([lab(EX1)], config(), course, native=True)
    return course


def comparable(data):
    """A notebook without what nbgrader adds to its cells."""
    document = nbformat.reads(data, as_version=4)
    for cell in document.cells:
        for key in ("checksum", "cell_type"):
            cell.metadata.get("nbgrader", {}).pop(key, None)
    return document


@pytest.mark.parametrize("name", [*LABS, f"{EX1}, native"])
def test_what_students_get_is_our_release(trusted, native, name):
    course, name = (native, EX1) if name not in LABS else (trusted, name)
    folder = course / "release" / name
    wanted = build(lab(name), config())
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    document = f"{name}.ipynb"
    assert comparable(found.pop(document).decode()) == comparable(wanted.pop(document).decode())
    assert found == wanted


def test_the_native_configuration_needs_nothing_of_this_package(native):
    tree = ast.parse((native / door.CONFIG).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    roots = {name.split(".")[0] for node in imports for name in [getattr(node, "module", None) or node.names[0].name]}
    assert roots - sys.stdlib_module_names == {"nbformat", "nbgrader"}


def test_its_own_command_gives_the_same_release(native):
    before = (native / "release" / EX1 / f"{EX1}.ipynb").read_bytes()
    nbgrader((native, "generate_assignment", EX1, "--force"))
    assert (native / "release" / EX1 / f"{EX1}.ipynb").read_bytes() == before


def test_no_release_leaks(trusted, native):
    known, public = secrets([lab(name) for name in LABS], config()), public_texts([lab(name) for name in LABS], config())
    for path in [*trusted.glob("release/*/*"), *native.glob("release/*/*")]:
        assert not list(leaks({path.name: path.read_bytes()}, known, public)), path
    source = (native / "source" / EX1 / f"{EX1}.ipynb").read_text(encoding="utf-8")
    assert door.BEGIN in source
    assert door.BEGIN not in (native / "release" / EX1 / f"{EX1}.ipynb").read_text(encoding="utf-8")


def test_the_hidden_tests_hold_answers_and_judge_and_no_solution(native):
    document = nbformat.read(native / "source" / EX1 / f"{EX1}.ipynb", as_version=4)
    tests = "\n".join(cell.source for cell in document.cells if door.BEGIN in cell.source)
    judge, saved = (base64.b85decode(text) for text in re.findall(r'b85decode\("(.*?)"\)', tests))
    known, public = secrets([lab(EX1)], config()), public_texts([lab(EX1)], config())
    assert not list(leaks({"judge.py": zlib.decompress(judge), "tests.py": tests.encode()}, known, public))
    assert not list(leaks({"hidden.npz": saved}, replace(known, texts={}, arrays=[]), public))
    assert list(leaks({"hidden.npz": saved}, known, public))


def test_a_second_export_changes_nothing_and_keeps_what_was_added_to_the_configuration(native):
    with open(native / door.CONFIG, "a", encoding="latin-1") as file:
        file.write("c.ClearSolutions.enforce_metadata = True  # été\n")
    before = {path: path.read_bytes() for folder in ("source", "release") for path in (native / folder).rglob("*") if path.is_file()}
    mine = (native / door.CONFIG).read_bytes()
    (native / door.CONFIG).write_bytes(mine.replace(b"RebuildNotebook, ", b"").replace(b"\n", b"\r\n"))  # an earlier version's, by a Windows editor
    door.export([lab(EX1)], config(), native, native=True)
    assert (native / door.CONFIG).read_bytes() == mine
    assert {path: path.read_bytes() for path in before} == before
    (native / door.CONFIG).write_bytes(mine.replace(b"below", b"above"))
    with pytest.raises(Refused, match=r"nbgrader_config.py: the line '# Add to it .*' is gone; move the file away"):
        door.export([lab(EX1)], config(), native, native=True)
    (native / door.CONFIG).write_bytes(mine.replace("é".encode("latin-1"), b"e"))  # for nbgrader, which is run below


def test_a_course_is_not_changed_from_one_way_of_grading_to_the_other(trusted, native):
    with pytest.raises(Refused, match=r"nbgrader_config.py: made with --native; add it, or"):
        door.export([lab(EX1)], config(), native, native=False)
    with pytest.raises(Refused, match=r"nbgrader_config.py: made without --native; leave it out, or"):
        door.export([lab(EX1)], config(), trusted, native=True)


def test_without_nbgrader_one_line_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "autograder.bridges.nbgrader")
    monkeypatch.setitem(sys.modules, "nbgrader", None)
    monkeypatch.setitem(sys.modules, "nbgrader.api", None)
    with pytest.raises(Refused, match=r"^nbgrader\S* is not installed, .*; run: "):
        bridge("nbgrader")


def test_no_course_and_no_lab_in_it_are_one_line_each(native, tmp_path):
    with pytest.raises(Refused, match=r"no nbgrader course here .*; make one: autograder export nbgrader "):
        door.marks_by_hand(tmp_path, EX1)
    with pytest.raises(Refused, match=r"its gradebook has no tp4_ex2; run: autograder export nbgrader "):
        door.marks_by_hand(native, EX2)


# ---- validate, and the exchange

WARNS = "\nimport warnings\nown = softmax\ndef softmax(S):\n    warnings.warn('attention')\n    return own(S)"


def test_validate_passes_what_is_right_and_fails_what_is_not(trusted, tmp_path):
    answers = {cell.id: cell.text for cell in solved_cells(lab(EX1))}
    ways = {
        "right": filled(trusted, EX1, {"softmax": answers["softmax"] + WARNS}),
        "wrong": filled(trusted, EX1, {**answers, "softmax": "\n".join(own_cells(EX1, "mistake_softmax_columns")), "show": STUB}),
    }
    for way, written in ways.items():
        shutil.copytree(trusted / "release" / EX1, tmp_path / way)
        (tmp_path / way / f"{EX1}.ipynb").write_text(written, encoding="utf-8")
    with ThreadPoolExecutor(2) as pool:
        right, wrong = pool.map(lambda way: nbgrader((tmp_path / way, "validate", f"{EX1}.ipynb")), ways)
    assert "Success! Your notebook passes all the tests." in right, right
    assert "VALIDATION FAILED ON 2 CELL(S)!" in wrong
    assert 'check("softmax")' in wrong
    assert 'check("show")' in wrong


def test_a_student_fetches_and_submits_and_what_is_collected_is_graded(trusted, tmp_path):
    course, out, student = shutil.copytree(trusted, tmp_path / "cours"), tmp_path / "out", tmp_path / "student"
    places = f"c.Exchange.root = {str(tmp_path / 'exchange')!r}\nc.Exchange.cache = {str(tmp_path / 'cache')!r}\nc.CourseDirectory.course_id = 'cours'\n"
    for folder in (student, tmp_path / "exchange"):
        folder.mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    (student / door.CONFIG).write_text("c = get_config()\n" + places, encoding="utf-8")
    with open(course / door.CONFIG, "a", encoding="utf-8") as file:
        file.write(places)
    said = nbgrader((course, "db", "assignment", "list"), (course, "release_assignment", EX2), (student, "fetch_assignment", EX2))
    assert EX2 in said
    assert {path.name for path in (student / EX2).iterdir()} == set(build(lab(EX2), config()))
    (student / EX2 / f"{EX2}.ipynb").write_text(filled(course, EX2), encoding="utf-8")
    nbgrader((student, "submit", EX2), (course, "collect", EX2))
    code, _, scores = graded(course, EX2, out)
    (name,) = scores
    assert code == 0
    assert (scores[name]["auto"], scores[name]["status"]) == ("18", "pending")
    assert automatic(course, EX2)[name]["lune"] == 1


# ---- trusted


@pytest.fixture(scope="module")
def handed_in(trusted, tmp_path_factory):
    """A class of TP4's second exercise, collected."""
    course = shutil.copytree(trusted, tmp_path_factory.mktemp("class") / "cours")
    text, below = {"interpretation": TEXT}, nbformat.v4.new_markdown_cell(TEXT)
    wrong, placeholder = own_cells(EX2, "mistake_head_softmax_columns"), {"interpretation": unwritten(course)}
    notebooks = {
        "ada": filled(course, EX2, text),
        "bob": filled(course, EX2, blank=True),
        "chloé": filled(course, EX2, placeholder, wrong, lambda cells: [*cells[: at(cells, "interpretation") + 1], below, *cells[at(cells, "interpretation") + 1 :]]),
        "eve": "{ ce n'est pas un notebook",
        "fay": filled(course, EX2, text, change=confused),
        "gus": filled(course, EX2, text, ["import os\nos._exit(0)"]),
    }  # fmt: skip
    for student, document in notebooks.items():
        hand_in(course, EX2, student, document)
    hand_in(course, EX2, "dan", script(list(solved_cells(lab(EX2)))), ".py")
    return course


@pytest.fixture(scope="module")
def typed(handed_in, tmp_path_factory):
    """The same class in a course where the instructor types `nbgrader autograde`, an endless cell and a fault of ours in it."""
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
    return replace(judge(submission, job, sandbox), fault="no memory left" if submission.student == "ivy" else "")
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
            assert auto == (float(scores[student][question]) if scores[student][question] else None), (student, question)
            assert (manual, extra, waits) == (None, None, auto is None)
    full = {row.id: row.points for row in table(EX2).questions}
    for student in ("ada", "dan", "fay", "gus"):
        assert {question: mark[0] for question, mark in gradebook[student].items()} == {**full, "interpretation": None}, student
    for student in ("bob", "eve"):
        assert {mark[0] for mark in gradebook[student].values()} == {0}
    assert 0 < gradebook["chloé"]["head"][0] < full["head"]
    assert gradebook["chloé"]["interpretation"] == (None, None, None, True)


def test_its_notebooks_say_what_each_question_came_to(once, handed_in):
    said = {}
    ids = [id_of(cell) for cell in nbformat.read(handed_in / "release" / EX2 / f"{EX2}.ipynb", as_version=4).cells if id_of(cell)]
    for student in once[2]:
        document = shown(handed_in, student)
        nbformat.validate(document)
        assert [id_of(cell) for cell in document.cells if id_of(cell)] == ids
        said[student] = {id_of(cell): cell.outputs[0].data["text/plain"] for cell in document.cells if id_of(cell).startswith(CHECKED)}
    assert said["ada"]["check_head"].startswith("✓ ")
    assert "encore à écrire" in said["bob"]["check_head"]
    assert "chaque ligne doit sommer à 1" in said["chloé"]["check_head"]
    texts = [cell.source for cell in shown(handed_in, "chloé").cells]
    assert texts[texts.index(TEXT) - 1] == unwritten(handed_in)
    assert "def attention_head" in shown(handed_in, "dan").cells[at(shown(handed_in, "dan").cells, "head")].source
    assert shown(handed_in, "eve").cells[0].outputs[0].data["text/plain"].startswith("Ton fichier n'a pas pu être lu : le notebook n'est pas du JSON")


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
        assert [cell.source for cell in shown(course, student).cells] == [cell.source for cell in shown(handed_in, student).cells]
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
    (out / "ada" / "result.json").write_text(json.dumps({**result, "status": "internal_error"}), encoding="utf-8")
    submissions = [one for one in find(handed_in / "submitted", out, inside=EX2) if one.student in ("ada", "bob")]
    with door.gradebook(handed_in, EX2) as book:
        book.remove_submission(EX2, "ada")
    assert door.record(handed_in, lab(EX2), table(EX2), submissions, out) == ["ada: not graded, nothing written into the gradebook"]
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
    assert (gradebook["ada"]["interpretation"], gradebook["fay"]["interpretation"]) == ((None, 1.5, None, False), (None, 2, 0.5, False))
    assert gradebook["chloé"]["head"] == (once[3]["chloé"]["head"][0], 2, None, False)
    assert gradebook["bob"] == once[3]["bob"]


def test_marks_by_hand_survive_and_are_asked_for_again_where_the_work_has_changed(by_a_person):
    course, out, _, _ = by_a_person
    hand_in(course, EX2, "ada", filled(course, EX2, {"interpretation": "Un autre texte."}), when="2024-05-14 10:00:00 UTC")
    hand_in(course, EX2, "chloé", filled(course, EX2, {"interpretation": TEXT}), when="2024-05-14 10:00:00 UTC")
    scores = graded(course, EX2, out)[2]
    for _ in "twice":
        given = marks(course, EX2)
        assert given["ada"]["interpretation"] == (None, 1.5, None, True)
        assert given["chloé"]["head"] == (table(EX2).question("head").points, 2, None, True)
        assert given["gus"]["interpretation"] == (None, 1, None, False)
        assert scores["chloé"]["head"] == "2"
        scores = graded(course, EX2, out)[2]
        assert (scores["ada"]["status"], scores["ada"]["total"]) == ("pending", "")  # until the new text is marked
    assert "Un autre texte." in [cell.source for cell in shown(course, "ada").cells]
    assert (course / "autograded" / "ada" / EX2 / "timestamp.txt").read_text(encoding="utf-8").startswith("2024-05-14 10:00:00")


def test_feedback_and_export_carry_on_from_there(by_a_person):
    course, _, scores, _ = by_a_person
    nbgrader((course, "generate_feedback", EX2), (course, "export"))
    pages = {path.parts[-3]: path.read_text(encoding="utf-8") for path in course.glob(f"feedback/*/{EX2}/{EX2}.html")}
    assert set(pages) == set(scores)
    assert "Très juste, &lt;développe&gt; la fin." in pages["ada"]
    assert "encore à écrire" in pages["bob"]
    assert "n'a pas pu être lu" in html.unescape(pages["eve"])
    assert not [student for student, page in pages.items() if "HIDDEN TESTS" in page or "attention_judge" in page]
    with open(course / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file) if row["assignment"] == EX2}
    for student in ("dan", "gus", "bob"):
        assert float(rows[student]["score"]) == pytest.approx(sum(float(scores[student][row.id] or 0) for row in table(EX2).questions))


def test_cells_that_come_or_go_once_there_are_marks_are_refused_in_one_line(by_a_person):
    course, _, _, before = by_a_person
    one_less = replace(lab(EX2), cells=tuple(cell for cell in lab(EX2).cells if cell.id != "demo_lune"))
    with pytest.raises(Refused, match=r"nbgrader generate_assignment refuses: .*Cannot add or remove cells.*submissions associated"):
        door.export([one_less], config(), course, native=False)
    door.export([lab(EX2)], config(), course, native=False)
    assert set(marks(course, EX2)) == set(before)


# ---- hostile


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


def test_what_students_put_beside_their_notebook_and_names_of_folders_stop_nobody(trusted, tmp_path):
    course, out = shutil.copytree(trusted, tmp_path / "cours"), tmp_path / "out"
    text = filled(course, EX1, blank=True)
    for student, put in STAMPS.items():
        hand_in(course, EX1, student, text)
        stamp = course / "submitted" / student / EX1 / "timestamp.txt"
        stamp.unlink()
        put(stamp)
    hand_in(course, EX1, "zoé", filled(course, EX1))
    hand_in(course, EX1, "\x1b[31mred", text)
    os.rename(course / "submitted" / "bytes", os.fsencode(course / "submitted") + b"/b\xff")
    hand_in(course, EX1, "bytes", text)
    for name in ("<img src=x onerror=alert(1)>", "[x](javascript:alert)"):
        (course / "submitted" / "fifo" / EX1 / f"{name}.ipynb").write_text(filled(course, EX1), encoding="utf-8")
        (course / "submitted" / "fifo" / EX1 / f"{EX1}.ipynb").unlink(missing_ok=True)
    code, said, _ = graded(course, EX1, out)
    assert code == 0 and "\x1b[31m" not in said
    given = automatic(course, EX1)
    assert set(given) == {*STAMPS, "zoé", "\x1b[31mred"}
    assert sum(given["zoé"].values()) == 20
    assert said.count("its timestamp.txt is no date") == len(STAMPS) - 1
    assert "not UTF-8" in said
    first = nbformat.read(course / "autograded" / "fifo" / EX1 / f"{EX1}.ipynb", as_version=4).cells[0]
    assert first.source == "" and re.fullmatch(r"<pre [^<>]*>[^<>]*&lt;img[^<>]*</pre>", first.outputs[0].data["text/html"])


def test_html_that_a_student_writes_is_shown_and_not_run(trusted, tmp_path):
    course = shutil.copytree(trusted, tmp_path / "cours")
    below = nbformat.v4.new_markdown_cell("<script>own()</script>\n\n*a* <b onclick=own()>b</b> [c](javascript:own()) $x<y>z$")
    pasted, long = map(nbformat.v4.new_markdown_cell, ("![i](attachment:i.png) <script>own()</script>", "a" + " " * 200_000 + "b"))
    hand_in(course, EX1, "ada", filled(course, EX1, blank=True, change=lambda cells: [*cells, below, pasted, long]))
    graded(course, EX1, tmp_path / "out")
    nbgrader((course, "generate_feedback", EX1))
    page = (course / "feedback" / "ada" / EX1 / f"{EX1}.html").read_text(encoding="utf-8")
    assert page.count("&lt;script&gt;own()") == 2 and "&lt;b onclick" in page and "<em>a</em>" in page and "attachment:i.png" in page
    assert not [bad for bad in ("<script>own", "<b onclick", "javascript:own", "<y>") if bad in page]


def test_a_gradebook_that_another_program_holds_is_one_line_and_the_next_run_ends_it(trusted, tmp_path, capfd):
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


def test_marks_by_hand_are_those_of_the_folder_and_a_table_of_them_adds_to_the_gradebook(trusted, tmp_path, monkeypatch):
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


# ---- native


NATIVE = {
    "ada": (),
    "bob": None,
    "chloé": own_cells(EX1, "mistake_scores_scaled_by_d"),
    "dan": own_cells(EX1, "partial_two_carried"),
    "dee": (),
    "eve": [WARNS],
    "cyd": None,
    "fil": own_cells(EX1, "partial_two_carried"),
    "gil": None,
    "hed": (),
    "ivy": (),
}
ODD = "import logging, os\nlogging.warning('x')\nos.write(2, b'x')\nos.chdir('/')"


def turned(cells):
    """All the cells the other way round, after one that logs, writes as C does, and goes elsewhere."""
    return [nbformat.v4.new_code_cell(ODD), *reversed(cells)]


def skipped(cells):
    """Cells that Jupyter is told not to run: nbgrader gives all the points of a test that says nothing."""
    for cell in cells:
        cell.metadata["tags"] = ["skip-execution"]
        cell.cell_type = "raw" if id_of(cell) == "check_show" else cell.cell_type
    return cells


def careless(cells):
    """Numbers shown without decimals, our `check` for another thing, and halfway everything forgotten."""
    place = at(cells, "check_scores")
    first, forgets = nbformat.v4.new_code_cell("%precision 0\ncheck = 1"), nbformat.v4.new_code_cell("%reset -f")
    return [*cells[:2], first, *cells[2:place], forgets, *cells[place:]]


def silent(cells):
    """A notebook told to show no value: nbgrader gives all the points of a test that shows none."""
    return [nbformat.v4.new_code_cell("%config InteractiveShell.ast_node_interactivity = 'none'"), *cells]


def written_over(cells):
    """An answer in a copy of its test cell, above it; an import in ours; an output that is none; words of nbgrader's."""
    place = at(cells, "check_softmax")
    pasted, answer, first = copy.deepcopy(cells[place]), cells[at(cells, "softmax")], cells[at(cells, "setup")]
    pasted.id, pasted.source, answer.source = "pasted", answer.source.replace("np.exp", "exp"), "# plus bas"
    first.source += "\nfrom numpy import exp"
    first.outputs = [nbformat.from_dict({"output_type": "stream", "text": "x"})]
    return [*cells[:place], pasted, *cells[place:], nbformat.v4.new_markdown_cell("### BEGIN HIDDEN TESTS")]


def without_imports(cells):
    """The cell that imports is gone, and an answer has become text."""
    cells[at(cells, "tokenize")].cell_type = "markdown"
    return [cell for cell in cells if id_of(cell) != "setup"]


CHANGED = {
    "ada": confused, "cyd": skipped, "dee": turned, "fil": careless, "gil": silent, "hed": written_over, "ivy": without_imports,
}  # fmt: skip


@pytest.fixture(scope="module")
def natively(native):
    """What nbgrader alone makes of a class."""
    for student, own in NATIVE.items():
        text = filled(native, EX1, own=own or (), blank=own is None, change=CHANGED.get(student, list))
        hand_in(native, EX1, student, text)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda some: nbgrader((native, "autograde", EX1, "--student", some)), ("[a-d]*", "[e-i]*")))
    return automatic(native, EX1)


@pytest.mark.parametrize("student", NATIVE)
def test_nbgrader_alone_gives_our_marks(natively, native, sandbox, student):
    path = native / "submitted" / student / EX1 / f"{EX1}.ipynb"
    assert natively[student] == ours(EX1, read_cells(path.name, path.read_bytes()), sandbox)
    total, most = sum(natively[student].values()), sum(row.points for row in table(EX1).questions)
    wanted = {**dict.fromkeys(("bob", "cyd", "gil"), total == 0), **dict.fromkeys(("chloé", "dan", "fil", "ivy"), 0 < total < most)}
    assert wanted.get(student, total == most)


def test_what_comes_back_shows_no_hidden_test(natively, native):
    nbgrader((native, "generate_feedback", EX1))
    pages = [*native.glob(f"feedback/*/{EX1}/*.html"), *native.glob(f"autograded/*/{EX1}/*.ipynb")]
    assert len(pages) == 2 * len(NATIVE)
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in ("attention_inside", "attention_judge", "b85decode") if name in text], path
        assert "HIDDEN TESTS" not in text
        assert ("✓" in text) is (path.parts[-3] not in ("bob", "cyd", "gil"))
        assert ("✗" in text) is (path.parts[-3] not in ("ada", "dee", "eve", "hed"))


def test_only_tests_are_run(natively, native):
    document = nbformat.read(native / "autograded" / "fil" / EX1 / f"{EX1}.ipynb", as_version=4)
    assert {id_of(cell) for cell in document.cells if cell.get("execution_count")} == {f"{CHECKED}{row.id}" for row in table(EX1).questions}


def test_nbgrader_alone_leaves_free_answers_to_a_person_also_below_their_cell(tmp_path, sandbox):
    door.export([lab(EX2)], config(), tmp_path, native=True)
    picture = nbformat.v4.new_markdown_cell("![](attachment:a.png)", attachments={"a.png": {"image/png": "iVBORw0KGgo="}})
    unread = {"interpretation": unwritten(tmp_path)}

    def below(cells):
        return [*cells[: at(cells, "interpretation") + 1], picture, *cells[at(cells, "interpretation") + 1 :]]

    odd = json.loads(filled(tmp_path, EX2, unread, change=below))
    odd["metadata"].update(authors=3, kernelspec={"name": "conda-env-tp-py", "display_name": "tp"})
    notebooks = {
        "ada": filled(tmp_path, EX2, {"interpretation": TEXT}, own_cells(EX2, "partial_two_errors")),
        "bob": json.dumps(odd),
        "eve": filled(tmp_path, EX2, unread, [], lambda cells: [*cells, picture]),
    }
    for student, document in notebooks.items():
        hand_in(tmp_path, EX2, student, document)
    nbgrader((tmp_path, "autograde", EX2), (tmp_path, "generate_feedback", EX2))
    given = marks(tmp_path, EX2)
    assert {student: mark["interpretation"][3] for student, mark in given.items()} == {"ada": True, "bob": True, "eve": False}
    for student, document in notebooks.items():
        wanted = ours(EX2, read_cells("tp.ipynb", document.encode()), sandbox)
        assert {question: mark[0] for question, mark in given[student].items()} == wanted, student
    assert "iVBORw0KGgo=" in (tmp_path / "feedback" / "bob" / EX2 / f"{EX2}.html").read_text(encoding="utf-8")
