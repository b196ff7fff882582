"""The training audit: what is learned in the sandbox is scored here, on data that never went there."""

from functools import partial

import pytest
from support.repository import config

from autograder.course.config import Config
from autograder.course.handout import handout, released_cells
from autograder.course.lab import load_lab
from autograder.course.oracle import build_table
from autograder.errors import Refused
from autograder.grading.batch import Job, grade_one
from autograder.grading.one import grade
from autograder.grading.submission import find
from autograder.grading.training import _measured, learned, rehearse
from autograder.judge.table import load_table, save
from autograder.sandbox.host import Sandbox
from autograder.sandbox.model import Limits
from autograder.student.source import Cell

LAB = """# %% title [markdown]
# # Une pente

# %% line
def line(x, w):
    # BEGIN SOLUTION
    return w * x
    # END SOLUTION

# %% learn tags=["provided"]
def learn(x, y, steps):
    w = 0.0
    for _ in range(steps):
        losses = [sum((line(a, at) - b) ** 2 for a, b in zip(x, y)) for at in (w, w + 1e-3)]
        w -= 0.1 * (losses[1] - losses[0]) / 1e-3 / len(x)
    return {"w": w}
"""
QUESTIONS = """
from autograder import Case, Question, Training, agrees, reaches, reference
lab = reference(__file__)
inputs = {"x": lambda draw: 3.0, "w": lambda draw: 5.0}
questions = [Question("line", "Une droite", "line", inputs, lab.line, [agrees([Case("un point")])])]

def measure(run, parameters):
    if set(parameters) != {"w"} or parameters["w"].shape:
        raise ValueError
    return {"erreur": float(abs(parameters["w"] - 2.0))}

short, long = Case("court"), Case("long")
training = Training(
    "training", "Entraînement", call="learn", source=lambda: "two points",
    runs=lambda: {"court": ([1.0, 2.0], [2.0, 4.0], 1), "long": ([1.0, 2.0], [2.0, 4.0], 60)},
    measure=measure,
    checks=[
        reaches([long], measure="erreur", most=0.1, id="learns"),
        reaches([long, short], measure="erreur", least=0.5, id="gains"),
    ],
)
"""
GOOD = "def line(x, w):\n    return w * x\n"


@pytest.fixture
def toy(tmp_path):
    """(lab, settings with points for the training, table): declared in a folder of its own, as a lab is."""
    folder = tmp_path / "solutions" / "slope"
    folder.mkdir(parents=True)
    (folder / "lab.py").write_text(LAB, encoding="utf-8")
    (folder / "questions.py").write_text(QUESTIONS, encoding="utf-8")
    settings = settings_with(training={"learns": 0.5, "gains": 0.25})
    lab = load_lab(folder)
    return lab, settings, build_table(lab, settings, hidden=True, training=True)


def settings_with(**changes):
    whole = config().model_dump()
    whole["labs"] = {"slope": {"packages": ["numpy"], "points": {"line": {"agrees": 20}}, **changes}}
    return Config.model_validate(whole)


@pytest.fixture(scope="module")
def impatient(sandbox):
    """A sandbox that waits less for what does not end."""
    with Sandbox(sandbox.level, ("numpy",), Limits(call_seconds=0.5, total_seconds=2)) as opened:
        yield opened


@pytest.fixture
def audited(toy, impatient):
    lab, _, table = toy
    train = partial(learned, lab, table=table, sandbox=impatient, limits=impatient.limits)

    def judge(code):
        graded = grade([Cell("code", "", code, "copie.py")], table, impatient.run, train=train)
        assert not graded.fault
        return graded.judgements

    return judge


def test_a_right_function_learns_and_the_figures_are_told(audited):
    line, training = audited(GOOD)
    assert line.points == 20
    assert (training.points, training.out_of, training.bonus) == (0.75, 0.75, True)
    assert [verdict.status for verdict in training.verdicts] == ["passed", "passed"]
    assert "« long », erreur : " in training.verdicts[0].note
    assert "de plus que « long » (au moins 0,5 attendu)" in training.verdicts[1].note


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("def line(x, w):\n    return 3 * w * x\n", "failed"),
        (
            "def line(x, w):\n    return w * x if x == 3.0 else 0.0\n",
            "failed",
        ),  # right where it is asked alone
        ("def line(x, w):\n    while True: pass\n", "timeout"),
        ("def line(x, w):\n    raise ValueError('non')\n", "raised"),
        ("def line(x, w):\n    raise NotImplementedError\n", "unwritten"),
        ("import os\ndef line(x, w):\n    os._exit(0)\n", "crashed"),
        ("def line(x, w):\n    return float('nan')\n", "failed"),
        ("def line(x, w):\n    return 1j\n", "unreadable"),
        ("", "raised"),
    ],
)
def test_what_does_not_learn_gets_nothing_and_says_why(audited, code, verdict):
    training = audited(code)[-1]
    assert training.points == 0
    assert training.verdicts[0].status == verdict, training.verdicts[0]
    assert training.verdicts[0].message


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"w": None},
        {"w": "2"},
        {"w": [1, [2]]},
        {"w": [None]},
        [2.0],
        {"w": 2.0, "v": 1.0},
        {"w": [2.0]},
        {"v": 2.0},
    ],
)
def test_what_comes_back_is_measured_only_where_it_is_a_dict_of_numbers_of_the_right_shapes(toy, value):
    measured = _measured(toy[0].training.measure, "long", value)
    assert (measured.status, measured.value) == ("unreadable", None)


def test_the_function_that_trains_is_the_lab_s_own_whatever_the_submission_calls_so(audited):
    assert audited(GOOD + "def learn(x, y, steps):\n    return {'w': 2.0}\n")[-1].points == 0.75
    assert (
        audited("def line(x, w):\n    return 0.0\ndef learn(x, y, steps):\n    return {'w': 2.0}\n")[
            -1
        ].points
        == 0
    )


def test_a_submission_gets_its_marks_without_the_audit_too(toy, sandbox, tmp_path):
    lab, settings, table = toy
    (tmp_path / "alice.py").write_text(GOOD, encoding="utf-8")
    (alice,) = find(tmp_path / "alice.py", tmp_path / "out")
    plain = build_table(lab, settings, hidden=True)
    totals = []
    for with_it, chosen in ((False, plain), (True, table)):
        training = Limits(call_seconds=1) if with_it else None
        result = grade_one(
            alice, Job(lab.folder, chosen, settings.marks, sandbox.level, Limits(), {}, training), sandbox
        )
        totals.append((result.status, result.score.auto, result.score.bonus))
    assert totals == [("graded", 20, 0), ("graded", 20, 0.75)]


def test_the_reference_is_rehearsed_and_timed(toy, sandbox):
    lab, _, table = toy
    judgement, seconds = rehearse(lab, table, sandbox.level, Limits(call_seconds=1))
    assert judgement.points == 0.75
    assert seconds > 0


def test_nobody_is_audited_where_the_reference_fails(toy, sandbox):
    lab, _, table = toy
    with pytest.raises(Refused, match="the reference itself fails"):
        rehearse(lab, table, sandbox.level, Limits(call_seconds=0.0001, total_seconds=0.001))


def test_a_training_is_plain_data_in_the_table_and_worth_nothing_unless_it_is_given_points(toy):
    lab, _, table = toy
    assert load_table(save(table)).question("training").checks == table.question("training").checks
    free = build_table(lab, settings_with(), hidden=True, training=True)
    assert free.question("training").points == 0
    with pytest.raises(KeyError):
        build_table(lab, settings_with(), hidden=True).question("training")


def test_points_for_a_check_that_there_is_not_are_refused(toy):
    with pytest.raises(Refused, match="training: unknown check 'speed'"):
        settings_with(training={"speed": 1}).lab(toy[0])


def test_provided_cells_are_handed_out_whole(toy):
    lab, _, _ = toy
    assert dict(handout(lab).provided).keys() == {"learn"}
    released = {cell.id: cell.text for cell in released_cells(lab)}
    assert released["learn"] == dict(handout(lab).provided)["learn"].strip("\n")
    assert "w * x" not in released["line"]
