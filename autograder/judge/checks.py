"""The kinds of check on values. What each one asks for is its docstring.

A kind is declared once, as a function of (check, question, seen) under `@kind`. Labs call it by the
function's name, and students read its title. Its message says what was expected and what came back, by
shapes and differences, never by hidden values. Standard library and numpy only.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.judge.agreement import is_close, is_same, same_parts
from autograder.judge.kinds import Kind, kind
from autograder.judge.seen import Finding, Seen
from autograder.judge.table import Answer, CheckRow, QuestionRow
from autograder.judge.verdicts import FAILED, PASSED
from autograder.judge.words import number

FEW = 3  # fewer numbers than this may agree with a mistake by chance


@kind("forme", gate=True, of_part=True, dims="")
def shape(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where every part has the shape of the reference or of an accepted reading."""
    for case, position, part in seen.each(check):
        wanted = [
            answer.values[case][position]
            for answer in seen.answers
            if answer.right and _has_values(answer, case)
        ]
        if part is None:
            return Finding(FAILED, f"{_call_text(question, case)} : {_absence_text(question, position)}")
        if isinstance(wanted[0], list):
            continue
        if part.shape not in [np.shape(array) for array in wanted]:
            dims = f" = ({check.options['dims'].replace(' ', ', ')})" if check.options.get("dims") else ""
            return Finding(
                FAILED,
                f"{_call_text(question, case)} : {_part_name(question, position)}de forme "
                f"{_shape_text(np.shape(wanted[0]))}{dims} attendu, {_shape_text(part.shape)} obtenu.",
            )
    return Finding(PASSED)


@kind("lignes de somme 1")
def rows_sum_to_one(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where entries are in [0, 1] and rows of n entries sum to 1, within n times the tolerance."""
    return _unless_right(_rows_sum_to(1.0, check, question, seen), check, seen)


@kind("lignes de somme 0")
def rows_sum_to_zero(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where entries are in [-1, 1] and rows of n entries sum to 0, within n times the tolerance."""
    return _unless_right(_rows_sum_to(0.0, check, question, seen), check, seen)


def _rows_sum_to(total: float, check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    for case, position, part in seen.each(check):
        if part is None or part.ndim < 1 or part.size == 0:
            return Finding(FAILED, f"{_call_text(question, case)} : {_absence_text(question, position)}")
        if not np.all(np.isfinite(part)):
            return Finding(
                FAILED,
                f"{_call_text(question, case)} : {_part_name(question, position)}"
                "contient des nan ou des infinis.",
            )
        low, high = (0.0, 1.0) if total else (-1.0, 1.0)
        slack = seen.tolerance * part.shape[-1]
        sums = part.sum(axis=-1)
        if not np.all((part >= low - slack) & (part <= high + slack)):
            worst = part.flat[np.argmax(np.abs(part - (low + high) / 2))]
            return Finding(
                FAILED,
                f"{_call_text(question, case)} : coefficients attendus entre {number(low)} "
                f"et {number(high)}, {number(worst)} obtenu.",
            )
        if not np.all(np.abs(sums - total) <= slack):
            worst = sums.flat[np.argmax(np.abs(sums - total))]
            return Finding(
                FAILED,
                f"{_call_text(question, case)} : chaque ligne doit sommer à {number(total)} ; "
                f"une ligne somme à {number(worst)}.",
            )
    return Finding(PASSED)


@kind("valeurs", of_part=True)
def agrees(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where a right answer has these values: the reference, an accepted reading or a carried error."""
    answer = _right_answer(check, seen)
    if answer is not None:
        return Finding(PASSED, answer=answer)
    if _calls_differ(seen, check):
        message = (
            "deux appels avec les mêmes entrées donnent des résultats différents ; "
            "d'où viennent les valeurs qui changent ?"
        )
        return Finding(FAILED, f"{question.signature} : {message}")
    for case, position, part in seen.each(check):
        difference = _difference_text(question, seen, case, position, part)
        if difference:
            return Finding(FAILED, difference, recognise(check, seen))
    return Finding(
        FAILED,
        "D'un cas à l'autre, ta fonction ne suit pas la même règle : dépend-elle d'une variable globale ?",
        recognise(check, seen),
    )


def recognise(check: CheckRow, seen: Seen) -> Answer | None:
    """Return the mistake that gives the student's values on every case of the check, or None.

    Mistakes that agree on all parts come first; if there is none, those that agree on the check's part.
    Of several, it is the one that agrees on the most cases of the question, then the first declared.
    """
    wrong = [*(answer for answer in seen.answers if not answer.right), *seen.inlined]
    best: Answer | None = None
    most = 0
    # Words are not counted: np.size would make a huge array of them.
    too_few_numbers = not any(
        isinstance(part, list) or np.size(part) >= FEW for _, _, part in seen.each(check)
    )
    for whole in (True, False):
        for answer in wrong:
            if too_few_numbers and not whole and answer.right:
                continue  # one or two numbers may agree with an upstream mistake by chance
            explained = [
                case
                for case, calls_of_case in seen.parts.items()
                if all(
                    _reproduces(answer, case, call, check.part, whole, seen.tolerance)
                    for call in calls_of_case
                )
            ]
            if set(check.cases) <= set(explained) and len(explained) > most:
                best, most = answer, len(explained)
        if best is not None:
            return best
    return None


def _calls_differ(seen: Seen, check: CheckRow) -> bool:
    """Return whether two calls with the same inputs gave different values."""
    return any(
        not same_parts(call, seen.parts[case][0], seen.tolerance)
        for case in check.cases
        for call in seen.parts[case][1:]
    )


@kind("tirage varié")
def spread(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where the values are finite and vary, with no two rows and no two columns equal."""
    for case, position, part in seen.each(check):
        if part is None or part.ndim < 2:
            return Finding(FAILED, f"{_call_text(question, case)} : {_absence_text(question, position)}")
        if not np.all(np.isfinite(part)):
            return Finding(
                FAILED, f"{_call_text(question, case)} : des nan ou des infinis parmi les valeurs."
            )
        if not part.std() > 1e-6:
            return Finding(
                FAILED,
                f"{_call_text(question, case)} : toutes les valeurs sont égales ; "
                "elles doivent être tirées au hasard.",
            )
        if len(np.unique(part, axis=0)) < len(part) or len(np.unique(part, axis=1).T) < part.shape[1]:
            message = "deux lignes ou deux colonnes sont identiques ; chacune doit avoir son tirage."
            return Finding(FAILED, f"{_call_text(question, case)} : {message}")
    return Finding(PASSED)


@kind("matrices différentes")
def distinct(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where no two parts are equal."""
    for case in check.cases:
        for call in seen.parts[case]:
            if any(part is None for part in call):
                return Finding(FAILED, f"{_call_text(question, case)} : {len(call)} matrices attendues.")
            for i, first in enumerate(call):
                for j in range(i):
                    if first.shape == call[j].shape and np.allclose(
                        first, call[j], rtol=0, atol=seen.tolerance
                    ):
                        names = f"{question.parts[j]} et {question.parts[i]}"
                        return Finding(
                            FAILED,
                            f"{_call_text(question, case)} : {names} sont la même matrice.",
                            recognise(check, seen),
                        )
    return Finding(PASSED)


@kind("graine respectée")
def reproducible(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where cases 1 and 2, with one seed, give the same result, and case 3, with another, does not."""
    same, again, other = (seen.parts[case][0] for case in check.cases)
    if any(part is None for call in (same, again, other) for part in call):
        return Finding(FAILED, f"{question.signature} : {_absence_text(question, 0)}")
    if not all([is_close(a, b, seen.tolerance) for a, b in zip(same, again)]):
        return Finding(
            FAILED,
            f"{question.signature} : deux appels avec la même graine donnent des résultats différents. "
            "Est-ce bien `rng` qui tire toutes les valeurs ?",
        )
    if any(is_close(a, b, seen.tolerance) for a, b in zip(same, other)):
        return Finding(
            FAILED,
            f"{question.signature} : deux graines différentes donnent le même résultat. "
            "Est-ce bien le `rng` reçu qui sert, et lui seul ?",
            recognise(check, seen),
        )
    return Finding(PASSED)


@kind("zéro hors du masque", id="padding", where="mask")
def zero_where(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where the result is zero wherever the argument named by the option `where` is zero."""
    for case, position, part in seen.each(check):
        mask = np.asarray(question.cases[case][int(check.options["where"])])
        if part is None or part.shape[: mask.ndim] != mask.shape:
            return Finding(FAILED, f"{_call_text(question, case)} : {_absence_text(question, position)}")
        outside = np.abs(part[mask == 0])
        if not np.all(outside <= seen.tolerance):
            worst = number(np.max(outside)) if np.all(np.isfinite(outside)) else "nan"
            message = f"{_part_name(question, position)}doit être nul là où le masque l'est ; {worst} obtenu."
            return _unless_right(Finding(FAILED, f"{_call_text(question, case)} : {message}"), check, seen)
    return Finding(PASSED)


@kind("résultat inchangé", compares=True)
def unchanged(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where both cases give the same result, on the leading block that both results have."""
    if any(part is None for _, _, part in seen.each(check)):
        return Finding(FAILED, f"{question.signature} : {_absence_text(question, check.part)}")
    first, second = (seen.parts[case][0][max(check.part, 0)] for case in check.cases)
    block = tuple(slice(min(sizes)) for sizes in zip(first.shape, second.shape))
    if first.ndim == second.ndim and is_close(second[block], first[block], seen.tolerance):
        return Finding(PASSED)
    message = (
        f"{question.signature} : le résultat change du cas « {check.cases[0]} » au cas « {check.cases[1]} », "
        "et ne devrait pas."
    )
    return _unless_right(Finding(FAILED, message), check, seen)


@kind("ordre des mots suivi", id="permutation", axis=-2)
def follows_permutation(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where reversing the words only reverses the result, along the axis of the option `axis`."""
    if _is_reversed(check, seen):
        return Finding(PASSED)
    message = (
        f"{question.signature} : quand on renverse l'ordre des mots, "
        "le résultat doit se renverser aussi, sans changer."
    )
    return _unless_right(Finding(FAILED, message), check, seen)


@kind("position prise en compte", id="position")
def feels_position(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where reversing the words changes the result beyond reversing it."""
    if any(part is None for _, _, part in seen.each(check)):
        return Finding(FAILED, f"{question.signature} : {_absence_text(question, check.part)}")
    reference = question.answers[0].values
    plausible = all(
        np.shape(part)[:-1] == np.shape(reference[case][position])[:-1]
        and np.ndim(part)
        and np.all(np.isfinite(part))
        for case, position, part in seen.each(check)
    )
    if plausible and not _is_reversed(check, seen):
        return Finding(PASSED)
    message = (
        f"{question.signature} : renverser l'ordre des mots ne change rien au résultat ; "
        "la position n'y est pas."
    )
    return _unless_right(Finding(FAILED, message), check, seen)


def _is_reversed(check: CheckRow, seen: Seen) -> bool:
    """Return whether the result of the second case is that of the first, reversed along one axis."""
    first, second = (seen.parts[case][0][max(check.part, 0)] for case in check.cases)
    axis = int(check.options.get("axis", -2))
    return (
        first is not None
        and second is not None
        and first.ndim > 1
        and is_close(np.flip(first, axis), second, seen.tolerance)
    )


def _unless_right(finding: Finding, check: CheckRow, seen: Seen) -> Finding:
    """Return the finding, or PASSED where the values are right: a carried error may break a property."""
    answer = None if finding.status == PASSED else _right_answer(check, seen)
    return finding if answer is None else Finding(PASSED, answer=answer)


def _right_answer(check: CheckRow, seen: Seen) -> Answer | None:
    """Return the right answer whose values came back in every call of the check's cases, or None."""
    parts = seen.each(check)
    for answer in seen.answers:
        if answer.right and all(
            _agrees_with(answer, case, position, part, seen.tolerance) for case, position, part in parts
        ):
            return answer
    return None


def _has_values(answer: Answer, case: str) -> bool:
    """Return whether the answer is a value on this case, and no exception."""
    return isinstance(answer.values.get(case), tuple)


def _agrees_with(answer: Answer, case: str, position: int, part: Any, tolerance: float) -> bool:
    if not _has_values(answer, case) or part is None:
        return False
    compare = is_same if answer.context else is_close  # a carried error may make nan right
    return compare(part, answer.values[case][position], tolerance)


def _reproduces(
    answer: Answer, case: str, call: list[Any], position: int, whole: bool, tolerance: float
) -> bool:
    """Return whether a call gave an answer's values: in all parts, or if not `whole` at `position`."""
    if not _has_values(answer, case):
        return False
    compared = list(zip(call, answer.values[case]))
    if not whole and position >= 0:
        compared = compared[position : position + 1]
    return all(is_same(part, wrong, tolerance) for part, wrong in compared)


def _difference_text(question: QuestionRow, seen: Seen, case: str, position: int, part: Any) -> str:
    """Return how a part differs from the right answers, in French; empty where it is close to one."""
    right = [
        answer.values[case][position] for answer in seen.answers if answer.right and _has_values(answer, case)
    ]
    if any(is_close(part, expected, seen.tolerance) for expected in right):
        return ""
    start, expected = _call_text(question, case), right[0]
    if part is None:
        return f"{start} : {_absence_text(question, position)}"
    if isinstance(expected, list):
        others = ", mais pas les mêmes" if len(part) == len(expected) else ""
        return f"{start} : {len(expected)} mots attendus, {len(part)} obtenus{others}."
    if np.shape(part) != np.shape(expected):
        shapes = _shape_text(np.shape(expected)), _shape_text(np.shape(part))
        return f"{start} : forme {shapes[0]} attendue, {shapes[1]} obtenue."
    if not np.all(np.isfinite(part)):
        return f"{start} : {_part_name(question, position)}contient des nan ou des infinis."
    gap = float(np.max(np.abs(part - expected)))
    rounded = (
        " Arrondis-tu ton résultat ?"
        if gap < 0.1 and np.allclose(part, np.round(part, 2), rtol=0, atol=1e-9)
        else ""
    )
    named = f"pour {question.parts[position]}, " if question.parts[position] else ""
    return (
        f"{start} : {named}valeurs différentes, écart maximal {number(gap)} "
        f"(toléré : {number(seen.tolerance)}).{rounded}"
    )


def _call_text(question: QuestionRow, case: str) -> str:
    """Return the call of a case in words: the signature, the case, and the shapes of the inputs."""
    shapes = [_shape_text(np.shape(item)) for item in question.cases[case] if isinstance(item, np.ndarray)]
    return f"{question.signature}, cas « {case} »" + (f", entrées {' '.join(shapes)}" if shapes else "")


def _part_name(question: QuestionRow, position: int) -> str:
    return f"{question.parts[position]} " if question.parts[position] else ""


def _absence_text(question: QuestionRow, position: int) -> str:
    named = _part_name(question, position)
    return f"{named}n'est pas dans ce que tu renvoies." if named else "le résultat n'est pas du type attendu."


def _shape_text(sizes: Any) -> str:
    return "()" if not sizes else "(" + ", ".join(map(str, sizes)) + ("," if len(sizes) == 1 else "") + ")"


@kind("niveau atteint", compares=True, measure="", least=None, most=None)
def reaches(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Pass where a training's measure is within bounds; with two runs, the gain from first to second."""
    name, least, most = (check.options[key] for key in ("measure", "least", "most"))
    measured = [seen.parts[run][0][0][name] for run in check.cases]
    value = measured[-1] - (measured[0] if len(measured) > 1 else 0.0)
    bound = f"au moins {number(least)}" if most is None else f"au plus {number(most)}"
    more = f" de plus que « {check.cases[0]} »" if len(measured) > 1 else ""
    message = f"« {check.cases[-1]} », {name} : {number(value)}{more} ({bound} attendu)."
    passed = (least is None or value >= least) and (most is None or value <= most)
    return Finding(PASSED, message, note=message) if passed else Finding(FAILED, message)


KINDS = {item.name: item for item in list(globals().values()) if isinstance(item, Kind)}
