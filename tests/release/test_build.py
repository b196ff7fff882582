"""solutions/ to assignments/: what is stripped, what is built, and whether it is current."""

import hashlib
import io
import json
import shutil
import stat
import zipfile

import jupytext
import nbformat
import numpy as np
import pytest
from support.repository import LABS, ROOT, config, lab
from support.toys import toy_lab

from autograder import FreeText
from autograder.course.handout import handout, require_titles, strip
from autograder.course.lab import load_lab
from autograder.errors import Refused
from autograder.files import archive
from autograder.release.build import build, same_table, stale, write
from autograder.student.source import Cell, read_cells


@pytest.fixture(scope="module")
def built():
    return {name: build(lab(name), config()) for name in LABS}


def code(text, **changes):
    return Cell("code", **{"id": "softmax", "text": text, "where": "", "line": 40, **changes})


# ---- stripping


def test_a_solution_becomes_a_stub_at_its_own_indentation():
    text = (
        "def f(x):\n    '''doc'''\n    # BEGIN SOLUTION\n    return x\n    # END SOLUTION\n\nclass C:\n   "
        " def g(self):\n        # BEGIN SOLUTION\n        return 1\n        # END SOLUTION\n        pass"
    )
    left = strip(code(text), "lab.py")
    assert left.count('raise NotImplementedError("softmax : à compléter")') == 2
    assert "\n    raise NotImplementedError" in left
    assert "\n        raise NotImplementedError" in left
    assert "SOLUTION" not in left
    assert "return" not in left
    compile(left, "stub", "exec")


def test_a_model_answer_leaves_nothing_in_a_markdown_cell():
    text = "*Écris ici.*\n\n# BEGIN SOLUTION\nLe modèle.\n# END SOLUTION"
    assert strip(Cell("markdown", "why", text, "lab.py", 40), "lab.py") == "*Écris ici.*"


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a\n# BEGIN SOLUTION\nb", 42, "without an END SOLUTION"),
        ("a\nb\n# END SOLUTION", 43, "without a BEGIN SOLUTION"),
        (
            "# BEGIN SOLUTION\na\n# BEGIN SOLUTION\nb\n# END SOLUTION\n# END SOLUTION",
            43,
            "inside the one of line 41",
        ),
        ("# END SOLUTION\n# BEGIN SOLUTION", 41, "without a BEGIN SOLUTION"),
        ("# BEGIN SOLUTION\na\n# END SOLUTION\n# END SOLUTION", 44, "without a BEGIN SOLUTION"),
        ("x = 1  # BEGIN SOLUTION\n", 41, "must stand alone"),
        ("# BEGIN SOLUTION ici\na\n# END SOLUTION", 41, "must stand alone"),
        ("a\n#BEGIN  SOLUTION !", 42, "must stand alone"),
    ],
)
def test_a_marker_out_of_place_is_an_error_with_file_and_line(text, line, sentence):
    with pytest.raises(Refused) as raised:
        strip(code(text), "solutions/x/lab.py")
    assert str(raised.value).startswith(f"solutions/x/lab.py:{line}: ")
    assert sentence in str(raised.value)


def test_the_line_of_a_stray_marker_is_that_of_the_real_file():
    lines = (ROOT / "solutions" / LABS[0] / "lab.py").read_text(encoding="utf-8").split("\n")
    number = next(i for i, line in enumerate(lines, 1) if "# END SOLUTION" in line)
    lines[number - 1] = ""
    begin = max(i for i, line in enumerate(lines[:number], 1) if "# BEGIN SOLUTION" in line)
    cells = read_cells("lab.py", "\n".join(lines).encode())
    with pytest.raises(Refused, match=f"lab.py:{begin}: "):
        [strip(cell, "lab.py") for cell in cells]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ([code("x = 1", id="")], "title of its own"),
        ([code("x = 1", id="a"), code("x = 2", id="a")], "title of its own, got 'a'"),
        ([code("x = 1", id="a")], "no cell is titled 'why'"),
    ],
)
def test_cells_without_titles_of_their_own_and_questions_without_a_cell_are_errors(cells, sentence):
    with pytest.raises(Refused, match=sentence):
        require_titles(toy_lab(FreeText("why", "Pourquoi", placeholder="…"), cells=cells))


# ---- what students receive


@pytest.mark.parametrize("name", LABS)
def test_lab_py_read_by_jupytext_has_the_same_cells_as_for_us(name):
    path = ROOT / "solutions" / name / "lab.py"
    theirs = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent").cells
    ours = read_cells("lab.py", path.read_bytes())
    assert [(cell.cell_type, cell.source.strip()) for cell in theirs] == [
        (cell.kind, cell.text.strip()) for cell in ours
    ]


@pytest.mark.parametrize("name", LABS)
def test_the_notebook_is_valid_and_holds_no_output(built, name):
    parsed = nbformat.reads(built[name][f"{name}.ipynb"].decode(), as_version=4)
    nbformat.validate(parsed)
    assert len({cell.id for cell in parsed.cells}) == len(parsed.cells)
    assert not [
        cell for cell in parsed.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)
    ]


@pytest.mark.parametrize("name", LABS)
def test_the_notebook_and_the_script_hold_the_same_cells(built, name):
    notebook, script = (
        read_cells(f"{name}.{kind}", built[name][f"{name}.{kind}"]) for kind in ("ipynb", "py")
    )
    assert [(cell.kind, cell.text.strip(), cell.tags) for cell in notebook] == [
        (cell.kind, cell.text.strip(), cell.tags) for cell in script
    ]
    code_ids = [[cell.id for cell in cells if cell.kind == "code"] for cells in (notebook, script)]
    assert code_ids[0] == code_ids[1]


@pytest.mark.parametrize("name", LABS)
def test_every_question_is_a_stub_followed_by_its_check_in_handout_order(built, name):
    cells = read_cells("x.py", built[name][f"{name}.py"])
    ids = [cell.id for cell in cells]
    asked = [question for question in lab(name).questions if not isinstance(question, FreeText)]
    places = [ids.index(question.id) for question in asked]
    assert places == sorted(places)
    for place, question in zip(places, asked, strict=True):
        stub = f'raise NotImplementedError("{question.id} : à compléter")' in cells[place].text
        assert stub is ("provided" not in cells[place].tags)
        assert f"def {question.call}(" in cells[place].text
        assert cells[place + 1].text.strip() == f'check("{question.id}")'


NBGRADER = {
    "answer": (False, True, False),
    "test": (True, False, True),
    "manual": (True, True, False),
    "read-only": (False, False, True),
}


@pytest.mark.parametrize("name", LABS)
def test_every_cell_carries_the_metadata_that_nbgrader_expects_of_its_kind(built, name):
    cells = {
        cell.metadata.get("nbgrader", {}).get("grade_id"): cell
        for cell in nbformat.reads(built[name][f"{name}.ipynb"].decode(), 4).cells
    }
    kinds = {}
    for id, cell in cells.items():
        if id is None:
            assert cell.cell_type == "markdown"
            continue
        marks = cell.metadata["nbgrader"]
        assert (marks["schema_version"], marks["task"]) == (3, False)
        assert ("points" in marks) is marks["grade"]
        kinds[id] = next(
            kind
            for kind, flags in NBGRADER.items()
            if flags == (marks["grade"], marks["solution"], marks["locked"])
        )
    for question in lab(name).questions:
        if isinstance(question, FreeText):
            assert kinds[question.id] == "manual"
        else:
            given = question.id in handout(lab(name)).provided
            assert (kinds[question.id], kinds[f"check_{question.id}"]) == (
                "read-only" if given else "answer",
                "test",
            )
    assert kinds["setup"] == "read-only"
    assert {kinds[cell.id] for cell in lab(name).cells if {"demo", "provided"} & {*cell.tags}} == {
        "read-only"
    }


@pytest.mark.parametrize("name", LABS)
def test_nbgraders_points_are_those_of_grading_toml(built, name):
    parsed = nbformat.reads(built[name][f"{name}.ipynb"].decode(), 4)
    marks = {
        c.metadata["nbgrader"]["grade_id"].removeprefix("check_"): c.metadata["nbgrader"]["points"]
        for c in parsed.cells
        if c.metadata.get("nbgrader", {}).get("grade")
    }
    table = config().labs[name]
    assert marks == pytest.approx(
        {question: sum(checks.values()) for question, checks in table.points.items()}
    )
    assert sum(points for question, points in marks.items() if question not in table.bonus) == pytest.approx(
        20
    )


@pytest.mark.parametrize("name", LABS)
def test_the_read_me_names_every_question_with_its_points_and_every_package(built, name):
    text = built[name]["LISEZMOI.md"].decode()
    assert all(f"| `{question.id}` |" in text for question in lab(name).questions)
    assert all(package in text for package in config().labs[name].packages)
    assert {*built[name]["requirements.txt"].decode().split()} >= {*config().labs[name].packages}
    assert "python check.py" in text


# ---- the same every time, and current or not


def test_building_twice_gives_the_same_bytes_but_for_nothing(built):
    again = build(load_lab(ROOT / "solutions" / LABS[0]), config())
    assert {name: hashlib.sha256(data).hexdigest() for name, data in again.items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in built[LABS[0]].items()
    }


def test_the_zip_is_the_same_bytes_twice_with_every_file_in_one_folder(built):
    files = built[LABS[0]]
    assert archive(files, "tp") == archive(dict(reversed(files.items())), "tp")
    with zipfile.ZipFile(io.BytesIO(archive(files, "tp"))) as zipped:
        assert zipped.testzip() is None
        assert sorted(zipped.namelist()) == sorted(f"tp/{name}" for name in files)
        assert {info.date_time for info in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {stat.S_IMODE(info.external_attr >> 16) for info in zipped.infolist()} == {0o644}


def shifted(data, by):
    """The table with every array of real numbers moved by a hair."""
    with np.load(io.BytesIO(data)) as archived:
        arrays = {name: archived[name] for name in archived.files}
    moved = {name: array + by if array.dtype.kind == "f" else array for name, array in arrays.items()}
    file = io.BytesIO()
    np.savez_compressed(file, **moved)
    return file.getvalue()


def test_a_table_of_another_machine_is_current_and_kept_but_one_with_other_values_is_not(built, tmp_path):
    files = built[LABS[0]]
    write(files, tmp_path)
    assert stale(files, tmp_path) == []
    other = shifted(files["expected.npz"], 1e-12)
    assert other != files["expected.npz"]
    (tmp_path / "expected.npz").write_bytes(other)
    assert stale(files, tmp_path) == []
    assert write(files, tmp_path) == []
    assert (tmp_path / "expected.npz").read_bytes() == other
    (tmp_path / "expected.npz").write_bytes(shifted(files["expected.npz"], 1e-6))
    assert stale(files, tmp_path) == ["expected.npz"]
    assert write(files, tmp_path) == ["expected.npz"]
    assert (tmp_path / "expected.npz").read_bytes() == files["expected.npz"]


@pytest.mark.parametrize("damaged", [b"", b"PK", b"\x93NUMPY", "cut", "text", "shape"])
def test_a_damaged_table_is_not_current(built, damaged):
    fresh = built[LABS[0]]["expected.npz"]
    if damaged == "cut":
        damaged = fresh[:-100]
    elif damaged in ("text", "shape"):
        with np.load(io.BytesIO(fresh)) as archived:
            arrays = {name: archived[name] for name in archived.files}
        text = json.loads(arrays["table"].tobytes())
        if damaged == "text":
            text["tolerance"] += 1
            arrays["table"] = np.frombuffer(json.dumps(text).encode(), np.uint8)
        else:
            arrays["f8"] = arrays["f8"][::-1].copy()
        file = io.BytesIO()
        np.savez_compressed(file, **arrays)
        damaged = file.getvalue()
    assert not same_table(damaged, fresh)


def test_one_byte_one_file_more_or_one_less_is_not_current(built, tmp_path):
    files = built[LABS[0]]
    for name in files:
        write(files, tmp_path)
        data = bytearray((tmp_path / name).read_bytes())
        data[len(data) // 2] ^= 1
        (tmp_path / name).write_bytes(data)
        assert stale(files, tmp_path) == [name]
        (tmp_path / name).unlink()
        assert stale(files, tmp_path) == [name]
    write(files, tmp_path)
    (tmp_path / "corrige.py").write_text("x = 1")
    assert stale(files, tmp_path) == ["corrige.py"]
    assert write(files, tmp_path) == ["corrige.py"]
    assert not (tmp_path / "corrige.py").exists()
    assert stale(files, tmp_path / "absent") == sorted(files)


def test_changing_the_prose_makes_the_notebook_the_script_and_the_table_stale(built, tmp_path):
    shutil.copytree(ROOT / "solutions" / "tp4_ex1", tmp_path / "tp4_ex1")
    shutil.copy(ROOT / "solutions" / "common.py", tmp_path / "common.py")
    source = tmp_path / "tp4_ex1" / "lab.py"
    source.write_text(
        source.read_text(encoding="utf-8").replace("Pour finir", "Pour terminer"), encoding="utf-8"
    )
    write(built["tp4_ex1"], tmp_path / "out")
    assert stale(build(load_lab(tmp_path / "tp4_ex1"), config()), tmp_path / "out") == [
        "expected.npz",
        "tp4_ex1.ipynb",
        "tp4_ex1.py",
    ]
