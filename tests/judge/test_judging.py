"""The judge: verdicts, points and sentences, for one question or several that use each other."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from support.toys import judged, said, softmax, toy_table, verdicts

from autograder import (
    Accepted,
    Case,
    FreeText,
    Mistake,
    Question,
    agrees,
    distinct,
    feels_position,
    follows_permutation,
    reproducible,
    rows_sum_to_one,
    rows_sum_to_zero,
    shape,
    spread,
)
from autograder.course.lab import Lab
from autograder.course.oracle import carrier
from autograder.judge.judging import judge

CASE = [Case("ordinaire", n=5, m=4, d=3)]


def product(**changes):
    """One question, one part: P = A @ B."""
    asked = {
        "id": "product", "title": "Produit", "call": "product", "inputs": {"A": "n d", "B": "d m"},
        "reference": lambda A, B: A @ B, "checks": [shape(CASE, dims="n m"), agrees(CASE)],
        "mistakes": [
            Mistake("doubled", lambda A, B: 2 * A @ B, "SYMPTÔME double", "DIAGNOSTIC double"),
            Mistake("swapped", lambda A, B: B @ A, "SYMPTÔME ordre", "DIAGNOSTIC ordre"),
            Mistake("turned", lambda A, B: (A @ B).T, "SYMPTÔME transposé", "DIAGNOSTIC transposé"),
        ],
        "accepts": [Accepted("negative", lambda A, B: -(A @ B), "Signe opposé : accepté.")],
    }  # fmt: skip
    return Question(**{**asked, **changes})


def answer(expression, table=None):
    table = table or toy_table(product())
    return judged(table, f"import numpy as np\ndef product(A, B):\n    return {expression}\n")["product"]


def test_the_right_answer_gets_every_point_and_says_nothing():
    judgement = answer("A @ B")
    assert judgement.points == judgement.out_of == 20
    assert {verdict.status for verdict in judgement.verdicts} == {"passed"}
    assert not said(judgement).strip(" |")


def test_a_wrong_shape_closes_the_gate_and_says_both_shapes_but_no_value():
    judgement = answer("np.zeros((2, 7))")
    assert [v.status for v in judgement.verdicts] == ["failed", "not_reached"]
    assert judgement.points == 0
    assert "(5, 4) = (n, m) attendu, (2, 7) obtenu" in said(judgement)
    assert "entrées (5, 3) (3, 4)" in said(judgement)


@pytest.mark.parametrize("value", ["np.nan", "np.inf", "-np.inf"])
def test_one_nan_or_infinity_among_right_values_fails(value):
    judgement = answer(f"np.where(np.arange(20).reshape(5, 4) == 7, {value}, A @ B)")
    assert verdicts(judgement)["shape"].status == "passed"
    assert verdicts(judgement)["agrees"].status == "failed"
    assert "nan ou des infinis" in said(judgement)


@pytest.mark.parametrize(("by", "points"), [(0.9e-4, 20), (-0.9e-4, 20), (2.5e-4, 10)])
def test_the_tolerance_is_absolute_and_relative(by, points):
    table = toy_table(product(reference=lambda A, B: np.ones((5, 4)), mistakes=[], accepts=[]))
    assert answer(f"np.ones((5, 4)) + {by}", table).points == points
    large = toy_table(product(reference=lambda A, B: np.full((5, 4), 1e6), mistakes=[], accepts=[]))
    assert answer(f"np.full((5, 4), 1e6 * (1 + {by}))", large).points == points


def test_a_mistake_is_named_by_its_diagnosis_in_the_hidden_table_and_its_symptom_in_the_public_one():
    hidden, public = answer("2 * A @ B"), answer("2 * A @ B", toy_table(product(), hidden=False))
    assert verdicts(hidden)["agrees"].mistake == verdicts(public)["agrees"].mistake == "doubled"
    assert verdicts(hidden)["agrees"].hint == "DIAGNOSTIC double"
    assert verdicts(public)["agrees"].hint == "SYMPTÔME double"
    assert hidden.recognised == ("product:doubled",)


def test_a_mistake_of_another_shape_is_named_at_the_gate():
    assert verdicts(answer("(A @ B).T"))["shape"].mistake == "turned"


def test_an_unknown_wrong_answer_says_the_gap_with_two_digits_and_names_nothing():
    judgement = answer("A @ B + 0.123456")
    assert verdicts(judgement)["agrees"].mistake == ""
    assert "écart maximal 0,12 (toléré : 0,0001)" in said(judgement)


def test_a_mistake_that_raises_is_named_by_the_type_and_the_numbers_of_its_message():
    for expression in ("B @ A", "np.matmul(B, A)"):
        judgement = answer(expression)
        assert [v.status for v in judgement.verdicts] == ["raised", "raised"]
        assert {v.mistake for v in judgement.verdicts} == {"swapped"}
        assert "ValueError" in said(judgement)


@pytest.mark.parametrize(
    "statement",
    [
        "raise TypeError('sizes 3 4 5')",
        "raise ValueError('size 9 is different from 8')",
        "raise ValueError('')",
    ],
)
def test_another_exception_is_not_taken_for_the_mistake_that_raises(statement):
    code = f"def product(A, B):\n    {statement}\n"
    judgement = judged(toy_table(product()), code)["product"]
    assert {v.mistake for v in judgement.verdicts} == {""}
    assert f"copie.py, ligne 2 : `{statement}`" in said(judgement)


def test_an_accepted_reading_gets_every_point_with_its_note():
    judgement = answer("-A @ B")
    assert judgement.points == 20
    assert verdicts(judgement)["agrees"].note == "Signe opposé : accepté."


def test_right_in_one_case_and_accepted_in_another_is_wrong():
    two = [*CASE, Case("autre", n=6, m=4, d=3)]
    table = toy_table(product(checks=[agrees(two)], mistakes=[]))
    code = "def product(A, B):\n    return A @ B if len(A) == 5 else -(A @ B)\n"
    judgement = judged(table, code)["product"]
    assert judgement.points == 0
    assert "variable globale" in said(judgement)


STATE = """
calls = []
def product(A, B):
    calls.append(1)
    return A @ B {}
"""


def test_right_on_the_first_call_and_wrong_on_the_second_is_wrong_and_says_that_it_wavers():
    judgement = judged(toy_table(product()), STATE.format("* len(calls)"))["product"]
    assert verdicts(judgement)["agrees"].status == "failed"
    assert "deux appels avec les mêmes entrées" in said(judgement)


def test_wrong_on_the_first_call_and_right_on_the_second_is_wrong_too():
    judgement = judged(toy_table(product()), STATE.format("* (2 if len(calls) == 1 else 1)"))["product"]
    assert verdicts(judgement)["agrees"].status == "failed"


def test_raising_on_the_second_call_alone_is_an_error():
    code = (
        "n = []\ndef product(A, B):\n    n.append(1)\n    if len(n) > 1: raise KeyError('encore')\n    return"
        " A @ B\n"
    )
    judgement = judged(toy_table(product()), code)["product"]
    assert judgement.points == 0
    assert "KeyError" in said(judgement)


@pytest.mark.parametrize(
    ("code", "verdict", "sentence"),
    [
        ("x = 1\n", "missing", "n'existe pas"),
        ("product = 3\n", "missing", "n'existe pas"),
        ("def product(A, B):\n    raise NotImplementedError\n", "unwritten", "encore à écrire"),
        ("def product(A, B):\n    print(A @ B)\n", "failed", "renvoie None"),
        ("def product(A):\n    return A\n", "raised", "TypeError"),
        ("def product(A, B, C):\n    return A @ B\n", "raised", "TypeError"),
        ("class product:\n    def __init__(self, A, B): pass\n", "unreadable", "(product)"),
        ("def product(A, B):\n    return 1j * (A @ B)\n", "unreadable", "complex"),
        ("def product(A, B):\n    raise SystemExit(0)\n", "raised", "SystemExit"),
        ("def product(A, B):\n    return product(A, B)\n", "raised", "RecursionError"),
        ("def product(A, B):\n    return A[100]\n", "raised", "IndexError"),
    ],
)
def test_every_way_to_give_no_value_has_its_verdict_and_its_sentence(code, verdict, sentence):
    judgement = judged(toy_table(product()), code)["product"]
    assert {v.status for v in judgement.verdicts} == {verdict}
    assert sentence in said(judgement)
    assert judgement.points == 0


def test_text_where_numbers_are_asked_is_wrong_and_says_so():
    judgement = answer("'bonjour'")
    assert judgement.points == 0
    assert "n'est pas du type attendu" in said(judgement)


def test_a_call_that_never_came_is_our_fault_not_a_zero_of_the_student():
    (judgement,) = judge({}, toy_table(product()))
    assert {v.status for v in judgement.verdicts} == {"internal_error"}


def test_inputs_changed_in_place_with_right_values_is_full_marks_with_a_note():
    code = "def product(A, B):\n    P = A @ B\n    A[:] = 0\n    B *= 3\n    return P\n"
    judgement = judged(toy_table(product()), code)["product"]
    assert judgement.points == 20
    assert any("modifie ses entrées" in note for note in judgement.notes)


def test_float32_and_four_decimals_are_full_marks_with_a_note():
    for expression in ("(A @ B).astype('float32')", "np.round(A @ B, 4)"):
        judgement = answer(expression)
        assert judgement.points == 20
        assert any("arrondies" in note for note in judgement.notes)


def test_a_leading_axis_of_length_one_is_accepted_with_a_note_but_not_a_trailing_one():
    batched = answer("(A @ B)[None]")
    assert batched.points == 20
    assert any("longueur 1" in note for note in batched.notes)
    assert answer("(A @ B)[..., None]").points == 0


def test_a_transposed_square_result_is_wrong():
    square = [Case("carré", n=4, m=4, d=3)]
    table = toy_table(product(checks=[shape(square), agrees(square)]))
    judgement = answer("(A @ B).T", table)
    assert verdicts(judgement)["agrees"].mistake == "turned"


# ---- several parts

PARTS = [Case("parties", n=5, d=3, k=2)]


def pair(**changes):
    asked = {
        "id": "pair", "title": "Deux parties", "call": "pair", "inputs": {"X": "n d", "W": "d k"},
        "parts": ("output", "A"), "reference": lambda X, W: (X @ W, X @ X.T),
        "checks": [
            shape(PARTS, "output"), agrees(PARTS, "output", id="output"), agrees(PARTS, "A", id="weights"),
        ],
        "mistakes": [Mistake("flat", lambda X, W: (X @ W, np.ones((5, 5))), "SYMPTÔME", "DIAGNOSTIC")],
    }  # fmt: skip
    return Question(**{**asked, **changes})


def parts(expression, question=None):
    return judged(
        toy_table(question or pair()), f"import numpy as np\ndef pair(X, W):\n    return {expression}\n"
    )["pair"]


@pytest.mark.parametrize(
    ("expression", "note"),
    [
        ("X @ W, X @ X.T", ""),
        ("[X @ W, X @ X.T]", ""),
        ("{'output': X @ W, 'A': X @ X.T}", ""),
        ("(X @ W).tolist(), (X @ X.T).tolist()", ""),
        ("X @ X.T, X @ W", "autre ordre"),
        ("X @ W, X @ X.T, X, W", "surplus"),
        ("(X @ W)[None], (X @ X.T)[None]", "longueur 1"),
    ],
)
def test_two_parts_are_taken_in_any_reasonable_structure(expression, note):
    judgement = parts(expression)
    assert judgement.points == judgement.out_of, said(judgement)
    assert note in " ".join(judgement.notes)


def test_one_part_alone_loses_only_what_the_other_was_worth():
    judgement = parts("X @ W")
    assert {check: v.status for check, v in verdicts(judgement).items()} == {
        "shape": "passed", "output": "passed", "weights": "failed",
    }  # fmt: skip
    assert "A n'est pas dans ce que tu renvoies" in said(judgement)


def test_the_second_part_alone_is_recognised_by_its_shape():
    assert verdicts(parts("X @ X.T"))["weights"].status == "passed"


def test_a_pair_of_equal_shapes_is_never_swapped_behind_the_students_back():
    square = [Case("parties", n=5, d=5, k=5)]
    question = pair(checks=[agrees(square, "output", id="output"), agrees(square, "A", id="weights")])
    assert parts("X @ X.T, X @ W", question).points == 0


def test_a_mistake_in_one_part_is_named_there_and_the_other_part_keeps_its_points():
    judgement = parts("X @ W, np.ones((5, 5))")
    assert verdicts(judgement)["output"].status == "passed"
    assert verdicts(judgement)["weights"].mistake == "flat"


def test_a_gate_over_all_parts_closes_only_the_wrong_ones():
    question = pair(checks=[
        shape(PARTS), agrees(PARTS, "output", id="output"), agrees(PARTS, "A", id="weights"),
    ])  # fmt: skip
    found = verdicts(parts("X @ W, np.ones(3)", question))
    assert [found[check].status for check in ("shape", "output", "weights")] == [
        "failed",
        "passed",
        "not_reached",
    ]


# ---- errors carried


def chain():
    """Two questions, the second composed of the first; and the module they live in."""
    module = SimpleNamespace(softmax=softmax)
    module.attend = lambda S, V: module.softmax(S) @ V
    first = Question(
        "softmax", "Softmax", call="softmax", inputs={"S": "n n"}, reference=softmax,
        checks=[rows_sum_to_one(CASE), agrees(CASE)],
        mistakes=[
            Mistake("columns", lambda S: softmax(S.T).T, "SYMPTÔME colonnes", "DIAGNOSTIC colonnes"),
            Mistake("wide", lambda S: np.hstack([softmax(S)] * 2), "SYMPTÔME large", "DIAGNOSTIC large"),
        ],
        accepts=[Accepted("halved", lambda S: softmax(S / 2), "Scores divisés par 2 : accepté.")],
    )  # fmt: skip
    second = Question(
        "attend", "Attention", call="attend", inputs={"S": "n n", "V": "n d"},
        reference=lambda S, V: module.attend(S, V), uses=("softmax",), checks=[shape(CASE), agrees(CASE)],
        mistakes=[
            Mistake("turned", lambda S, V: module.softmax(S).T @ V, "SYMPTÔME tourné", "DIAGNOSTIC tourné"),
        ],
    )  # fmt: skip
    third = Question(
        "twice", "Deux fois", call="twice", inputs={"S": "n n", "V": "n d"},
        reference=lambda S, V: 2 * module.attend(S, V), uses=("attend",), checks=[agrees(CASE)],
    )  # fmt: skip
    return module, first, second, third


@pytest.fixture(scope="module")
def chained():
    module, *questions = chain()
    return toy_table(*questions, reference=module)


@pytest.fixture(scope="module")
def carry(chained):
    module, *questions = chain()
    return carrier(Lab("toy", "Un TP", Path("toy"), (), module, tuple(questions)), chained)


RIGHT = """
import numpy as np
def softmax(S, axis=-1):
    e = np.exp(S - S.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
def attend(S, V):
    return softmax(S) @ V
def twice(S, V):
    return 2 * attend(S, V)
"""


def test_an_error_upstream_is_paid_for_once_and_named_as_carried(chained):
    found = judged(chained, RIGHT.replace("axis=-1", "axis=0"))
    assert verdicts(found["softmax"])["agrees"].mistake == "columns"
    assert found["softmax"].points == 0
    for name in ("attend", "twice"):
        assert found[name].points == found[name].out_of, said(found[name])
        assert verdicts(found[name])["agrees"].carried == ("softmax:columns",)
        assert "Erreur reportée" in said(found[name])
        assert "« softmax »" in said(found[name])


def test_an_accepted_reading_upstream_is_full_marks_downstream_with_its_note(chained):
    found = judged(chained, RIGHT.replace("S - S.max", "S / 2 - S.max").replace("S.max(", "(S / 2).max("))
    assert [judgement.points == judgement.out_of for judgement in found.values()] == [True] * 3
    assert "Scores divisés par 2" in said(found["attend"])
    assert "Erreur reportée" not in said(found["attend"])


def test_a_mistake_made_inside_a_composed_function_is_named_there_and_carried_further(chained):
    inside = "def attend(S, V):\n    return (np.exp(S) / np.exp(S).sum(axis=0)) @ V\n"
    found = judged(chained, RIGHT.replace("def attend(S, V):\n    return softmax(S) @ V\n", inside))
    assert found["softmax"].points == found["softmax"].out_of
    assert verdicts(found["attend"])["agrees"].mistake == "softmax:columns"
    assert verdicts(found["attend"])["agrees"].hint == "DIAGNOSTIC colonnes"
    assert found["attend"].points < found["attend"].out_of
    assert found["twice"].points == found["twice"].out_of
    assert "Erreur reportée" in said(found["twice"])


def test_an_error_is_not_carried_to_a_student_whose_upstream_function_is_right(chained):
    """The composed answer of an upstream mistake is not free marks for those who did not make it there."""
    inside = "def twice(S, V):\n    return 2 * (np.exp(S) / np.exp(S).sum(axis=0)) @ V\n"
    found = judged(chained, RIGHT.replace("def twice(S, V):\n    return 2 * attend(S, V)\n", inside))
    assert found["twice"].points == 0
    assert verdicts(found["twice"])["agrees"].mistake == "softmax:columns"


def test_a_mistake_of_ones_own_on_top_of_a_carried_error_still_costs_and_is_named(chained, carry):
    code = RIGHT.replace("axis=-1", "axis=0").replace("return softmax(S) @ V", "return softmax(S).T @ V")
    found = judged(chained, code, carry=carry)
    assert verdicts(found["attend"])["agrees"].mistake == "turned"


def test_several_errors_upstream_are_carried_together(chained, carry):
    code = RIGHT.replace("axis=-1", "axis=0").replace("return softmax(S) @ V", "return softmax(S).T @ V")
    found = judged(chained, code, carry=carry)
    assert found["twice"].points == found["twice"].out_of
    assert set(verdicts(found["twice"])["agrees"].carried) == {"softmax:columns", "attend:turned"}
    assert judged(chained, code)["twice"].points == 0  # the table alone does not hold them


def test_what_upstream_errors_lead_to_is_asked_only_where_it_may_change_something(chained):
    asked = []

    def carry(question, recognised):
        asked.append((question, recognised))
        return ()

    judged(chained, RIGHT, carry=carry)
    judged(chained, RIGHT.replace("axis=-1", "axis=0"), carry=carry)  # the table knows it
    judged(
        chained, RIGHT.replace("return softmax(S) @ V", "return S @ V"), carry=carry
    )  # nothing upstream is wrong
    assert asked == []
    judged(chained, RIGHT.replace("axis=-1", "axis=0").replace("2 * attend", "3 * attend"), carry=carry)
    assert asked == [("twice", ("softmax:columns",))]


def test_a_student_who_repairs_an_upstream_error_downstream_is_right(chained):
    code = RIGHT.replace("axis=-1", "axis=0").replace("return softmax(S) @ V", "return softmax(S, -1) @ V")
    found = judged(chained, code)
    assert found["softmax"].points == 0
    assert found["attend"].points == found["attend"].out_of
    assert "Erreur reportée" not in said(found["attend"])


# ---- other kinds of check


def one_check(check, reference, code, **changes):
    changes = {"inputs": {"X": "n d"}, **changes}
    question = Question("f", "F", call="f", reference=reference, checks=[check], **changes)
    return judged(toy_table(question), f"import numpy as np\n{code}\n")["f"]


@pytest.mark.parametrize(
    ("body", "passes", "sentence"),
    [
        ("np.full((5, 3), 1 / 3)", True, ""),
        ("np.full((5, 3), 1 / 5)", False, "chaque ligne doit sommer à 1 ; une ligne somme à 0,6"),
        ("np.array([[2.0, -1.0, 0.0]] * 5)", False, "entre 0 et 1"),
        ("np.array([[np.nan, 0.5, 0.5]] * 5)", False, "nan"),
        ("np.zeros((5, 0))", False, "attendu"),
        ("np.float64(1.0)", False, "attendu"),
    ],
)
def test_rows_sum_to_one_wants_a_row_stochastic_matrix(body, passes, sentence):
    judgement = one_check(rows_sum_to_one(CASE), softmax, f"def f(X):\n    return {body}")
    assert (judgement.points > 0) is passes
    assert sentence in said(judgement)


def test_rows_sum_to_zero_wants_differences_of_weights():
    def reference(X):
        return softmax(X) - softmax(-X)

    assert one_check(rows_sum_to_zero(CASE), reference, "def f(X):\n    return X - X").points == 20
    assert one_check(rows_sum_to_zero(CASE), reference, "def f(X):\n    return X").points == 0


PERMUTED = Case("mots", n=5, d=3)
BACKWARDS = Case("mots à l'envers", like=PERMUTED, X=lambda draw: draw.normal("n d")[::-1])


def test_a_permutation_of_the_words_must_permute_the_result():
    check = follows_permutation([PERMUTED, BACKWARDS])
    assert one_check(check, np.exp, "def f(X):\n    return X * 3").points == 20
    assert one_check(check, np.exp, "def f(X):\n    return X * np.arange(5)[:, None]").points == 0
    assert one_check(check, np.exp, "def f(X):\n    return X.sum()").points == 0


def test_the_position_must_be_felt():
    def reference(X):
        return X + np.arange(len(X))[:, None]

    check = feels_position([PERMUTED, BACKWARDS])
    assert one_check(check, reference, "def f(X):\n    return X * np.arange(5)[:, None]").points == 20
    judgement = one_check(check, reference, "def f(X):\n    return X * 3")
    assert judgement.points == 0
    assert "position" in said(judgement)


SEED = {"n": lambda draw: 5, "rng": lambda draw: draw.seed()}
SAME = Case("une graine", n=5)
AGAIN = Case("la même graine", like=SAME, n=5)
OTHER = Case("une autre graine", n=5)


@pytest.mark.parametrize(
    ("body", "passes", "sentence"),
    [
        ("rng.standard_normal((n, n))", True, ""),
        ("rng.random((n, n))", True, ""),
        ("np.random.standard_normal((n, n))", False, "même graine donnent des résultats différents"),
        ("np.random.default_rng().standard_normal((n, n))", False, "même graine"),
        ("np.random.default_rng(3).standard_normal((n, n))", False, "graines différentes donnent le même"),
        ("np.ones((n, n))", False, "graines différentes donnent le même"),
        ("np.full((n, n), np.nan)", False, "graine"),
    ],
)
def test_the_same_seed_and_only_it_gives_the_same_draw(body, passes, sentence):
    def reference(n, rng):
        return rng.standard_normal((n, n))

    code = f"def f(n, rng):\n    return {body}"
    judgement = one_check(reproducible([SAME, AGAIN, OTHER]), reference, code, inputs=SEED)
    assert (judgement.points > 0) is passes
    assert sentence in said(judgement)


@pytest.mark.parametrize(
    ("body", "passes"),
    [
        ("X + 1", True),
        ("np.zeros((5, 3))", False),
        ("np.full((5, 3), np.nan)", False),
        ("np.tile(X[0], (5, 1))", False),
        ("np.tile(X[:, :1], (1, 3))", False),
        ("X[0]", False),
    ],
)
def test_spread_wants_values_that_vary(body, passes):
    judgement = one_check(spread(CASE), np.copy, f"def f(X):\n    return {body}")
    assert (judgement.points > 0) is passes


def test_distinct_wants_different_parts():
    def reference(X):
        return X, 2 * X, 3 * X

    three = {"parts": ("a", "b", "c")}
    assert one_check(distinct(CASE), reference, "def f(X):\n    return X, -X, X + 1", **three).points == 20
    judgement = one_check(distinct(CASE), reference, "def f(X):\n    return X, -X, X", **three)
    assert judgement.points == 0
    assert "a et c sont la même matrice" in said(judgement)
    assert one_check(distinct(CASE), reference, "def f(X):\n    return X, -X", **three).points == 0


# ---- free text

TEXT = FreeText("pourquoi", "Pourquoi ?", placeholder="*Écris ici ta réponse.*")


@pytest.mark.parametrize(
    ("code", "markdown", "verdict"),
    [
        ("", [("pourquoi", "*Écris ici ta réponse.*")], "unwritten"),
        ("", [("pourquoi", "  écris ici   TA réponse ")], "unwritten"),
        ("", [("pourquoi", "")], "unwritten"),
        ("", [("autre", "Parce que.")], "unwritten"),
        ("", [], "unwritten"),
        ("", [("pourquoi", "Parce que rien n'est appris.")], "pending"),
        ("", [("pourquoi", "*Écris ici ta réponse.*\n\nParce que rien n'est appris.")], "pending"),
        ("pourquoi = 'Parce que rien.'", [], "pending"),
        ("pourquoi = 'Parce que rien.'", [("pourquoi", "*Écris ici ta réponse.*")], "pending"),
        ("pourquoi = 3", [("pourquoi", "Parce que.")], "pending"),
        ("pourquoi = ''", [("pourquoi", "Parce que.")], "pending"),
        ("pourquoi = ''", [], "unwritten"),
        ("def pourquoi(): return 'x'", [], "unwritten"),
    ],
)
def test_a_written_answer_waits_for_a_person_and_an_untouched_one_is_zero(code, markdown, verdict):
    judgement = judged(toy_table(TEXT), code, *markdown)["pourquoi"]
    assert [v.status for v in judgement.verdicts] == [verdict]
    assert judgement.points == 0
    assert judgement.pending is (verdict == "pending")


def test_a_mistake_that_raises_is_known_by_its_kind_and_by_the_numbers_in_its_message():
    def fails(text):
        def function(A, B):
            raise ValueError(text)

        return function

    table = toy_table(product(mistakes=[
        Mistake("three", fails("size 3 at <box at 0x7f00a1> [1. 2.]"), "S", "TROIS"),
        Mistake("four", fails("size 4"), "S", "QUATRE"),
    ]))  # fmt: skip
    words = toy_table(
        product(
            mistakes=[
                Mistake("a", fails("une phrase sans nombre"), "S", "A"),
                Mistake("b", fails("une autre"), "S", "B"),
            ]
        )
    )
    for text, hint in {"'une autre'": "B", "'une phrase sans chiffre'": "A", "'rien de tel'": ""}.items():
        judgement = judged(words, f"def product(A, B):\n    raise ValueError({text})\n")["product"]
        assert {verdict.hint for verdict in judgement.verdicts} == {hint}, text
    told = {"'size 3 at <box at 0x7fdeadbeef12> [9. 8.]'": "TROIS", "'taille 4'": "QUATRE", "'size 5'": ""}
    for text, hint in told.items():
        judgement = judged(table, f"def product(A, B):\n    raise ValueError({text})\n")["product"]
        assert {verdict.hint for verdict in judgement.verdicts} == {hint}, text
