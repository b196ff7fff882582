"""The kinds of check: each says how it is declared, and finds what came back right or wrong.

A kind is declared once, as a function of (check, question, seen) under `@kind`: its name is the word
that labs declare a check with, its title is what students read. It says what was expected and what
came, by shapes and gaps, never by hidden values. Standard library and numpy only: students run this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.judge.table import Answer, CheckRow, QuestionRow
from autograder.judge.verdicts import FAILED, PASSED
from autograder.judge.words import number

FEW = 3  # numbers: fewer than that agree with a mistake by chance


@dataclass(frozen=True)
class Finding:
    """What a check found: passed or failed, a sentence in French, and the answer it recognised."""

    status: str
    message: str = ""
    answer: Answer | None = None
    note: str = ""


@dataclass(frozen=True)
class Seen:
    """What came back for one question: per case, the parts of every call; and the live answers."""

    parts: dict[str, list[list[Any]]]  # case -> calls -> parts
    artists: dict[str, list[dict[str, Any]]]  # case -> what the figure shows
    answers: tuple[Answer, ...]  # those whose upstream mistakes were recognised, right ones first
    tolerance: float
    inside: tuple[Answer, ...] = ()  # upstream mistakes that may have been made inside this function
    notes: tuple[str, ...] = ()

    def each(self, check: CheckRow) -> list[tuple[str, int, Any]]:
        """Return what the check looks at in every call of its cases, as (case, place of the part, part)."""
        return [
            (case, place, call[place])
            for case in check.cases
            for call in self.parts[case]
            for place in (range(len(call)) if check.part < 0 else [check.part])
        ]


Look = Callable[[CheckRow, QuestionRow, Seen], Finding]


@dataclass(frozen=True)
class Check:
    """A check as a lab declares it: its kind, the lab's cases, the part of the result it looks at."""

    kind: Kind
    cases: tuple[Any, ...]
    id: str
    part: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What it looks at, in French: "valeurs de A", "valeurs : rectangle"."""
        kind = self.kind
        named = f"{kind.title} de {self.part}" if self.part and kind.of_part else kind.title
        plain = self.id == kind.name or (self.part and not kind.compares)
        return named if plain else f"{named} : {self.cases[-1 if kind.compares else 0].title}"


@dataclass(frozen=True)
class Kind:
    """A kind of check. Call it in a lab's questions to declare one: `agrees(cases, part="A")`."""

    name: str
    title: str  # in French
    look: Look
    id: str  # of its checks, where the lab gives none
    gate: bool = False  # where it fails, the checks that follow on the same part are not reached
    of_part: bool = False  # its title names the part
    compares: bool = False  # its last case is held against the one before it, and gives the title
    options: Mapping[str, Any] = field(default_factory=dict)  # by name, with what they are by default

    def __call__(self, cases: Any, part: str = "", *, id: str = "", **options: Any) -> Check:
        """Declare a check of this kind on a case or some. Raises TypeError for an option it does not have."""
        unknown = set(options) - set(self.options)
        if unknown:
            raise TypeError(
                f"{self.name}() has no option {min(unknown)!r}; options: {', '.join(self.options) or 'none'}"
            )
        some = tuple(cases) if isinstance(cases, (list, tuple)) else (cases,)
        return Check(self, some, id or self.id, part, {**self.options, **options})


def kind(
    title: str,
    *,
    id: str = "",
    gate: bool = False,
    of_part: bool = False,
    compares: bool = False,
    **options: Any,
) -> Callable[[Look], Kind]:
    """Declare a kind of check: its title in French, and the options that its checks may have."""

    def declare(look: Look) -> Kind:
        name: str = look.__name__
        return Kind(name, title, look, id or name, gate, of_part, compares, options)

    return declare


@kind("forme", gate=True, of_part=True, dims="")
def shape(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """The shape is that of the reference or of an accepted reading."""
    for case, place, part in seen.each(check):
        wanted = [
            answer.values[case][place] for answer in seen.answers if answer.right and _gives(answer, case)
        ]
        if part is None:
            return Finding(FAILED, f"{_case(question, case)} : {_absent(question, place)}")
        if isinstance(wanted[0], list):
            continue
        if part.shape not in [np.shape(array) for array in wanted]:
            dims = f" = ({check.options['dims'].replace(' ', ', ')})" if check.options.get("dims") else ""
            return Finding(
                FAILED,
                f"{_case(question, case)} : {_named(question, place)}de forme {_shape(np.shape(wanted[0]))}{dims} "
                f"attendu, {_shape(part.shape)} obtenu.",
            )
    return Finding(PASSED)


@kind("lignes de somme 1")
def rows_sum_to_one(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Entries in [0, 1], rows that sum to 1, within n times the tolerance."""
    return _unless_right(_rows_sum_to(1.0, check, question, seen), check, seen)


@kind("lignes de somme 0")
def rows_sum_to_zero(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Rows that sum to 0, within n times the tolerance."""
    return _unless_right(_rows_sum_to(0.0, check, question, seen), check, seen)


def _rows_sum_to(total: float, check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    for case, place, part in seen.each(check):
        if part is None or part.ndim < 1 or part.size == 0:
            return Finding(FAILED, f"{_case(question, case)} : {_absent(question, place)}")
        if not np.all(np.isfinite(part)):
            return Finding(
                FAILED, f"{_case(question, case)} : {_named(question, place)}contient des nan ou des infinis."
            )
        low, high = (0.0, 1.0) if total else (-1.0, 1.0)
        slack = seen.tolerance * part.shape[-1]
        sums = part.sum(axis=-1)
        if not np.all((part >= low - slack) & (part <= high + slack)):
            worst = part.flat[np.argmax(np.abs(part - (low + high) / 2))]
            return Finding(
                FAILED,
                f"{_case(question, case)} : coefficients attendus entre {number(low)} et {number(high)}, "
                f"{number(worst)} obtenu.",
            )
        if not np.all(np.abs(sums - total) <= slack):
            worst = sums.flat[np.argmax(np.abs(sums - total))]
            return Finding(
                FAILED,
                f"{_case(question, case)} : chaque ligne doit sommer à {number(total)} ; "
                f"une ligne somme à {number(worst)}.",
            )
    return Finding(PASSED)


@kind("valeurs", of_part=True)
def agrees(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """The values are those of the reference, of an accepted reading or of a carried error."""
    answer = _right(check, seen)
    if answer is not None:
        return Finding(PASSED, answer=answer)
    if _wavers(seen, check):
        said = "deux appels avec les mêmes entrées donnent des résultats différents ; d'où viennent les valeurs qui changent ?"
        return Finding(FAILED, f"{question.signature} : {said}")
    for case, place, part in seen.each(check):
        finding = _gap(question, seen, case, place, part)
        if finding:
            return Finding(FAILED, finding, recognise(check, seen))
    return Finding(
        FAILED,
        "D'un cas à l'autre, ta fonction ne suit pas la même règle : dépend-elle d'une variable globale ?",
        recognise(check, seen),
    )


def recognise(check: CheckRow, seen: Seen) -> Answer | None:
    """The mistake whose answers are the student's on every case of the check: all parts, else the part.

    Of several, the one that explains the most cases of the question; of these, the first declared.
    """
    wrong = [*(answer for answer in seen.answers if not answer.right), *seen.inside]
    best: Answer | None = None
    most = 0
    few = not any(
        isinstance(part, list) or np.size(part) >= FEW for _, _, part in seen.each(check)
    )  # words make no array: a huge one
    for whole in (True, False):
        for answer in wrong:
            if few and not whole and answer.right:
                continue  # one or two numbers are by chance those that some mistake upstream leads to
            explained = [
                case
                for case, made in seen.parts.items()
                if all(_matches(answer, case, call, check.part, whole, seen.tolerance) for call in made)
            ]
            if set(check.cases) <= set(explained) and len(explained) > most:
                best, most = answer, len(explained)
        if best is not None:
            return best
    return None


def _wavers(seen: Seen, check: CheckRow) -> bool:
    """Whether two calls with the same inputs gave different values."""
    return any(
        not same_parts(call, seen.parts[case][0], seen.tolerance)
        for case in check.cases
        for call in seen.parts[case][1:]
    )


@kind("tirage varié")
def spread(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Finite values that vary, no two rows alike."""
    for case, place, part in seen.each(check):
        if part is None or part.ndim < 2:
            return Finding(FAILED, f"{_case(question, case)} : {_absent(question, place)}")
        if not np.all(np.isfinite(part)):
            return Finding(FAILED, f"{_case(question, case)} : des nan ou des infinis parmi les valeurs.")
        if not part.std() > 1e-6:
            return Finding(
                FAILED,
                f"{_case(question, case)} : toutes les valeurs sont égales ; elles doivent être tirées au hasard.",
            )
        if len(np.unique(part, axis=0)) < len(part) or len(np.unique(part, axis=1).T) < part.shape[1]:
            said = "deux lignes ou deux colonnes sont identiques ; chacune doit avoir son tirage."
            return Finding(FAILED, f"{_case(question, case)} : {said}")
    return Finding(PASSED)


@kind("matrices différentes")
def distinct(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """No two parts are equal."""
    for case in check.cases:
        for call in seen.parts[case]:
            if any(part is None for part in call):
                return Finding(FAILED, f"{_case(question, case)} : {len(call)} matrices attendues.")
            for i, first in enumerate(call):
                for j in range(i):
                    if first.shape == call[j].shape and np.allclose(
                        first, call[j], rtol=0, atol=seen.tolerance
                    ):
                        names = f"{question.parts[j]} et {question.parts[i]}"
                        return Finding(
                            FAILED,
                            f"{_case(question, case)} : {names} sont la même matrice.",
                            recognise(check, seen),
                        )
    return Finding(PASSED)


@kind("graine respectée")
def reproducible(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Same seed, same result; another seed, another result."""
    same, again, other = (seen.parts[case][0] for case in check.cases)
    if any(part is None for call in (same, again, other) for part in call):
        return Finding(FAILED, f"{question.signature} : {_absent(question, 0)}")
    alike = [_close(a, b, seen.tolerance) for a, b in zip(same, again)]
    if not all(alike):
        return Finding(
            FAILED,
            f"{question.signature} : deux appels avec la même graine donnent des résultats différents. "
            "Est-ce bien `rng` qui tire toutes les valeurs ?",
        )
    if any(_close(a, b, seen.tolerance) for a, b in zip(same, other)):
        return Finding(
            FAILED,
            f"{question.signature} : deux graines différentes donnent le même résultat. "
            "Est-ce bien le `rng` reçu qui sert, et lui seul ?",
            recognise(check, seen),
        )
    return Finding(PASSED)


@kind("zéro hors du masque", id="padding", where="mask")
def zero_where(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Zero wherever the input is."""
    for case, place, part in seen.each(check):
        where = np.asarray(question.cases[case][int(check.options["where"])])
        if part is None or part.shape[: where.ndim] != where.shape:
            return Finding(FAILED, f"{_case(question, case)} : {_absent(question, place)}")
        outside = np.abs(part[where == 0])
        if not np.all(outside <= seen.tolerance):
            worst = number(np.max(outside)) if np.all(np.isfinite(outside)) else "nan"
            said = f"{_named(question, place)}doit être nul là où le masque l'est ; {worst} obtenu."
            return _unless_right(Finding(FAILED, f"{_case(question, case)} : {said}"), check, seen)
    return Finding(PASSED)


@kind("résultat inchangé", compares=True)
def unchanged(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """The same result, on the leading block of every axis that both cases have."""
    if any(part is None for _, _, part in seen.each(check)):
        return Finding(FAILED, f"{question.signature} : {_absent(question, check.part)}")
    first, second = (seen.parts[case][0][max(check.part, 0)] for case in check.cases)
    block = tuple(slice(min(sizes)) for sizes in zip(first.shape, second.shape))
    if first.ndim == second.ndim and _close(second[block], first[block], seen.tolerance):
        return Finding(PASSED)
    said = f"{question.signature} : le résultat change du cas « {check.cases[0]} » au cas « {check.cases[1]} », et ne devrait pas."
    return _unless_right(Finding(FAILED, said), check, seen)


@kind("ordre des mots suivi", id="permutation", axis=-2)
def follows_permutation(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Words reversed: the result reversed along the axis of the words, nothing else."""
    if _reversed(check, seen):
        return Finding(PASSED)
    said = f"{question.signature} : quand on renverse l'ordre des mots, le résultat doit se renverser aussi, sans changer."
    return _unless_right(Finding(FAILED, said), check, seen)


@kind("position prise en compte", id="position")
def feels_position(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """Words reversed: the result is not merely reversed."""
    if any(part is None for _, _, part in seen.each(check)):
        return Finding(FAILED, f"{question.signature} : {_absent(question, check.part)}")
    reference = question.answers[0].values
    plausible = all(
        np.shape(part)[:-1] == np.shape(reference[case][place])[:-1]
        and np.ndim(part)
        and np.all(np.isfinite(part))
        for case, place, part in seen.each(check)
    )
    if plausible and not _reversed(check, seen):
        return Finding(PASSED)
    said = f"{question.signature} : renverser l'ordre des mots ne change rien au résultat ; la position n'y est pas."
    return _unless_right(Finding(FAILED, said), check, seen)


def _reversed(check: CheckRow, seen: Seen) -> bool:
    first, second = (seen.parts[case][0][max(check.part, 0)] for case in check.cases)
    axis = int(check.options.get("axis", -2))
    return (
        first is not None
        and second is not None
        and first.ndim > 1
        and _close(np.flip(first, axis), second, seen.tolerance)
    )


def _unless_right(finding: Finding, check: CheckRow, seen: Seen) -> Finding:
    """The finding, but passed where the values are right all the same: an error upstream broke the property."""
    answer = None if finding.status == PASSED else _right(check, seen)
    return finding if answer is None else Finding(PASSED, answer=answer)


def _right(check: CheckRow, seen: Seen) -> Answer | None:
    """The right answer that came, on every call of the check's cases."""
    observed = seen.each(check)
    for answer in seen.answers:
        if answer.right and all(
            _agree(answer, case, place, part, seen.tolerance) for case, place, part in observed
        ):
            return answer
    return None


def _gives(answer: Answer, case: str) -> bool:
    return isinstance(answer.values.get(case), tuple)


def _agree(answer: Answer, case: str, place: int, part: Any, tolerance: float) -> bool:
    if not _gives(answer, case) or part is None:
        return False
    alike = _alike if answer.context else _close  # the nan that an error upstream makes is carried too
    return alike(part, answer.values[case][place], tolerance)


def _matches(answer: Answer, case: str, call: list[Any], place: int, whole: bool, tolerance: float) -> bool:
    if not _gives(answer, case):
        return False
    pairs = list(zip(call, answer.values[case]))
    if not whole and place >= 0:
        pairs = pairs[place : place + 1]
    return all(_alike(part, wrong, tolerance) for part, wrong in pairs)


def _alike(part: Any, wrong: Any, tolerance: float) -> bool:
    """Whether a part is that of a mistake: nan for nan, missing for missing."""
    if part is None or wrong is None:
        return part is None and wrong is None
    if isinstance(part, list) or isinstance(wrong, list):
        return bool(part == wrong)
    if np.shape(part) != np.shape(wrong):
        return False
    with np.errstate(invalid="ignore"):
        return bool(np.allclose(part, wrong, rtol=tolerance, atol=tolerance, equal_nan=True))


def _close(part: Any, expected: Any, tolerance: float) -> bool:
    """Equal words, or the same shape and every |a - b| <= atol + rtol |b|; nan is never close."""
    if part is None or expected is None:
        return False
    if isinstance(part, list) or isinstance(expected, list):
        return bool(part == expected)
    if np.shape(part) != np.shape(expected):
        return False
    with np.errstate(invalid="ignore"):
        error = np.abs(part - expected)
        return bool(np.all((error <= tolerance + tolerance * np.abs(expected)) | (part == expected)))


def _gap(question: QuestionRow, seen: Seen, case: str, place: int, part: Any) -> str:
    """What separates a part from every right answer, in one sentence; empty where one agrees."""
    right = [answer.values[case][place] for answer in seen.answers if answer.right and _gives(answer, case)]
    if any(_close(part, expected, seen.tolerance) for expected in right):
        return ""
    start, expected = _case(question, case), right[0]
    if part is None:
        return f"{start} : {_absent(question, place)}"
    if isinstance(expected, list):
        others = ", mais pas les mêmes" if len(part) == len(expected) else ""
        return f"{start} : {len(expected)} mots attendus, {len(part)} obtenus{others}."
    if np.shape(part) != np.shape(expected):
        return f"{start} : forme {_shape(np.shape(expected))} attendue, {_shape(np.shape(part))} obtenue."
    if not np.all(np.isfinite(part)):
        return f"{start} : {_named(question, place)}contient des nan ou des infinis."
    gap = float(np.max(np.abs(part - expected)))
    rounded = (
        " Arrondis-tu ton résultat ?"
        if gap < 0.1 and np.allclose(part, np.round(part, 2), rtol=0, atol=1e-9)
        else ""
    )
    named = f"pour {question.parts[place]}, " if question.parts[place] else ""
    return f"{start} : {named}valeurs différentes, écart maximal {number(gap)} (toléré : {number(seen.tolerance)}).{rounded}"


def _case(question: QuestionRow, case: str) -> str:
    shapes = [_shape(np.shape(item)) for item in question.cases[case] if isinstance(item, np.ndarray)]
    return f"{question.signature}, cas « {case} »" + (f", entrées {' '.join(shapes)}" if shapes else "")


def _named(question: QuestionRow, place: int) -> str:
    return f"{question.parts[place]} " if question.parts[place] else ""


def _absent(question: QuestionRow, place: int) -> str:
    named = _named(question, place)
    return f"{named}n'est pas dans ce que tu renvoies." if named else "le résultat n'est pas du type attendu."


def _shape(shape_: Any) -> str:
    return "()" if not shape_ else "(" + ", ".join(map(str, shape_)) + ("," if len(shape_) == 1 else "") + ")"


def same_parts(parts: Any, others: Any, tolerance: float) -> bool:
    """Whether two answers are the same: nan for nan, missing for missing."""
    return len(parts) == len(others) and all(_alike(a, b, tolerance) for a, b in zip(parts, others))


@kind("niveau atteint", compares=True, measure="", least=None, most=None)
def reaches(check: CheckRow, question: QuestionRow, seen: Seen) -> Finding:
    """A training's measure is within its bounds; with two runs, that of the second less that of the first."""
    name, least, most = (check.options[key] for key in ("measure", "least", "most"))
    measured = [seen.parts[run][0][0][name] for run in check.cases]
    value = measured[-1] - (measured[0] if len(measured) > 1 else 0.0)
    bound = f"au moins {number(least)}" if most is None else f"au plus {number(most)}"
    more = f" de plus que « {check.cases[0]} »" if len(measured) > 1 else ""
    said = f"« {check.cases[-1]} », {name} : {number(value)}{more} ({bound} attendu)."
    passed = (least is None or value >= least) and (most is None or value <= most)
    return Finding(PASSED, said, note=said) if passed else Finding(FAILED, said)


KINDS = {known.name: known for known in list(globals().values()) if isinstance(known, Kind)}
