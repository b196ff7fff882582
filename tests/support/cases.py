"""The cases of tests/submissions: a submission, and expect.toml, what it must get."""

import tomllib

import pytest

from autograder.grading.one import grade
from autograder.student.source import read_cells
from support.repository import LABS, ROOT, carry, lab, portable_table, table

KEYS = {"title", "base", "whole", "points", "mistakes", "notes", "verdicts"}

CASES = sorted(
    path.parent for name in LABS for path in (ROOT / "tests" / "submissions" / name).glob("*/expect.toml")
)
# Three errors or more upstream of one question: a judge without the reference does not carry all of them.
BEYOND = {
    ("tp4_ex1", "partial_three_carried"): {"self_attention": 1.0},
    ("tp9_imdb", "partial_accepted_beside_errors"): {"text_attention": 0.3, "text_gradients": 0.0},
    ("tp9_imdb", "partial_four_errors"): {"text_attention": 0.75, "text_gradients": 0.06},
    ("tp9_imdb", "partial_loss_and_layer"): {"regularised_gradients": 0.1},
}


def cells_of(folder, expected):
    file = next(path for path in sorted(folder.iterdir()) if path.stem == "submission")
    own = read_cells(file.name, file.read_bytes())
    if expected.get("whole"):
        return own
    assert expected.get("base"), f"{folder}: one of base and whole must be true"
    return [*lab(folder.parent.name).solution, *own]


def cases(name):
    """Return the folders of a lab's cases."""
    return [folder for folder in CASES if folder.parent.name == name]


def name_of(folder):
    """Return the name that a case's test bears."""
    return f"{folder.parent.name}/{folder.name}"


def assert_as_expected(folder, sandbox):
    """Grade a case, with the reference and with the table alone; fail where it does not get what it must."""
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
    # As in the bridges' zips:
    alone = grade(cells_of(folder, expected), portable_table(name), lambda cells, calls: ran[0])
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
