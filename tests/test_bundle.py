"""Several modules as one text."""

import subprocess
import sys

import pytest

from autograder import bundle as bundling
from autograder.bundle import BundleError, bundle
from autograder.sandbox.process import _PROGRAM


def test_the_sandbox_program_needs_no_package(tmp_path):
    text = bundle(_PROGRAM)
    assert "autograder." not in "".join(
        line for line in text.splitlines() if line.startswith(("from ", "import "))
    )
    assert text.count("from __future__ import annotations") == 1
    program = tmp_path / "program.py"
    program.write_text(text + "\nassert decode(encode([1, 2.5])) == [1, 2.5]\n", encoding="utf-8")
    subprocess.run([sys.executable, "-I", str(program)], check=True, cwd=tmp_path)


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setattr(bundling, "_ROOT", tmp_path)
    folder = tmp_path / "autograder"
    folder.mkdir()

    def write(**modules):
        for name, text in modules.items():
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
        return bundle([f"autograder.{name}" for name in modules])

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


@pytest.mark.parametrize(
    "modules, message",
    [
        ({"a": "x = 1\n", "b": "def x(): pass\n"}, "b defines x, and so does autograder.a"),
        ({"a": "x = 1\n", "b": "if True:\n    x = 2\n"}, "b defines x"),
        ({"a": "from autograder.b import x\n", "b": "x = 1\n"}, "not bundled before"),
        ({"a": "x = 1\n", "b": "from autograder.a import x as y\n"}, "renamed"),
        ({"a": "x = 1\n", "b": "from .a import x\n"}, "relative"),
        ({"a": "x = 1\n", "b": "import autograder.a\n"}, "write 'from autograder.a import"),
        ({"a": "import json as j\n", "b": "import math as j\n"}, "imports math as j"),
        ({"a": "import json\n", "b": "json = 1\n"}, "json is imported"),
    ],
)
def test_refused(package, modules, message):
    with pytest.raises(BundleError, match=message):
        package(**modules)
