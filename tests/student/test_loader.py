"""The loader: cells to a namespace, going on after errors, the same for references and submissions."""

import pytest

from autograder.student.loader import load


def run(*texts, **options):
    cells = [
        text if isinstance(text, dict) else {"text": text, "where": f"cellule {i}"}
        for i, text in enumerate(texts, 1)
    ]
    return load(cells, **options)


def test_an_error_costs_its_statement_and_not_what_stands_around_it():
    names, problems = run("a = 1\nb = 1 / 0\nc = 3", "d = 4")
    assert (names["a"], names["c"], names["d"]) == (1, 3, 4)
    assert "b" not in names
    assert [(p["type"], p["where"], p["line"], p["text"]) for p in problems] == [
        ("ZeroDivisionError", "cellule 1", 2, "b = 1 / 0")
    ]


def test_a_syntax_error_costs_its_cell_alone_and_says_where():
    names, problems = run("a = 1", "def f(:\n    pass", "c = 3")
    assert (names["a"], names["c"]) == (1, 3)
    assert [(p["type"], p["where"], p["line"]) for p in problems] == [("SyntaxError", "cellule 2", 1)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("print 'bonjour'\ndef f(): pass", "SyntaxError"),
        ("if True:\n\tx = 1\n        y = 2", "TabError"),
        ("x = '\0'", "SyntaxError"),
        ("x = '\ud800'", "UnicodeEncodeError"),
        ("x = " + "(" * 500 + ")" * 500, ""),
        ("x = 0777", "SyntaxError"),
        ("<<<<<<< HEAD\nx = 1", "SyntaxError"),
        ("«", "SyntaxError"),
    ],
    ids=["python 2", "tabs", "nul", "surrogate", "deep", "octal", "merge marks", "quote"],
)
def test_text_that_is_no_python_3_is_a_problem_of_its_cell(text, kind):
    names, problems = run("a = 1", text, "b = 2")
    assert (names["a"], names["b"]) == (1, 2)
    (problem,) = problems
    assert kind in (problem["type"], "")
    assert problem["where"] == "cellule 2"


def test_lines_are_those_of_the_file_where_a_cell_does_not_start_it():
    _, problems = run(
        {"text": "x = 1\ny = 1 / 0", "where": "tp.py", "line": 40},
        {"text": "def f(:", "where": "tp.py", "line": 90},
    )
    assert sorted(problem["line"] for problem in problems) == [42, 91]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("%matplotlib inline\na = 1", "a"),
        ("!pip install numpy\na = 1", "a"),
        ("if True:\n    !ls\n    a = 1", "a"),
        ("a = !ls", "a"),
        ("a = %timeit x", "a"),
        ("np.array?\na = 1", "a"),
        ("?np.array\na = 1", "a"),
        ("%%time\na = 1", "a"),
        ("%%timeit\na = 1", "a"),
    ],
)
def test_notebook_magics_are_dropped_and_the_rest_of_the_cell_runs(text, name):
    names, problems = run(text)
    assert not problems
    assert name in names


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%javascript", "%%writefile a.py", "\n %%latex"])
def test_a_cell_of_another_language_is_left_out(magic):
    names, problems = run(f"{magic}\na = 1", "b = 2")
    assert not problems
    assert "a" not in names
    assert names["b"] == 2


def test_python_that_only_looks_like_a_magic_is_untouched():
    names, problems = run("a = 7\nb = (a\n%4)\nc = '''\n%s\n!x'''")
    assert not problems
    assert (names["b"], names["c"]) == (3, "\n%s\n!x")


def test_cells_out_of_order_run_again_when_their_names_turn_up_even_in_a_chain():
    names, problems = run("c = b + 1", "b = a + 1", "a = 1")
    assert not problems
    assert (names["a"], names["b"], names["c"]) == (1, 2, 3)


def test_a_name_that_never_turns_up_is_one_problem():
    _, problems = run("b = introuvable + 1", "a = 1")
    assert [problem["type"] for problem in problems] == ["NameError"]


def test_a_stub_left_beside_the_answer_does_not_hide_it_in_either_order():
    stub, answer = (
        "def f():\n    '''doc'''\n    raise NotImplementedError('f : à compléter')",
        "def f():\n    return 1",
    )
    for texts in ((stub, answer), (answer, stub), (answer, stub, stub)):
        names, problems = run(*texts)
        assert not problems
        assert names["f"]() == 1


def test_the_last_of_two_answers_counts():
    names, _ = run("def f():\n    return 1", "def f():\n    return 2")
    assert names["f"]() == 2


def test_a_demo_waiting_for_a_stub_is_no_problem():
    _, problems = run("def f():\n    raise NotImplementedError\nf()", "f()")
    assert not problems


def test_a_demo_cell_that_was_changed_runs_for_its_definitions_only():
    text = (
        "import math\ndef g():\n    return 1\nx = 3\ny = g()\nprint('montre')\nfor i in range(3):\n   "
        " pass\nclass C:\n    pass"
    )
    names, problems = run({"text": text, "where": "montre", "definitions": True})
    assert not problems
    assert {"math", "g", "x", "C"} <= set(names)
    assert not {"y", "i"} & set(names)


@pytest.mark.parametrize(
    "error", ["SystemExit", "KeyboardInterrupt", "GeneratorExit", "MemoryError", "RecursionError"]
)
def test_no_exception_at_top_level_stops_the_cells_after_it(error):
    names, problems = run(f"raise {error}('stop')\na = 1", "b = 2")
    assert (names["a"], names["b"]) == (1, 2)
    assert [problem["type"] for problem in problems] == [error]


def test_an_endless_loop_at_top_level_ends_at_the_deadline_and_keeps_what_is_defined_around_it():
    names, problems = run("a = 1", "while True:\n    pass", "b = 2", seconds=0.3)
    assert names["a"] == 1
    assert [problem["status"] for problem in problems] == ["timeout"]
    assert problems[0]["where"] == "cellule 2"
    assert names["b"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "import otter\ngrader = otter.Notebook()\ngrader.check('q1')",
        "from google.colab import drive\ndrive.mount('/content')",
        "from IPython.display import display, Markdown\ndisplay(Markdown('x'))",
        "from check import check, demo\ncheck('softmax')\nwith demo():\n    raise NotImplementedError",
        "display(3)\nget_ipython().run_line_magic('matplotlib', 'inline')",
        "import ipywidgets as w\nw.interact(lambda x: x, x=3)",
        "from check import demo\nwith demo():\n    x = 1\n    raise NotImplementedError",
    ],
)
def test_notebook_modules_are_there_and_do_nothing(text):
    _, problems = run(text, packages=["numpy"])
    assert not problems


def test_a_demo_block_of_ours_does_not_swallow_other_errors():
    _, problems = run("from check import demo\nwith demo():\n    1 / 0", packages=[])
    assert [problem["type"] for problem in problems] == ["ZeroDivisionError"]


def test_tqdm_loops_over_what_it_was_given():
    names, problems = run(
        "from tqdm import tqdm, trange\na = list(tqdm([1, 2]))\nb = list(trange(3))\nc = [x for x in"
        " tqdm(range(2), desc='d')]"
    )
    assert not problems
    assert (names["a"], names["b"], names["c"]) == ([1, 2], [0, 1, 2], [0, 1])


def test_a_package_that_is_not_allowed_fails_by_name_on_every_machine_and_costs_only_that_import():
    names, problems = run(
        "import numpy as np\nimport jinja2\nimport json\nimport numpy.linalg\na = 1", packages=["numpy"]
    )
    assert [problem["message"] for problem in problems] == ["No module named 'jinja2'"]
    assert {"np", "json", "a"} <= set(names)


def test_an_allowed_package_may_import_what_it_likes_itself():
    _, problems = run("import jinja2", packages=["jinja2"])  # which imports markupsafe
    assert not problems


def test_dataclasses_and_annotations_work_in_the_namespace():
    text = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass P:\n    x:"
        " Inconnu = 1\np = P()"
    )
    names, problems = run(text)
    assert not problems
    assert names["p"].x == 1


def test_main_guard_does_not_run():
    names, problems = run("a = 1\nif __name__ == '__main__':\n    b = 2")
    assert not problems
    assert "b" not in names


def test_statements_can_be_skipped_and_are_announced_before_they_run():
    announced = []
    names, _ = run(
        "a = 1\nb = 2",
        "c = 3",
        skip={(0, 1)},
        on_statement=lambda cell, statement: announced.append((cell, statement)),
    )
    assert announced == [(0, 0), (1, 0)]
    assert "b" not in names


def test_messages_hold_no_address_that_changes_from_run_to_run():
    _, problems = run("raise ValueError(object())")
    assert "0x…" in problems[0]["message"]
