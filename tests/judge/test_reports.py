"""What a hidden call reports is told without what it was given."""

import pytest

from autograder.judge.reports import discreet

LINE = "raise ValueError(Q.tolist())"


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("matmul: (size 5 is different from 3)", "matmul: (size 5 is different from 3)"),
        ("shapes (5,3) and (5,3) not aligned", "shapes (5,3) and (5,3) not aligned"),
        ("0.1257302210933933", "…"),
        ("[0.12, -1.5e-07]", "…"),
        ("1257302210933933", "…"),
        ("index 7 is out of bounds", "index 7 is out of bounds"),
    ],
)
def test_the_words_of_an_exception_keep_sizes_and_lose_values(message, kept):
    report = discreet({"status": "raised", "type": "ValueError", "message": message}, [])
    assert report["message"] == kept


def test_a_type_that_python_does_not_have_could_say_anything():
    assert discreet({"type": "Value0x12", "message": ""}, [])["type"] == "Exception"
    assert discreet({"type": "LinAlgError", "message": ""}, [])["type"] == "LinAlgError"


def test_a_line_is_shown_only_where_it_is_the_submissions_own():
    report = {"type": "ValueError", "message": "", "text": LINE, "where": "a.py", "line": 12}
    cells = [{"text": f"def f(Q):\n    {LINE}\n", "where": "a.py", "line": 10}]
    assert discreet(report, cells) == report
    for key, forged in (
        ("where", "0.12573"),
        ("line", 1),
        ("line", "0.12573"),
        ("line", [2]),
        ("text", "0.12573"),
    ):
        assert not {"where", "line", "text"} & set(discreet({**report, key: forged}, cells))
