"""`judge(outcomes, table)`: the only judge there is. Standard library and numpy only.

It holds what came back of every call against the answer table, and gives every check a verdict, the
points it is worth, and a sentence in French. It runs no student's code and no reference. The same
code judges in the grader, with the hidden table, and on the student's machine, with the public one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.judge.align import align
from autograder.judge.checks import KINDS, Finding, Seen, recognise
from autograder.judge.figures import FIGURE_KINDS, known_artists
from autograder.judge.reports import fingerprint
from autograder.judge.table import Answer, CheckRow, QuestionRow, Table
from autograder.judge.verdicts import (
    FAILED,
    INTERNAL,
    MISSING,
    NOT_REACHED,
    PASSED,
    PENDING,
    UNWRITTEN,
    Judgement,
    Verdict,
)
from autograder.student.calls import Outcome, Report

LOOKS = {name: kind.look for name, kind in {**KINDS, **FIGURE_KINDS}.items()}
TEXT = "text"  # the one case of a free-text question
LOST = Outcome({"status": "lost"})  # stands for a call that was never made

Outcomes = Mapping[str, Sequence[Outcome]]  # case -> calls with the same inputs
Carrier = Callable[
    ["str", "tuple[str, ...]"], "tuple[Answer, ...]"
]  # (question, upstream readings) -> answers
CARRIED = "Erreur reportée : ton résultat est juste, compte tenu de {where} ; tu ne la paies qu'une fois."
CHANGED = "Ta fonction modifie ses entrées : les valeurs sont justes, mais travaille plutôt sur une copie."
OPENED = "La figure est dessinée mais pas renvoyée : ajoute un `return`."
ROUNDED = "Valeurs justes à la tolérance près (arrondies, ou en float32)."


def judge(outcomes: Mapping[str, Outcomes], table: Table, carry: Carrier | None = None) -> list[Judgement]:
    """Judge every question, in order: outcomes are question -> case -> calls with the same inputs.

    Where a composed question loses points after an upstream error, `carry` says what that error leads to,
    beside what the table holds of it.
    """
    recognised: list[str] = []
    judgements = []
    for question in table.questions:
        called = outcomes.get(question.id, {})
        judgement = judge_question(question, called, table.tolerance, recognised)
        if carry is not None and recognised and question.steps > 1 and judgement.lost:
            more = carry(question.id, tuple(recognised))
            judgement = judge_question(question, called, table.tolerance, recognised, more)
        recognised.extend(judgement.recognised)
        judgements.append(replace(judgement, group=question.group))
    return judgements


def judge_question(
    question: QuestionRow,
    outcomes: Outcomes,
    tolerance: float,
    recognised: Sequence[str],
    more: Sequence[Answer] = (),
) -> Judgement:
    """Judge one question; `recognised` are the readings of the questions before it, `more` answers beside the table's."""
    if question.kind == "text":
        return _judge_text(question, outcomes)
    tolerance *= question.steps
    known = set(recognised)
    live = [
        a for context, answers in question.by_context.items() if known.issuperset(context) for a in answers
    ]
    live.extend(more)
    live.sort(key=lambda answer: (not answer.right, len(answer.context)))
    inside = [
        answer
        for context, answers in question.by_context.items()
        if len(context) == 1 and context[0] not in known
        for answer in answers
        if answer.right
    ]
    seen, broken = align_outcomes(question, outcomes, tuple(live), tuple(inside), tolerance)
    verdicts: list[Verdict] = []
    found: list[Answer] = []
    closed: list[int] = []  # parts behind a failed gate
    for check in question.checks:
        trouble = next((broken[case] for case in check.cases if case in broken), None)
        if trouble is not None:
            verdicts.append(_trouble(check, question, trouble, _raising_mistake(check, broken, live)))
        elif check.part in closed or (check.part == -1 and closed):
            verdicts.append(Verdict(check.id, NOT_REACHED, 0.0, check.points))
        else:
            finding = LOOKS[check.kind](check, question, seen)
            if finding.answer is not None:
                found.append(finding.answer)
            if check.gate and finding.status != PASSED:
                closed.extend(_wrong_parts(check, question, seen))
                finding = Finding(finding.status, finding.message, finding.answer or recognise(check, seen))
            verdicts.append(_verdict(check, finding))
    verdicts = [replace(verdict, title=check.title) for verdict, check in zip(verdicts, question.checks)]
    readings = [f"{question.id}:{answer.id}" for answer in found if answer.kind != "reference"]
    for mistake in (
        verdict.mistake for verdict in verdicts if verdict.mistake
    ):  # "softmax:columns": made inside
        readings.append(mistake if ":" in mistake else f"{question.id}:{mistake}")
    notes = seen.notes if any(verdict.status == PASSED for verdict in verdicts) else ()
    return Judgement(
        question.id,
        question.title,
        tuple(verdicts),
        question.points,
        question.bonus,
        tuple(notes),
        tuple(dict.fromkeys(readings)),
    )


def _wrong_parts(gate: CheckRow, question: QuestionRow, seen: Seen) -> list[int]:
    """The parts that a failed gate closes: its own, or among all those it looks at the wrong ones."""
    places = range(len(question.parts)) if gate.part < 0 else [gate.part]
    return [
        place
        for place in places
        if LOOKS[gate.kind](replace(gate, part=place), question, seen).status != PASSED
    ]


def align_outcomes(
    question: QuestionRow,
    outcomes: Outcomes,
    live: tuple[Answer, ...],
    inside: tuple[Answer, ...],
    tolerance: float,
) -> tuple[Seen, dict[str, Report]]:
    """Align what came back; also the cases whose call did not come to a value, with their reports."""
    parts: dict[str, list[list[Any]]] = {}
    artists: dict[str, list[dict[str, Any]]] = {}
    broken: dict[str, Report] = {}
    notes: list[str] = []
    for case in question.cases:
        calls = outcomes.get(case) or [LOST]
        bad = next((call.report for call in calls if call.report.get("status") != "value"), None)
        if bad is not None:
            broken[case] = bad
            continue
        if any(call.report.get("changed") for call in calls):
            notes.append(CHANGED)
        if question.kind == "figure":
            if not all(call.report.get("figure") for call in calls):
                broken[case] = {"status": "no_figure"}
                continue
            if any(call.report.get("figure") == "opened" for call in calls):
                notes.append(OPENED)
            artists[case] = known_artists(calls[0].value)
            continue
        if question.kind == "training":
            parts[case] = [[call.value] for call in calls]
            continue
        if all(call.value is None for call in calls):
            broken[case] = {"status": "nothing"}
            continue
        expected = question.answers[0].values[case]
        parts[case] = []
        for call in calls:
            aligned, said = align(call.value, expected, question.parts)
            parts[case].append(aligned)
            notes.extend(said)
            if any(_rounded(part, wanted, tolerance) for part, wanted in zip(aligned, expected)):
                notes.append(ROUNDED)
    return Seen(parts, artists, live, tolerance, inside, tuple(dict.fromkeys(notes))), broken


def _rounded(part: Any, wanted: Any, tolerance: float) -> bool:
    if not isinstance(part, np.ndarray) or np.shape(part) != np.shape(wanted) or not part.size:
        return False
    with np.errstate(invalid="ignore", over="ignore"):
        gap = np.abs(part - wanted) / (1 + np.abs(wanted))
    return bool(1e-9 < np.max(gap) <= tolerance)


def _verdict(check: CheckRow, finding: Finding) -> Verdict:
    answer = finding.answer
    passed = finding.status == PASSED
    if answer is None:
        earned = check.points if passed else 0.0
        return Verdict(check.id, finding.status, earned, check.points, finding.message, note=finding.note)
    if passed:
        note = answer.text if answer.kind == "accepted" or answer.context else ""
        if answer.context:
            where = " et ".join(f"« {upstream.split(':')[0]} »" for upstream in answer.context)
            note = (note + " " if note else "") + CARRIED.format(where=where)
        return Verdict(
            check.id, PASSED, check.points, check.points, finding.message, note=note, carried=answer.context
        )
    if answer.right:  # an upstream mistake, made inside this function
        name, hint = answer.context[0], answer.diagnosis or answer.symptom
    else:
        name, hint = answer.id, answer.diagnosis or answer.text
    return Verdict(check.id, finding.status, 0.0, check.points, finding.message, hint, name)


def _trouble(check: CheckRow, question: QuestionRow, report: Report, mistake: Answer | None) -> Verdict:
    """The verdict where a call of the check came to no value; the mistake is one that raises likewise."""
    status = str(report.get("status"))
    signature = question.signature
    place = (
        f" ({report.get('where')}, ligne {report.get('line')} : `{report['text']}`)"
        if report.get("text")
        else ""
    )
    if status == "missing":
        said = f"La fonction `{question.call}` n'existe pas : effacée, renommée, ou perdue avec une cellule qui ne se charge pas ?"
        return Verdict(check.id, MISSING, 0.0, check.points, said)
    if status == "unwritten":
        return Verdict(check.id, UNWRITTEN, 0.0, check.points, f"`{question.call}` est encore à écrire.")
    messages = {
        "raised": f"`{signature}` a levé {report.get('type', '')} : {report.get('message', '')}{place}",
        "timeout": f"`{signature}` ne finit pas dans le temps donné : une boucle sans fin ?{place}",
        "memory": f"`{signature}` demande trop de mémoire.{place}",
        "crashed": f"`{signature}` a fait s'arrêter Python (exit, ou plantage d'une bibliothèque).",
        "rejected": f"`{signature}` : la réponse reçue n'en est pas une.",
        "unreadable": f"`{signature}` renvoie un objet que je ne sais pas lire ({report.get('message', '')}) : "
        "renvoie un nombre, un tableau, une liste ou un tuple.",
        "nothing": f"`{signature}` renvoie None : manque-t-il un `return` ? Afficher avec `print` ne suffit pas.",
        "no_figure": f"`{signature}` ne renvoie pas de figure matplotlib.",
        "lost": f"`{signature}` n'a pas été appelée.",
    }
    return Verdict(
        check.id,
        {"lost": INTERNAL, "no_figure": FAILED, "nothing": FAILED}.get(status, status),
        0.0,
        check.points,
        messages.get(status, status),
        (mistake.diagnosis or mistake.text) if mistake else "",
        mistake.id if mistake else "",
    )


def _raising_mistake(check: CheckRow, broken: Mapping[str, Report], live: Sequence[Answer]) -> Answer | None:
    """The mistake that raises the same exceptions, on every case of the check where there are any."""
    raised = {
        case: fingerprint(str(broken[case].get("type")), str(broken[case].get("message", "")))
        for case in check.cases
        if case in broken and broken[case].get("status") == "raised"
    }
    alike = (
        a
        for a in live
        if raised and not a.right and all(a.values.get(case) == one for case, one in raised.items())
    )
    return next(alike, None)


def _judge_text(question: QuestionRow, outcomes: Outcomes) -> Judgement:
    """A free answer: 0 where the stub was left as it was or emptied, else it waits for a person."""
    text = (outcomes.get(TEXT) or [LOST])[0].value
    written = isinstance(text, str) and _bare(text) not in ("", _bare(question.placeholder))
    verdict = PENDING if written else UNWRITTEN
    message = "Réponse reçue : une personne la lira." if written else "Aucune réponse écrite."
    only = Verdict("manual", verdict, 0.0, question.points, message, title="réponse rédigée")
    return Judgement(question.id, question.title, (only,), question.points, question.bonus)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
