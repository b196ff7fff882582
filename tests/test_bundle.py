"""Several modules as one text: whole folders, in the order of their imports, for Python 3.9 on."""

import ast
import builtins
import shutil
import subprocess
import sys

import pytest
from support.repository import ROOT

from autograder import bundle as bundling
from autograder.bundle import BundleError, bundle, ordered
from autograder.release.build import CHECK_PARTS, IN_PROCESS_PARTS
from autograder.sandbox.process import PROGRAM_PARTS

BUNDLES = {"check.py": CHECK_PARTS, "other tools": IN_PROCESS_PARTS, "the sandbox": PROGRAM_PARTS}
BUNDLED = sorted({name for parts in BUNDLES.values() for name in ordered(parts)})


def source(module):
    return ROOT.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8")


# ---- what is in them


def modules_in(*folders):
    """Return the names of all modules that lie in these folders of the engine."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for folder in folders
        for path in ROOT.joinpath("autograder", folder).rglob("*.py")
        if path.name != "__init__.py"
    }


def test_check_py_is_the_folders_student_and_judge_whole():
    assert CHECK_PARTS == ("autograder.student", "autograder.judge")
    assert set(ordered(CHECK_PARTS)) == modules_in("student", "judge")


def test_what_runs_in_the_sandbox_is_the_folders_student_and_inside_whole():
    assert PROGRAM_PARTS == ("autograder.student", "autograder.sandbox.inside")
    assert set(ordered(PROGRAM_PARTS)) == modules_in("student", "sandbox/inside")


def test_other_tools_judge_with_what_check_py_is_made_of_and_one_module_more():
    wanted = {*modules_in("student", "judge"), "autograder.bridges.in_process"}
    assert set(ordered(IN_PROCESS_PARTS)) == wanted


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """A copy of the engine, to add modules to: what is bundled comes from there."""
    copy = tmp_path / "autograder"
    shutil.copytree(ROOT / "autograder", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(bundling, "_ROOT", tmp_path)
    return copy


@pytest.mark.parametrize(
    ("folder", "parts"),
    [
        ("student", CHECK_PARTS),
        ("judge", CHECK_PARTS),
        ("student", PROGRAM_PARTS),
        ("sandbox/inside", PROGRAM_PARTS),
    ],
)
def test_a_new_module_in_a_folder_is_in_the_bundle(engine, folder, parts):
    assert "def added_today" not in bundle(*parts)
    (engine / folder / "added.py").write_text("def added_today():\n    return 1\n", encoding="utf-8")
    assert "def added_today" in bundle(*parts)


@pytest.mark.parametrize(
    "module", ["autograder.course.config", "autograder.errors", "autograder.grading.one"]
)
def test_a_new_module_that_imports_what_stays_in_the_house_is_refused(engine, module):
    (engine / "student" / "added.py").write_text(f"from {module} import x\n", encoding="utf-8")
    with pytest.raises(BundleError, match=f"student.added: imports {module}, which is not bundled"):
        bundle(*CHECK_PARTS)


@pytest.mark.parametrize("parts", BUNDLES.values(), ids=BUNDLES)
def test_each_module_comes_after_those_that_it_imports(parts):
    order = ordered(parts)
    assert len(order) == len(set(order))
    for place, name in enumerate(order):
        imported = {
            node.module for node in ast.walk(ast.parse(source(name))) if isinstance(node, ast.ImportFrom)
        }
        ours = {module for module in imported if module.startswith("autograder")}
        assert ours <= set(order[:place]), name


@pytest.mark.parametrize("parts", BUNDLES.values(), ids=BUNDLES)
def test_a_bundle_is_the_same_text_every_time_and_whatever_order_its_parts_are_named_in(parts):
    program = f"from autograder.bundle import bundle; print(bundle(*{parts[::-1]!r}), end='')"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    assert ran.stdout.decode("utf-8") == bundle(*parts)


@pytest.mark.parametrize("folder", ["student", "judge", "sandbox/inside"])
def test_the_init_of_a_bundled_folder_is_its_docstring_alone(folder):
    """It is left out of bundles: what else it held would be missing there."""
    text = (ROOT / "autograder" / folder / "__init__.py").read_text(encoding="utf-8")
    (docstring,) = ast.parse(text).body
    assert ast.get_docstring(ast.parse(text)) == ast.literal_eval(docstring.value).strip()


# ---- how they are made


def test_the_sandbox_program_needs_no_package(tmp_path):
    text = bundle(*PROGRAM_PARTS)
    assert "autograder." not in "".join(
        line for line in text.splitlines() if line.startswith(("from ", "import "))
    )
    assert text.count("from __future__ import annotations") == 1
    program = tmp_path / "program.py"
    program.write_text(text + "\nassert decode(encode([1, 2.5])) == [1, 2.5]\n", encoding="utf-8")
    subprocess.run([sys.executable, "-I", str(program)], check=True, cwd=tmp_path)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Make a package of modules given by name and text; return its bundle."""
    monkeypatch.setattr(bundling, "_ROOT", tmp_path)
    folder = tmp_path / "autograder"
    folder.mkdir()

    def write(**modules):
        for name, text in modules.items():
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
        return bundle(*(f"autograder.{name}" for name in modules))

    return write


def test_imports_of_each_other_go(package):
    text = package(
        a='"""Doc."""\nfrom __future__ import annotations\nimport os\nx = [i for i in (1, 2)]\n',
        b="from autograder.a import (\n    x,\n)\nimport os\n"
        "def f():\n    from autograder.a import x\n    return x\ni = 3\n",
    )
    namespace = {}
    exec(text, namespace)
    assert namespace["f"]() == [1, 2] and '"""Doc."""' in text


def test_order_follows_imports_and_not_names(package):
    text = package(a="from autograder.b import x\ny = x + 1\n", b="x = 1\n")
    namespace = {}
    exec(text, namespace)
    assert namespace["y"] == 2


@pytest.mark.parametrize(
    "modules, message",
    [
        ({"a": "x = 1\n", "b": "def x(): pass\n"}, "b defines x, and so does autograder.a"),
        ({"a": "x = 1\n", "b": "if True:\n    x = 2\n"}, "b defines x"),
        ({"a": "from autograder.absent import x\n"}, "imports autograder.absent, which is not bundled"),
        ({"a": "def f():\n    from autograder.absent import x\n"}, "absent, which is not bundled"),
        (
            {"a": "from autograder.b import x\ny = 1\n", "b": "from autograder.a import y\nx = 1\n"},
            "modules that import each other: .*autograder.a",
        ),
        (
            {
                "a": "from autograder.b import x\ny = 1\n",
                "b": "x = 1\ndef f():\n    from autograder.a import y\n",
            },
            "modules that import each other",
        ),
        ({"a": "x = 1\n", "b": "from autograder.a import x as y\n"}, "renamed"),
        ({"a": "x = 1\n", "b": "from autograder.a import *\n"}, "renamed"),
        ({"a": "x = 1\n", "b": "from .a import x\n"}, "relative"),
        ({"a": "x = 1\n", "b": "import autograder.a\n"}, "write 'from autograder.… import"),
        ({"a": "x = 1\n", "b": "from autograder import a\n"}, "imports autograder, which is not bundled"),
        ({"a": "import json as j\n", "b": "import math as j\n"}, "imports math as j"),
        ({"a": "import json\n", "b": "json = 1\n"}, "json is imported"),
    ],
)
def test_refused(package, modules, message):
    with pytest.raises(BundleError, match=message) as raised:
        package(**modules)
    assert "\n" not in str(raised.value)


def test_a_part_that_is_not_there_is_refused(package):
    with pytest.raises(BundleError, match=r"no module or folder autograder\.absent"):
        bundle("autograder.absent")


# ---- Python 3.9, where there is none to run them with

OLD = (3, 9)
TYPES = {name for name, item in vars(builtins).items() if isinstance(item, type)}
NEWER = {  # what Python 3.10 and later brought, by its name in the source
    "aiter", "anext", "aclosing", "add_note", "assert_never", "assert_type", "BaseExceptionGroup", "batched",
    "bit_count", "EncodingWarning", "ExceptionGroup", "get_annotations", "LiteralString", "Never",
    "NotRequired", "orig_argv", "override", "pairwise", "ParamSpec", "Required", "Self", "StrEnum", "tomllib",
    "TypeAlias", "TypeAliasType", "TypeGuard", "TypeVarTuple", "Unpack", "UTC",
}  # fmt: skip
OPTIONS = {"zip": {"strict"}, "dataclass": {"slots", "kw_only", "weakref_slot"}, "bisect": {"key"}}


def too_new(text):
    """Yield what Python 3.9 cannot run in a module, as (line, what it is)."""
    try:
        tree = ast.parse(text, feature_version=OLD)
    except SyntaxError as error:
        yield error.lineno, error.msg
        return
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    if not any(node.module == "__future__" and node.names[0].name == "annotations" for node in imports):
        yield 1, "no `from __future__ import annotations`"
    for node in running(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            if any(is_type(side, tree) for side in (node.left, node.right)):
                yield node.lineno, f"a union made at run time: {ast.unparse(node)}"
        elif isinstance(node, ast.Call):
            named = getattr(node.func, "id", getattr(node.func, "attr", ""))
            for keyword in node.keywords:
                if keyword.arg in OPTIONS.get(named, ()):
                    yield node.lineno, f"{named}({keyword.arg}=…)"
        names = {getattr(node, "id", ""), getattr(node, "attr", "")}
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = {part for alias in node.names for part in alias.name.split(".")}
            names |= set((getattr(node, "module", None) or "").split("."))
        for name in sorted(names & NEWER):
            yield node.lineno, name


def running(node):
    """Yield the nodes that are evaluated when a module runs: all but annotations."""
    yield node
    for field, inner in ast.iter_fields(node):
        if field not in ("annotation", "returns"):
            for child in inner if isinstance(inner, list) else [inner]:
                if isinstance(child, ast.AST):
                    yield from running(child)


def is_type(node, tree):
    """Return whether an expression is plainly a type, or None: `int`, `list[int]`, a class of the module."""
    if isinstance(node, ast.Subscript):
        return is_type(node.value, tree)
    if isinstance(node, ast.Constant):
        return node.value is None
    own = {inner.name for inner in ast.walk(tree) if isinstance(inner, ast.ClassDef)}
    return getattr(node, "id", None) in TYPES | own or ast.unparse(node) == "np.ndarray"


@pytest.mark.parametrize("module", BUNDLED)
def test_every_bundled_module_is_for_python_3_9(module):
    assert list(too_new(source(module))) == []


LAZY = "from __future__ import annotations\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 1", "no `from __future__"),
        (LAZY + "match x:\n    case 1: pass", "Python 3.10"),
        (LAZY + "try:\n    pass\nexcept* ValueError:\n    pass", "Python 3.11"),
        (LAZY + "isinstance(x, int | str)", "a union made at run time: int | str"),
        (LAZY + "Tree = list[int] | None", "a union made at run time"),
        (LAZY + "class A: pass\nB = A | float", "a union made at run time"),
        (LAZY + "zip(a, b, strict=True)", "zip(strict=…)"),
        (LAZY + "@dataclass(frozen=True, slots=True)\nclass A: pass", "dataclass(slots=…)"),
        (LAZY + "from itertools import pairwise", "pairwise"),
        (LAZY + "import tomllib", "tomllib"),
        (LAZY + "x.bit_count()", "bit_count"),
    ],
)
def test_what_python_3_9_cannot_run_is_found(text, found):
    ((_, said),) = too_new(text)
    assert found in said


@pytest.mark.parametrize(
    "text",
    [
        "def f(x: int | None = None) -> list[int] | None:\n    y: str | None = None\n    return y",
        "flags = re.A | re.B\nkept = {*a} | {*b}\nmerged = one | {'a': 1}",
        "x = list[int]\nif (n := len(x)) > 1:\n    pass",
    ],
)
def test_what_python_3_9_can_run_is_not(text):
    assert list(too_new(LAZY + text)) == []
