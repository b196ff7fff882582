"""From questions to the answer table: seeds, cases, accepted readings, mistakes, carried errors."""

from types import SimpleNamespace

import numpy as np
import pytest
from support.repository import LABS, lab, table
from support.toys import softmax, toy_table

from autograder import OMIT, Accepted, Case, Mistake, Question, agrees, shape
from autograder.course.oracle import evaluate, substituted
from autograder.student.values import Seed

CASE = Case("un", n=5, d=3)


def question(**changes):
    asked = {
        "id": "f",
        "title": "F",
        "call": "f",
        "inputs": {"X": "n d"},
        "reference": np.copy,
        "checks": [agrees([CASE])],
    }
    return Question(**{**asked, **changes})


def test_every_case_of_every_question_has_random_inputs_of_its_own():
    cases = [Case("un", n=5, d=3), Case("deux", n=5, d=3)]
    f, g = toy_table(question(checks=[agrees(cases)]), question(id="g", checks=[agrees(cases)])).questions
    drawn = [row.cases[case][0] for row in (f, g) for case in ("un", "deux")]
    assert len({array.tobytes() for array in drawn}) == 4


def test_a_case_like_another_shares_its_draws_and_a_given_value_takes_the_place_of_one():
    like = Case("bis", like=CASE, Y=7)
    asked = question(inputs={"X": "n d", "Y": "d"}, reference=lambda X, Y: X, checks=[agrees([CASE, like])])
    (row,) = toy_table(asked).questions
    assert np.array_equal(row.cases["un"][0], row.cases["bis"][0])
    assert row.cases["bis"][1] == 7


def test_the_inputs_are_the_same_in_every_run_and_differ_between_the_tables():
    hidden, again, public = (
        toy_table(question(), hidden=which).questions[0].cases["un"][0] for which in (True, True, False)
    )
    assert np.array_equal(hidden, again)
    assert not np.allclose(hidden, public)


def test_a_hidden_case_stays_out_of_the_public_table_with_the_checks_that_look_only_at_it():
    hidden = Case("caché", hidden={"n": 4, "d": 3})
    asked = question(checks=[agrees([CASE, hidden]), agrees([hidden], id="secret")])
    (public,) = toy_table(asked, hidden=False).questions
    assert list(public.cases) == ["un"]
    assert [check.id for check in public.checks] == ["agrees"]
    assert list(toy_table(asked).questions[0].cases) == ["un", "caché"]


def test_an_omitted_argument_is_not_passed():
    asked = question(inputs={"X": "n d", "b": OMIT}, reference=lambda X, b=None: X)
    assert len(toy_table(asked).questions[0].cases["un"]) == 1


def test_a_seed_is_kept_as_a_seed_and_given_as_a_fresh_generator_to_every_answer():
    def draws(rng):
        return rng.standard_normal(3)

    asked = question(
        inputs={"rng": lambda draw: draw.seed()}, reference=draws, accepts=[Accepted("same", draws, "note")]
    )
    (row,) = toy_table(asked).questions
    assert isinstance(row.cases["un"][0], Seed)
    assert np.array_equal(row.answers[0].values["un"][0], row.answers[1].values["un"][0])


def test_a_function_that_changes_its_inputs_does_not_change_them_for_the_next():
    def spoil(X):
        X *= 0
        return X

    (row,) = toy_table(
        question(mistakes=[Mistake("spoil", spoil, "S", "D"), Mistake("copy", np.negative, "S", "D")])
    ).questions
    assert np.any(row.cases["un"][0])
    assert np.any(row.answers[2].values["un"][0])


def test_a_mistake_that_raises_is_kept_as_its_type_and_its_numbers():
    (row,) = toy_table(question(mistakes=[Mistake("wrong", lambda X: X @ X, "S", "D")])).questions
    assert row.answers[1].values["un"]["raised"] == "ValueError"
    assert {3, 5} <= set(row.answers[1].values["un"]["numbers"])


def test_a_reference_that_raises_is_an_error_of_ours():
    with pytest.raises(ValueError, match="matmul"):
        toy_table(question(reference=lambda X: X @ X))


def test_a_case_without_the_size_that_an_input_names_is_an_error_of_ours():
    with pytest.raises(KeyError):
        toy_table(question(inputs={"X": "n autre"}))


def composed():
    module = SimpleNamespace(softmax=softmax)
    module.f = lambda S: 2 * module.softmax(S)
    upstream = Question(
        "softmax", "S", call="softmax", inputs={"S": "n d"}, reference=softmax,
        checks=[shape([CASE]), agrees([CASE])],
        mistakes=[Mistake("columns", lambda S: softmax(S.T).T, "SYMPTÔME", "DIAGNOSTIC",
                          also=(lambda S: softmax(S.T).T + 1,))],
        accepts=[Accepted("halved", lambda S: softmax(S / 2), "note")],
    )  # fmt: skip
    return module, upstream, question(inputs={"S": "n d"}, reference=lambda S: module.f(S), uses=("softmax",))


def test_a_composed_answer_is_computed_with_every_upstream_reading():
    module, *asked = composed()
    row = toy_table(*asked, reference=module).question("f")
    (X,) = row.cases["un"]
    carried = [answer for answer in row.answers if answer.context == ("softmax:columns",)]
    assert np.allclose(carried[0].values["un"][0], 2 * softmax(X.T).T)
    assert carried[0].right
    assert carried[0].diagnosis == "DIAGNOSTIC"
    accepted = [answer for answer in row.answers if answer.kind == "accepted"]
    assert np.allclose(accepted[0].values["un"][0], 2 * softmax(X / 2))
    assert accepted[0].context == ()


def test_the_public_table_says_symptoms_only_even_of_carried_errors():
    module, *asked = composed()
    row = toy_table(*asked, reference=module, hidden=False).question("f")
    carried = next(answer for answer in row.answers if answer.context)
    assert (carried.symptom, carried.diagnosis) == ("SYMPTÔME", "")


def test_the_reference_is_itself_again_after_a_substitution_even_where_one_raised():
    module = SimpleNamespace(f=1, g=2)
    with pytest.raises(ZeroDivisionError), substituted(module, {"f": 3}):
        assert (module.f, module.g) == (3, 2)
        raise ZeroDivisionError
    assert module.f == 1


def test_evaluating_is_silent_about_overflow_and_division_by_zero(recwarn):
    values = evaluate(lambda X: np.exp(X) / 0, {"un": (np.full(3, 1e6),)}, None, False)
    assert np.isinf(values["un"][0]).all()
    assert not recwarn.list


@pytest.mark.parametrize("name", LABS)
def test_the_sizes_of_an_array_in_a_real_case_differ_so_that_a_transpose_shows(name):
    """Square by design: the main cases of scores and softmax, the weights that are drawn, and W_q."""
    square = {"softmax", "show", "plot", "text_query", "text_attention"}
    for row in table(name).questions:
        for case, arguments in row.cases.items():
            for array in arguments:
                if isinstance(array, np.ndarray) and array.ndim == 2 and row.id not in square:
                    assert len(set(array.shape)) == 2, f"{row.id}, {case}: {array.shape}"


@pytest.mark.parametrize("name", LABS)
def test_the_hidden_and_public_tables_of_a_real_lab_share_no_array(name):
    def arrays(shown):
        return {
            a.tobytes()
            for row in shown.questions
            for given in row.cases.values()
            for a in given
            if isinstance(a, np.ndarray)
        }

    assert not arrays(table(name)) & arrays(table(name, hidden=False))


@pytest.mark.parametrize("name", LABS)
def test_every_mistake_of_a_real_lab_has_two_texts_that_differ_and_an_id_of_its_own(name):
    for asked in lab(name).questions:
        variants = [*getattr(asked, "mistakes", ()), *getattr(asked, "accepts", ())]
        assert len({variant.id for variant in variants}) == len(variants), asked.id
        for mistake in getattr(asked, "mistakes", ()):
            assert mistake.symptom.strip()
            assert mistake.diagnosis.strip()
            assert mistake.symptom != mistake.diagnosis
