"""What the checks say: shapes, gaps and sums, never a hidden value."""

import re

import numpy as np
import pytest
from support.toys import judged, said, softmax, toy_table

from autograder import (
    Case,
    Question,
    agrees,
    follows_permutation,
    rows_sum_to_one,
    shape,
    unchanged,
    zero_where,
)
from autograder.judge.agreement import same_parts
from autograder.judge.words import number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.123456, "0,12"),
        (1.0, "1"),
        (0.0001, "0,0001"),
        (12345.6, "1,2e+04"),
        (np.nan, "nan"),
        (-0.5, "-0,5"),
    ],
)
def test_numbers_are_written_with_two_digits_and_a_comma(value, text):
    assert number(value) == text


def test_same_parts_takes_nan_for_nan_and_missing_for_missing():
    nan = np.array([1.0, np.nan])
    assert same_parts([nan, None, ["a"]], [nan.copy(), None, ["a"]], 1e-4)
    assert not same_parts([nan, None], [np.ones(2), None], 1e-4)
    assert not same_parts([nan, None], [nan, nan], 1e-4)
    assert not same_parts([nan], [nan, nan], 1e-4)
    assert not same_parts([["a"]], [["b"]], 1e-4)


def message(code, reference, checks, **changes):
    asked = {"id": "f", "title": "F", "call": "f", "inputs": {"X": "n d"}, **changes}
    table = toy_table(Question(reference=reference, checks=checks, **asked))
    return said(judged(table, f"import numpy as np\ndef f(X):\n    return {code}\n")["f"])


CASE = [Case("quelques mots", n=5, d=3)]


def test_a_message_says_the_call_the_case_and_the_shapes_of_the_inputs():
    assert "f(X), cas « quelques mots », entrées (5, 3) : " in message("X + 1", np.copy, [agrees(CASE)])


def test_a_wrong_shape_seen_by_values_alone_says_both_shapes():
    assert "forme (5, 3) attendue, (3,) obtenue" in message("X[0]", np.copy, [agrees(CASE)])


def test_a_scalar_where_a_matrix_is_asked_is_shown_as_an_empty_shape():
    assert "(5, 3) attendu, () obtenu" in message("X.sum()", np.copy, [shape(CASE)])


def test_the_part_is_named():
    both = {"parts": ("output", "A")}

    def reference(X):
        return X, X @ X.T

    assert "A de forme (5, 5) attendu, (5,) obtenu" in message(
        "X, X[:, 0]", reference, [shape(CASE, "A")], **both
    )
    assert re.search(
        r"\bA\b.*valeurs différentes, écart maximal 1 ",
        message("X, X @ X.T + 1", reference, [agrees(CASE, "A")], **both),
    )


def test_rounding_to_two_decimals_is_asked_about():
    assert "Arrondis-tu" in message("np.round(X, 2)", np.copy, [agrees(CASE)])
    assert "Arrondis-tu" not in message("X + 0.0123456", np.copy, [agrees(CASE)])


def test_the_number_of_words_is_said_but_not_the_words():
    asked = {"inputs": {"X": lambda draw: "un deux trois"}}

    def reference(X):
        return X.split()

    assert "3 mots attendus, 2 obtenus" in message("['un', 'deux']", reference, [agrees(CASE)], **asked)
    told = message("['a', 'b', 'c']", reference, [agrees(CASE)], **asked)
    assert "mais pas les mêmes" in told
    assert "deux" not in told


def test_no_message_holds_a_value_of_the_expected_answer():
    secret = 7.3219

    def reference(X):
        return np.full((5, 3), secret)

    for code in ("X", "X * np.nan", "X[0]", "None", "X + 7", "'x'"):
        assert "7,3" not in message(code, reference, [shape(CASE), agrees(CASE)]).replace(".", ",")


def test_row_sums_allow_n_times_the_tolerance_and_no_more():
    for extra, passes in ((2.5e-4, True), (4e-4, False)):
        told = message(f"np.full((5, 3), 1 / 3) + {extra} / 3", softmax, [rows_sum_to_one(CASE)])
        assert ("chaque ligne" not in told) is passes


def test_zero_where_looks_at_the_places_where_the_input_is_zero_and_nowhere_else():
    mask = np.array([[1.0, 1, 0], [1, 0, 0]])
    asked = {
        "inputs": {"X": "n d", "mask": mask},
        "reference": lambda X, mask: X * mask,
        "checks": [zero_where([Case("masqué", n=2, d=3)])],
    }
    table = toy_table(Question("f", "F", "f", **asked))
    for code, verdict in {
        "X * mask": "passed",
        "5 * X * mask": "passed",
        "0 * X": "passed",
        "X": "failed",
        "X * np.nan": "failed",
        "X[:, :2]": "failed",
        "X * mask + 1e-6": "passed",
        "None": "failed",
    }.items():
        judgement = judged(table, f"import numpy as np\ndef f(X, mask):\n    return {code}\n")["f"]
        assert [v.status for v in judgement.verdicts] == [verdict], code
    assert "là où le masque l'est" in said(judged(table, "def f(X, mask):\n    return X + 9\n")["f"])


def test_unchanged_holds_two_cases_against_each_other_on_what_they_have_in_common():
    short, long = (np.arange(6.0).reshape(3, 2), np.arange(12.0).reshape(3, 4))
    long[:, :2] = short
    first, second = Case("court", X=short), Case("long", X=long)
    table = toy_table(Question("f", "F", "f", {"X": None}, lambda X: X, [unchanged([first, second])]))
    for code, verdict in {
        "X": "passed",
        "2 * X": "passed",
        "X / X.shape[1]": "failed",
        "X - X.mean(axis=1, keepdims=True)": "failed",
        "X * np.nan": "failed",
        "X[:, 0] if X.shape[1] == 4 else X": "failed",
        "None": "failed",
    }.items():
        judgement = judged(table, f"import numpy as np\ndef f(X):\n    return {code}\n")["f"]
        assert [v.status for v in judgement.verdicts] == [verdict], code
    assert "change du cas « court » au cas « long »" in said(
        judged(table, "def f(X):\n    return X / X.shape[1]\n")["f"]
    )


def test_a_permutation_is_followed_along_the_axis_of_the_words():
    words = np.random.default_rng(0).standard_normal((2, 5))
    cases = Case("dans l'ordre", X=words), Case("à l'envers", X=words[:, ::-1].copy())
    table = toy_table(Question("f", "F", "f", {"X": None}, softmax, [follows_permutation(cases, axis=-1)]))
    for code, verdict in {
        "np.exp(X)": "passed",
        "np.cumsum(X, axis=1)": "failed",
        "X * np.arange(5)": "failed",
    }.items():
        judgement = judged(table, f"import numpy as np\ndef f(X):\n    return {code}\n")["f"]
        assert [v.status for v in judgement.verdicts] == [verdict], code
