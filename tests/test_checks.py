"""What the checks say: shapes, gaps and sums, never a hidden value."""

import re

import numpy as np
import pytest
from toys import judged, said, softmax, toy_table

from autograder.checks import number, same_parts
from autograder.question import Case, Question, agrees, rows_sum_to_one, shape


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.123456, "0,12"), (1.0, "1"), (0.0001, "0,0001"), (12345.6, "1,2e+04"), (np.nan, "nan"), (-0.5, "-0,5")],
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

    assert "A de forme (5, 5) attendu, (5,) obtenu" in message("X, X[:, 0]", reference, [shape(CASE, "A")], **both)
    assert re.search(r"\bA\b.*valeurs différentes, écart maximal 1 ", message("X, X @ X.T + 1", reference, [agrees(CASE, "A")], **both))


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
