"""The walls between the rooms of the engine: they hold, and they bite. No test imports another."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.repository import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
ROOMS = {
    path.stem
    for path in (ROOT / "autograder").iterdir()
    if path.suffix == ".py" or (path / "__init__.py").is_file()
} - {"__init__", "__main__"}


def lint_imports(folder):
    """Run import-linter where `folder` is the repository; return (exit code, what it says)."""
    program = "import sys; from importlinter.cli import lint_imports_command as run; run(sys.argv[1:])"
    options = ("--no-cache", "--no-logo")
    ran = subprocess.run([sys.executable, "-P", "-c", program, *options], cwd=folder, capture_output=True)
    return ran.returncode, ran.stdout.decode("utf-8") + ran.stderr.decode("utf-8")


def test_every_wall_holds():
    status, said = lint_imports(ROOT)
    assert status == 0, said
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken" in said


# ---- a forbidden import is seen, by every contract

PLANTED = {  # start of a contract's name -> a module, and the import that breaks it
    "The rooms, highest first": ("grading/score.py", "from autograder.release import build"),
    "student and judge leave the house": ("judge/words.py", "from autograder.files import printable"),
    "what runs in the sandbox": ("sandbox/inside/sweep.py", "from autograder.sandbox import host"),
    "the sandbox knows no question": ("sandbox/reply.py", "from autograder.judge.table import Table"),
    "course declares": ("course/config.py", "from autograder.sandbox.model import Limits"),
    "pages read results": ("pages/student.py", "from autograder.grading import score"),
    "no cycle": ("student/values.py", "from autograder.student import calls"),
}


def test_every_contract_has_an_import_that_breaks_it():
    names = [contract["name"] for contract in CONTRACTS]
    assert [sum(name.startswith(start) for start in PLANTED) for name in names] == [1] * len(names)
    assert len(PLANTED) == len(names)


@pytest.mark.parametrize("start", PLANTED)
def test_a_forbidden_import_breaks_its_contract(tmp_path, start):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "autograder", tmp_path / "autograder", ignore=ignored)
    file, line = PLANTED[start]
    path = tmp_path / "autograder" / file
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\nif True:\n    {line}\n", encoding="utf-8")
    status, said = lint_imports(tmp_path)
    assert status == 1, said
    broken = [said_of for said_of in said.splitlines() if said_of.startswith(start)]
    assert broken and broken[0].endswith(" BROKEN"), said


# ---- no room is left outside


def test_every_room_has_its_place_in_the_layers():
    (layers,) = [contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"]
    placed = {name.strip().removeprefix("autograder.") for layer in layers for name in layer.split("|")}
    assert placed <= ROOMS
    assert ROOMS - placed == {"bundle", "errors", "files"}  # what all rooms of the house may use


def test_what_leaves_the_house_may_import_no_room_but_its_own_two():
    (contract,) = [one for one in CONTRACTS if one["name"].startswith("student and judge leave the house")]
    own = {name.removeprefix("autograder.") for name in contract["source_modules"]}
    assert own == {"student", "judge"}
    assert {name.removeprefix("autograder.") for name in contract["forbidden_modules"]} == ROOMS - own


# ---- tests

CASES = {"submissions", "sample_class", "hostile", "golden"}  # folders of what is handed in
TESTS = sorted(
    path
    for path in (ROOT / "tests").rglob("*.py")
    if not CASES & {*path.relative_to(ROOT / "tests").parts} and "__pycache__" not in path.parts
)
NO_HELPERS = {path.stem for path in TESTS if path.stem == "conftest" or path.stem.startswith("test_")}
HERE = NO_HELPERS | {path.parent.name for path in TESTS}  # what an import may start with


def leans_on(text):
    """Yield the tests that a module imports: `test_x`, a conftest, or anything by way of `tests`."""
    for node in ast.walk(ast.parse(text)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(alias.name for alias in node.names if node.level)]
        for name in names:
            parts = name.split(".")
            if parts[0] == "tests" or (parts[0] in HERE and NO_HELPERS & {*parts}):
                yield name


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT / "tests")))
def test_no_test_imports_a_test_or_a_conftest(path):
    assert list(leans_on(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "from test_bundle import source",
        "import test_bundle",
        "from conftest import sandbox",
        "from sandbox.conftest import x",
        "from tests.support import toys",
        "from judge.test_front import check",
        "from . import test_bundle",
        "def f():\n    from .test_bundle import x",
    ],
)
def test_an_import_of_a_test_is_found(line):
    assert list(leans_on(line))


def test_every_test_lies_in_the_room_that_it_tests_or_beside_them():
    """tests/<room>/test_<module>.py; what tests the whole of the engine lies in tests/ itself."""
    folders = {Path(path).parent.relative_to(ROOT / "tests").as_posix() for path in TESTS}
    assert folders - {".", "support"} <= ROOMS
