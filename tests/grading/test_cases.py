"""The cases of tests/submissions as a whole. They are graded in one file a lab: test_cases_<lab>.py."""

import tomllib
from pathlib import Path

import pytest
from support.cases import CASES
from support.repository import LABS, lab


@pytest.mark.parametrize("name", LABS)
def test_the_cases_of_every_lab_are_graded(name):
    text = (Path(__file__).parent / f"test_cases_{name}.py").read_text(encoding="utf-8")
    assert f'cases("{name}")' in text
    assert [folder for folder in CASES if folder.parent.name == name]


@pytest.mark.parametrize("name", LABS)
def test_every_mistake_has_its_case(name):
    covered = set()
    for folder in CASES:
        if folder.parent.name == name:
            expected = tomllib.loads((folder / "expect.toml").read_text(encoding="utf-8"))
            covered |= {(question, mistake) for question, mistake in expected.get("mistakes", {}).items()}
    declared = {(q.id, m.id) for q in lab(name).questions for m in getattr(q, "mistakes", ())}
    if name == "tp4_ex2":  # the pasted softmax: its mistakes have their cases in exercise 1
        declared = {(question, mistake) for question, mistake in declared if question != "softmax"}
    assert covered >= declared, f"mistakes without a case: {sorted(declared - covered)}"


def test_the_cases_are_many():
    right = [folder for folder in CASES if folder.name.startswith("right_")]
    assert len(right) >= 30
