"""An nbgrader course: what students and instructors get, with nbgrader's own commands."""

import ast
import base64
import re
import shutil
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import nbformat
import pytest
from support.nbgrader_course import (
    EX1,
    EX2,
    WARNS,
    automatic,
    filled,
    graded,
    nbgrader,
    own_cells,
)
from support.repository import LABS, config, lab

from autograder.bridges import bridge
from autograder.bridges import nbgrader as door
from autograder.course.handout import solved_cells
from autograder.errors import Refused
from autograder.release.build import build
from autograder.release.leak import leaks, public_texts, secrets

STUB = 'def show_results(tokens, A, output):\n    raise NotImplementedError("show : à compléter")'


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
    roots = {
        name.split(".")[0]
        for node in imports
        for name in [getattr(node, "module", None) or node.names[0].name]
    }
    assert roots - sys.stdlib_module_names == {"nbformat", "nbgrader"}


def test_no_release_leaks(trusted, native):
    known, public = (
        secrets([lab(name) for name in LABS], config()),
        public_texts([lab(name) for name in LABS], config()),
    )
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
    before = {
        path: path.read_bytes()
        for folder in ("source", "release")
        for path in (native / folder).rglob("*")
        if path.is_file()
    }
    mine = (native / door.CONFIG).read_bytes()
    (native / door.CONFIG).write_bytes(
        mine.replace(b"RebuildNotebook, ", b"").replace(b"\n", b"\r\n")
    )  # an earlier version's, by a Windows editor
    door.export([lab(EX1)], config(), native, native=True)
    assert (native / door.CONFIG).read_bytes() == mine
    assert {path: path.read_bytes() for path in before} == before
    (native / door.CONFIG).write_bytes(mine.replace(b"below", b"above"))
    with pytest.raises(
        Refused, match=r"nbgrader_config.py: the line '# Add to it .*' is gone; move the file away"
    ):
        door.export([lab(EX1)], config(), native, native=True)
    (native / door.CONFIG).write_bytes(
        mine.replace("é".encode("latin-1"), b"e")
    )  # for nbgrader, which is run below


def test_its_own_command_gives_the_same_release(native):
    before = (native / "release" / EX1 / f"{EX1}.ipynb").read_bytes()
    nbgrader((native, "generate_assignment", EX1, "--force"))
    assert (native / "release" / EX1 / f"{EX1}.ipynb").read_bytes() == before


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


def test_validate_passes_what_is_right_and_fails_what_is_not(trusted, tmp_path):
    answers = {cell.id: cell.text for cell in solved_cells(lab(EX1))}
    ways = {
        "right": filled(trusted, EX1, {"softmax": answers["softmax"] + WARNS}),
        "wrong": filled(
            trusted,
            EX1,
            {**answers, "softmax": "\n".join(own_cells(EX1, "mistake_softmax_columns")), "show": STUB},
        ),
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
    course, out, student = (
        shutil.copytree(trusted, tmp_path / "cours"),
        tmp_path / "out",
        tmp_path / "student",
    )
    places = (
        f"c.Exchange.root = {str(tmp_path / 'exchange')!r}\n"
        f"c.Exchange.cache = {str(tmp_path / 'cache')!r}\n"
        "c.CourseDirectory.course_id = 'cours'\n"
    )
    for folder in (student, tmp_path / "exchange"):
        folder.mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    (student / door.CONFIG).write_text("c = get_config()\n" + places, encoding="utf-8")
    with open(course / door.CONFIG, "a", encoding="utf-8") as file:
        file.write(places)
    said = nbgrader(
        (course, "db", "assignment", "list"),
        (course, "release_assignment", EX2),
        (student, "fetch_assignment", EX2),
    )
    assert EX2 in said
    assert {path.name for path in (student / EX2).iterdir()} == set(build(lab(EX2), config()))
    (student / EX2 / f"{EX2}.ipynb").write_text(filled(course, EX2), encoding="utf-8")
    nbgrader((student, "submit", EX2), (course, "collect", EX2))
    code, _, scores = graded(course, EX2, out)
    (name,) = scores
    assert code == 0
    assert (scores[name]["auto"], scores[name]["status"]) == ("18", "pending")
    assert automatic(course, EX2)[name]["lune"] == 1
