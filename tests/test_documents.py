"""What the documents count and show is true: the table of attacks, the examples of CONTRIBUTING.md.

That the paths and commands they name exist is in test_house.py.
"""

import re
import shutil
import subprocess
import sys
from collections import Counter
from textwrap import dedent

import pytest
from support.repository import ROOT
from support.toys import judged, softmax, toy_config, toy_table, verdicts

from autograder import Case, Question
from autograder.course.lab import load_lab
from autograder.course.oracle import build_table
from autograder.judge import checks, judging


def read(*parts):
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def test_the_attacks_are_counted():
    text = read("docs", "attacks.md")
    attacks = [path.parent.name for path in (ROOT / "tests" / "hostile").glob("*/expect.toml")]
    written = {area: int(count) for area, count in re.findall(r"^\| `(\w+)` \| (\d+) \|", text, re.M)}
    assert written == Counter(name.split("_")[0] for name in attacks)
    assert f"holds {len(attacks)} attacks" in text
    layers = [
        path for path in (ROOT / "tests" / "hostile").glob("*/expect.toml") if "[without]" in path.read_text()
    ]
    assert f"{len(layers)} attacks\ndo so" in text


def example(title, place=0, language="python"):
    """An example of a section of CONTRIBUTING.md, as text."""
    section = read("CONTRIBUTING.md").split(f"\n## … {title}\n")[1].split("\n## ")[0]
    return dedent(re.findall(rf"^ *```{language}\n(.*?)^ *```$", section, re.M | re.S)[place])


def test_the_question_that_is_written_is_one(tmp_path):
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "lab.py").write_text(
        "# %% titre [markdown]\n# # Un TP\n\n" + example("add a question"), encoding="utf-8"
    )
    (folder / "questions.py").write_text(example("add a question", 1), encoding="utf-8")
    toy = load_lab(folder)
    (question,) = toy.questions
    table = build_table(toy, toy_config(question), hidden=True)
    code = "import numpy as np\n" + toy.cells[-1].text
    corrected = code.replace("keepdims=True)\n    # END", "keepdims=True, ddof=1)\n    # END")
    assert corrected != code
    for right in (code, corrected):
        (judgement,) = judged(table, right).values()
        assert judgement.points == judgement.out_of
    wrong = {
        "columns": code.replace("axis=-1", "axis=0"),
        "centred": code.replace("return centred /", "return centred #"),
    }
    for mistake in question.mistakes:
        (judgement,) = judged(table, wrong[mistake.id]).values()
        assert {verdict.mistake for verdict in judgement.verdicts} - {""} == {mistake.id}
        assert judgement.points < judgement.out_of
    points = example("add a question", language="toml")
    assert {check.id for check in question.checks} == set(re.findall(r"(\w+) = [\d.]+", points))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # the second softmax overflows
def test_the_kind_of_check_that_is_written_is_one(monkeypatch):
    known = {**vars(checks)}
    exec(
        compile("from __future__ import annotations\n" + example("add a kind of check"), "example", "exec"),
        known,
    )
    monkeypatch.setitem(judging.LOOKS, "finite", known["finite"].look)
    question = Question(
        "softmax", "Softmax", call="softmax", inputs={"S": "n m"}, reference=softmax,
        checks=[known["finite"](Case("grands scores", n=3, m=5, shift=1000))],
    )  # fmt: skip
    table = toy_table(question)
    body = "np.exp({0}) / np.exp({0}).sum(axis=-1, keepdims=True)"
    code = f"import numpy as np\ndef softmax(S):\n    return {body}\n"
    for scores, status in (("S - S.max()", "passed"), ("S", "failed")):
        (judgement,) = judged(table, code.format(scores)).values()
        assert verdicts(judgement)["finite"].status == status


def test_a_class_is_graded_from_python_as_written(tmp_path, sandbox):
    sample, out, script = tmp_path / "sample", tmp_path / "out", tmp_path / "script.py"
    sample.mkdir()
    for name in ("adele01.ipynb", "anouk03.ipynb"):
        shutil.copy(ROOT / "tests" / "sample_class" / name, sample)
    text = example("grade a class from Python")
    assert text.count("tests/sample_class") == text.count("results/library") == 1
    text = text.replace("tests/sample_class", str(sample)).replace("results/library", str(out))
    script.write_text(text, encoding="utf-8")
    ran = subprocess.run([sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert sorted(ran.stdout.splitlines()) == ["adele01 graded 20.0 ()", "anouk03 graded 16.25 ('columns',)"]
    assert all(f"\n{line}\n" in read("CONTRIBUTING.md") for line in ran.stdout.splitlines())
    assert (out / "scores.csv").exists()
