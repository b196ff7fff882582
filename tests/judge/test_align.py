"""Fitting what came back to the parts that a question names."""

import numpy as np
import pytest

from autograder.judge.align import align, numeric

OUT, A = np.arange(6.0).reshape(3, 2), np.arange(9.0).reshape(3, 3)
HEADS = np.arange(18.0).reshape(2, 3, 3)


@pytest.mark.parametrize(
    "value",
    [
        (OUT, A), [OUT, A], {"output": OUT, "A": A}, {"A": A, "output": OUT}, ((OUT, A),),
        [[OUT.tolist(), A.tolist()]], (OUT[None], A[None]), (OUT, A, "surplus"), (A, OUT),
        (OUT.astype(np.float32), A.astype(int)), {"x": OUT, "y": A},
    ],
)  # fmt: skip
def test_two_parts_are_found_in_every_reasonable_structure(value):
    parts, _ = align(value, (OUT, A), ("output", "A"))
    assert np.array_equal(parts[0], OUT)
    assert np.array_equal(parts[1], A)


def test_what_is_missing_is_missing_and_no_more():
    assert align(OUT, (OUT, A))[0][1] is None
    assert align(A, (OUT, A))[0][0] is None
    assert align((OUT, None), (OUT, A))[0][1] is None
    assert align(None, (OUT, A))[0] == [None, None]
    for nothing in ((), [], {}):
        assert [part is None or part.size == 0 for part in align(nothing, (OUT, A))[0]] == [True, True]


def test_equal_shapes_keep_the_order_they_came_in():
    parts, notes = align((A + 1, A), (A, A + 1))
    assert np.array_equal(parts[0], A + 1)
    assert not notes


def test_three_matrices_stacked_in_one_array_are_three_parts():
    parts, _ = align(np.stack([A, A + 1, A + 2]), (A, A, A))
    assert [part[0, 0] for part in parts] == [0, 1, 2]


@pytest.mark.parametrize(
    "value",
    [
        HEADS,
        list(HEADS),
        tuple(HEADS),
        HEADS.tolist(),
        {"tête 1": HEADS[0], "tête 2": HEADS[1]},
        HEADS[None],
        (HEADS, "surplus"),
        [HEADS],
    ],
)
def test_heads_are_one_array_whether_stacked_listed_or_in_a_dict(value):
    parts, _ = align(value, (HEADS,))
    assert np.array_equal(parts[0], HEADS)


def test_the_notes_say_what_was_accepted():
    assert "autre ordre" in align((A, OUT), (OUT, A))[1][0]
    assert "surplus" in align((OUT, A, OUT), (OUT, A))[1][0]
    assert "longueur 1" in align(OUT[None], (OUT,))[1][0]
    assert "liste" in align(list(HEADS), (HEADS,))[1][0]
    assert align((OUT, A), (OUT, A))[1] == []


def test_a_column_is_not_a_vector_and_a_matrix_is_not_squeezed_in_the_middle():
    assert align(np.ones((3, 1)), (np.ones(3),))[0][0].shape == (3, 1)
    assert align(np.ones((3, 1, 2)), (OUT,))[0][0].shape == (3, 1, 2)


@pytest.mark.parametrize("value", [["Le", "chat"], ("Le", "chat")])
def test_words_are_a_list_of_text(value):
    assert align(value, (["Le", "chat"],))[0] == [["Le", "chat"]]


@pytest.mark.parametrize("value", ["Le chat", 3, [1, 2], ["Le", 2], A])
def test_what_is_no_list_of_text_is_no_words(value):
    assert align(value, (["Le", "chat"],))[0] == [None]


@pytest.mark.parametrize(
    "value", [None, "1", {"a": 1}, [1, "2"], [[1, 2], [3]], [None], [b"1"], 1j, [10**400]]
)
def test_what_is_not_numbers_is_no_array(value):
    assert numeric(value) is None


@pytest.mark.parametrize("value", [True, 3, 2.5, [1, 2], np.float32(1), np.array([True]), [[]]])
def test_numbers_of_every_kind_become_float64(value):
    assert numeric(value).dtype == np.float64


WORDS, WEIGHTS = ["bon", "film", "!"], np.array([0.5, 0.3, 0.2])


@pytest.mark.parametrize(
    "value",
    [
        list(zip(WORDS, WEIGHTS)), [[w, float(p)] for w, p in zip(WORDS, WEIGHTS)], dict(zip(WORDS, WEIGHTS)),
        (WORDS, WEIGHTS), list(zip(WEIGHTS, WORDS)), {"words": WORDS, "weights": WEIGHTS},
        tuple(zip(WORDS, WEIGHTS)),
        (WEIGHTS, WORDS),
    ],
)  # fmt: skip
def test_words_with_numbers_are_rows_or_columns(value):
    parts, _ = align(value, (WORDS, WEIGHTS), ("words", "weights"))
    assert parts[0] == WORDS
    assert np.allclose(parts[1], WEIGHTS)


def test_two_words_with_their_numbers_are_rows_or_columns_too():
    for value in ([("bon", 0.7), ("film", 0.3)], (["bon", "film"], [0.7, 0.3])):
        parts, _ = align(value, (["bon", "film"], np.array([0.7, 0.3])))
        assert parts[0] == ["bon", "film"]
        assert np.allclose(parts[1], [0.7, 0.3])


@pytest.mark.parametrize("value", [["bon", "film"], [("bon",), ("film",)], [1, 2], "bon", None, []])
def test_rows_of_something_else_are_not_taken_for_columns(value):
    parts, _ = align(value, (["bon", "film", "!"], WEIGHTS))
    assert parts[0] is None or parts[1] is None or parts[1].size == 0
