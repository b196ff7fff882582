"""`autograder verify` fails loudly: a lab with one thing broken yields the failure that names it."""

import re
import shutil

import pytest
from support.repository import ROOT, config

from autograder.course.lab import load_lab
from autograder.release.build import build, write
from autograder.release.leak import Secrets, public_texts, secrets
from autograder.release.verify import verify_lab

KEPT = ("embeddings", "scores", "softmax", "output")  # of exercise 1: enough to break, quick to prove
NOTHING = Secrets({}, {}, [], "no seed")


def points(**changes):
    """grading.toml for the questions kept, some points changed; what is left of the 20 goes to `output`."""
    whole = config().labs["tp4_ex1"].points
    worth = {question: {**whole[question], **changes.get(question, {})} for question in KEPT}
    worth["output"]["agrees"] += 20 - sum(sum(checks.values()) for checks in worth.values())
    lab = config().labs["tp4_ex1"].model_copy(update={"points": worth})
    return config().model_copy(update={"labs": {"tp4_ex1": lab}})


@pytest.fixture
def repository(tmp_path):
    """A copy of exercise 1 with the questions kept, and its release."""
    folder = tmp_path / "solutions" / "tp4_ex1"
    shutil.copytree(ROOT / "solutions" / "tp4_ex1", folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "solutions" / "common.py", folder.parent / "common.py")
    text = (folder / "questions.py").read_text(encoding="utf-8")
    (folder / "questions.py").write_text(
        re.sub(r"\nquestions = \[[^\]]*\]\s*$", f"\nquestions = [{', '.join(KEPT)}]\n", text),
        encoding="utf-8",
    )
    return tmp_path


def edit(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{before!r} is no longer in {path.name}"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def prove(root, settings=None, known=NOTHING, release=False):
    settings = settings or points()
    lab = load_lab(root / "solutions" / "tp4_ex1")
    assert [question.id for question in lab.questions] == list(KEPT)
    if release:
        write(build(lab, settings), root / "assignments" / "tp4_ex1")
    return verify_lab(lab, settings, known, set(), root)


def test_a_lab_in_order_has_no_failure_and_its_line_says_what_was_proved(repository):
    proof = prove(repository, release=True)
    assert proof.failures == ()
    figures = re.fullmatch(
        r"tp4_ex1: 4 questions, 14 checks, (\d+)/(\d+) mistakes caught, (\d+)/(\d+) named, margin (\d+)x"
        r" \(\w+/\w+\), "
        r"2 readings accepted, 0 errors carried, trivial cap 25%, 0 leaks in 6 files",
        proof.line,
    )
    assert figures, proof.line
    caught, of, named, of_too, margin = map(int, figures.groups())
    assert caught == of == named == of_too > 20
    assert margin >= 10


def failures(root, *arguments, **options):
    found = prove(root, *arguments, **options).failures
    return "\n".join(line for line in found if not line.startswith("assignments/"))


def doctor(root, mistake):
    """Put one more mistake, or accepted reading, into the questions of the copy."""
    edit(root / "solutions" / "tp4_ex1" / "questions.py", "\nquestions = [", f"\n{mistake}\n\nquestions = [")


ADD = "common.SOFTMAX_MISTAKES.append(Mistake('{id}', {answer}, symptom='S', diagnosis='D'))"
ACCEPT = (
    "import dataclasses\n{question} = dataclasses.replace({question}, accepts=[Accepted('{id}', {answer},"
    " 'note')])"
)


def test_a_reference_that_breaks_a_property_it_is_checked_for_is_said(repository):
    edit(
        repository / "solutions" / "tp4_ex1" / "lab.py",
        "np.sum(exponentials, axis=-1",
        "np.sum(exponentials, axis=0",
    )
    said = failures(repository)
    assert (
        "hidden: softmax: the reference fails rows_sum_to_one: softmax(S), cas « scores ordinaires »" in said
    )
    assert "public: softmax: the reference fails rows_sum_to_one" in said


def test_a_reference_that_is_one_of_the_mistakes_is_said_by_its_name(repository):
    edit(repository / "solutions" / "tp4_ex1" / "lab.py", "return Q @ K.T", "return K @ Q.T")
    assert "hidden: scores: transposed: a mistake gets full marks" in failures(repository)


def test_a_reference_that_gives_something_else_each_time_is_said_to_lose_points(repository):
    edit(repository / "solutions" / "tp4_ex1" / "lab.py", "return A @ V", "return A @ V + np.random.random()")
    assert re.search(r"hidden: output: the reference gets [\d.]+ of", failures(repository))


def test_a_mistake_equal_to_the_reference_is_said_to_get_full_marks(repository):
    doctor(repository, ADD.format(id="no_mistake", answer="lambda S: lab.softmax(S)"))
    said = failures(repository)
    assert "hidden: softmax: no_mistake: a mistake gets full marks" in said
    assert "hidden: softmax: no_mistake: the mistake is not named, but nothing" in said
    assert "margin: softmax/no_mistake is only 0.0 tolerances from a right answer" in said


def test_a_mistake_too_near_the_right_answer_is_said_with_its_margin(repository):
    doctor(repository, ADD.format(id="nearly", answer="lambda S: lab.softmax(S) + 5e-4"))
    said = failures(repository)
    assert re.search(r"margin: softmax/nearly is only [2-5]\.\d tolerances from a right answer", said)
    assert "full marks" not in said


def test_of_two_mistakes_alike_the_second_is_said_not_to_be_named_but_the_first(repository):
    doctor(repository, ADD.format(id="twin", answer="lambda S: common.softmax_columns(S)"))
    assert failures(repository).splitlines() == [
        "hidden: softmax: twin: the mistake is not named, but columns",
        "public: softmax: twin: the mistake is not named, but columns",
    ]


def test_an_accepted_reading_that_loses_points_is_said(repository):
    doctor(
        repository,
        ACCEPT.format(
            question="embeddings", id="zeros_again", answer="lambda t, d, rng: np.zeros((len(t), d))"
        ),
    )
    said = failures(repository)
    assert re.search(r"hidden: embeddings: zeros_again: an accepted reading gets [\d.]+ of 2", said)


def test_an_accepted_reading_that_is_a_mistake_is_said(repository):
    doctor(repository, ACCEPT.format(question="scores", id="also", answer="lambda Q, K: K @ Q.T"))
    assert "hidden: scores: transposed: a mistake gets full marks" in failures(repository)


def test_an_accepted_reading_that_raises_is_said(repository):
    doctor(repository, ACCEPT.format(question="scores", id="also", answer="lambda Q, K: Q.absent"))
    assert "hidden: scores: also: an accepted reading gets 0 of 3" in failures(repository)


def test_an_accepted_reading_that_is_trivial_is_said_to_let_trivial_outputs_through(repository):
    doctor(
        repository,
        ACCEPT.format(question="output", id="also", answer="lambda A, V: np.zeros((len(A), V.shape[1]))"),
    )
    assert re.search(r"hidden: output: zeros earns ([\d.]+) of \1, above the cap", failures(repository))


def test_points_that_trivial_outputs_earn_above_the_cap_are_said(repository):
    said = failures(repository, points(softmax={"shape": 1.25, "agrees": 1}))
    assert "hidden: softmax: zeros earns 1.25 of 4, above the cap" in said
    assert "hidden: softmax: uniform earns 1.75 of 4, above the cap" in said


def test_a_solution_left_outside_its_markers_is_said_to_give_the_stub_points(repository):
    path = repository / "solutions" / "tp4_ex1" / "lab.py"
    edit(path, "    # BEGIN SOLUTION\n    return Q @ K.T\n    # END SOLUTION\n", "    return Q @ K.T\n")
    assert "hidden: scores: the stub gets 3 points" in failures(repository)


def test_assignments_that_are_stale_absent_or_hold_a_file_too_many_are_said(repository):
    (absent,) = prove(repository).failures
    assert absent.startswith("assignments/tp4_ex1 is not current (LISEZMOI.md, check.py, expected.npz, ")
    assert prove(repository, release=True).failures == ()
    (repository / "assignments" / "tp4_ex1" / "corrige.py").write_text("x = 1")
    assert prove(repository).failures == (
        "assignments/tp4_ex1 is not current (corrige.py): run `autograder release tp4_ex1`",
    )


def test_a_leak_is_said_with_its_file_and_its_source(repository):
    diagnosis = "La normalisation est faite colonne par colonne"
    edit(
        repository / "solutions" / "tp4_ex1" / "lab.py",
        "# ## Pour finir\n",
        f"# ## Pour finir\n#\n# {diagnosis} : relis le rôle de `axis` dans `np.sum`.\n",
    )
    labs = [load_lab(repository / "solutions" / "tp4_ex1")]
    known = secrets(labs, points())
    assert public_texts(labs, points()) is not None
    said = failures(repository, known=known)
    assert re.search(r"leak: tp4_ex1\.py: tp4_ex1: diagnosis of columns: .*normalisation", said)
    assert "leak: tp4_ex1.zip/tp4_ex1/tp4_ex1.ipynb" in said
