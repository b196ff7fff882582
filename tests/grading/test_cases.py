"""Every case of tests/submissions: graded in the sandbox, held against its expect.toml."""

import tomllib

import pytest
from support.cases import BEYOND, CASES, cells_of
from support.repository import LABS, carry, lab, portable_table, table

from autograder.grading.one import grade

KEYS = {"title", "base", "whole", "points", "mistakes", "notes", "verdicts"}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_submission(folder, sandbox):
    expected = tomllib.loads((folder / "expect.toml").read_text(encoding="utf-8"))
    assert set(expected) <= KEYS, f"{folder}: unknown keys {set(expected) - KEYS}"
    name = folder.parent.name
    ran = []

    def run(cells, calls):
        ran.append(sandbox.run(cells, calls))
        return ran[-1]

    graded = grade(cells_of(folder, expected), table(name), run, carry(name))
    assert not graded.fault
    judged = {judgement.question: judgement for judgement in graded.judgements}
    alone = grade(
        cells_of(folder, expected), portable_table(name), lambda cells, calls: ran[0]
    )  # as in the bridges' zips
    differ = {
        j.question: j.points for j in alone.judgements if j.points != pytest.approx(judged[j.question].points)
    }
    assert differ == pytest.approx(BEYOND.get((name, folder.name), {})), (
        "a judge without the reference gives other marks"
    )
    said = {
        question: [
            (v.check, v.status, v.message, v.mistake) for v in judgement.verdicts if v.points < v.out_of
        ]
        for question, judgement in judged.items()
    }
    for question, judgement in judged.items():
        if judgement.pending and question not in expected.get("points", {}):
            continue
        wanted = expected.get("points", {}).get(question, judgement.out_of)
        assert judgement.points == pytest.approx(wanted), (
            f"{question}: {judgement.points} for {wanted}: {said[question]}"
        )
    for question, mistake in expected.get("mistakes", {}).items():
        named = {verdict.mistake for verdict in judged[question].verdicts} - {""}
        assert mistake in named, f"{question}: {mistake} not named, but {named}: {said[question]}"
    for question, note in expected.get("notes", {}).items():
        notes = [*judged[question].notes, *(verdict.note for verdict in judged[question].verdicts)]
        assert any(note in text for text in notes), f"{question}: {note!r} not in {notes}"
    for key, verdict in expected.get("verdicts", {}).items():
        question, check = key.split(".")
        assert [v.status for v in judged[question].verdicts if v.check == check] == [verdict]


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
