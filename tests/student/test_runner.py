"""One call of a student's function: a report and a plain value, whatever the function does."""

import numpy as np
import pytest

from autograder.student.calls import Outcome
from autograder.student.loader import load
from autograder.student.runner import call, variable
from autograder.student.values import Seed


def run(code, *arguments, name="f", seconds=5.0):
    namespace, problems = load([{"text": "import numpy as np\n" + code, "where": "copie"}])
    assert not problems
    return call(namespace, name, list(arguments), seconds)


def test_a_value_comes_back_plain():
    outcome = run("def f(X):\n    return {'a': X, 1: (np.float32(2), [np.int64(3)])}", np.ones(2))
    assert outcome.report == {"status": "value", "changed": [], "figure": ""}
    assert outcome.value["1"] == (2.0, [3])


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("g = 1", "missing"),
        ("f = 1", "missing"),
        ("f = None", "missing"),
        ("def f(X):\n    raise NotImplementedError('à compléter')", "unwritten"),
        (
            "import codecs\ndef f(X):\n    return codecs.Codec().encode(X)",
            "raised",
        ),  # a NotImplementedError of a library's
        ("def f(X):\n    return 1 / 0", "raised"),
        ("def f(X):\n    raise SystemExit", "raised"),
        ("def f(X):\n    raise KeyboardInterrupt", "raised"),
        ("def f(X):\n    while True: pass", "timeout"),
        ("def f(X):\n    raise MemoryError", "memory"),
        ("def f(X):\n    return object()", "unreadable"),
        ("def f(X):\n    return f", "unreadable"),
        ("def f(X):\n    return np.array([object()])", "unreadable"),
        ("def f(X):\n    return (x / 0 for x in [1])", "unreadable"),
        (
            "class E(Exception):\n    def __str__(self):\n        raise ValueError\ndef f(X):\n    raise E",
            "raised",
        ),
        (
            "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef f(X):\n    raise E",
            "raised",
        ),
    ],
)
def test_whatever_goes_wrong_is_a_status_and_no_exception_of_ours(code, status):
    outcome = run(code, np.ones(2), seconds=0.3)
    assert outcome.status == status
    assert outcome.value is None


def test_an_error_says_where_it_came_from_in_the_students_own_code():
    code = "def helper(X):\n    return np.linalg.inv(X)\ndef f(X):\n    return helper(X)"
    report = run(code, np.zeros((2, 2))).report
    place = {"type": "LinAlgError", "where": "copie", "line": 3, "text": "return np.linalg.inv(X)"}
    assert place.items() <= report.items()


def test_a_seed_becomes_a_fresh_generator_each_time():
    code = "def f(rng):\n    return rng.standard_normal(3)"
    first, second = (run(code, Seed(5)).value for _ in range(2))
    assert np.array_equal(first, second)
    assert np.array_equal(first, np.random.default_rng(5).standard_normal(3))


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("X[0] = 9", [0]),
        ("X += 1", [0]),
        ("X = X + 1", []),
        ("heads[0][0][:] = 0", [1]),
        ("heads.append(1)", [1]),
        ("heads[0] = None", [1]),
        ("words.sort()", [2]),
        ("words[0] = None", [2]),
        ("X.shape = (3, 1)", [0]),
        ("X[0] = np.nan", [0]),
        ("settings['a'] = {}", [3]),
        ("settings.clear()", [3]),
    ],
)
def test_arguments_changed_in_place_are_listed_and_ours_stay_as_they_were(body, changed):
    X, heads, words, settings = np.arange(3.0), [(np.ones(2), np.ones(2))], ["b", "a"], {"a": np.ones(2)}
    code = f"def f(X, heads, words, settings):\n    {body}\n    return 1"
    outcome = run(code, X, heads, words, settings)
    assert outcome.status == "value"
    assert outcome.report["changed"] == changed
    assert np.array_equal(X, np.arange(3.0))
    assert words == ["b", "a"]
    assert len(heads) == 1
    assert np.array_equal(heads[0][0], np.ones(2))
    assert list(settings) == ["a"]


def test_nan_in_an_argument_is_not_taken_for_a_change():
    assert run("def f(X):\n    return X", np.array([np.nan, 1.0])).report["changed"] == []


def test_a_variable_is_read_like_a_value():
    assert variable({"answer": "b"}, "answer", 1.0) == Outcome({"status": "value"}, "b")
    assert variable({}, "answer", 1.0) == Outcome({"status": "missing", "name": "answer"})
    assert variable({"answer": object()}, "answer", 1.0).status == "unreadable"
