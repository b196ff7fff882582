"""Judge outcomes against the answer table: a verdict, points and a French sentence for every check.

Nothing here runs a student's code or a reference. The same code judges in the grader, with the hidden
table, and on the student's machine, with the public one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.judge.align import align
from autograder.judge.checks import KINDS, recognise
from autograder.judge.figures import FIGURE_KINDS, known_artists
from autograder.judge.reports import fingerprint
from autograder.judge.seen import Finding, Seen
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
TEXT = "text"  # the only case of a free-text question
NOT_CALLED = Outcome({"status": "lost"})  # the outcome of a call that was never made

Outcomes = Mapping[str, Sequence[Outcome]]  # case -> calls with the same inputs
# (id of a question, upstream readings) -> answers to the question that carry these readings
Carrier = Callable[["str", "tuple[str, ...]"], "tuple[Answer, ...]"]
CARRIED = "Erreur reportée : ton résultat est juste, compte tenu de {where} ; tu ne la paies qu'une fois."
CHANGED = "Ta fonction modifie ses entrées : les valeurs sont justes, mais travaille plutôt sur une copie."
OPENED = "La figure est dessinée mais pas renvoyée : ajoute un `return`."
ROUNDED = "Valeurs justes à la tolérance près (arrondies, ou en float32)."


def judge(outcomes: Mapping[str, Outcomes], table: Table, carry: Carrier | None = None) -> list[Judgement]:
    """Return the judgements of all questions, in order.

    `outcomes` are question -> case -> calls with the same inputs. Where a composed question loses points
    after an upstream error, `carry` gives answers that carry this error, beside those of the table.
    """
    recognised: list[str] = []
    judgements = []
    for question in table.questions:
        of_question = outcomes.get(question.id, {})
        judgement = judge_question(question, of_question, table.tolerance, recognised)
        if carry is not None and recognised and question.steps > 1 and judgement.any_failed:
            carried = carry(question.id, tuple(recognised))
            judgement = judge_question(question, of_question, table.tolerance, recognised, carried)
        recognised.extend(judgement.recognised)
        judgements.append(replace(judgement, group=question.group))
    return judgements


def judge_question(
    question: QuestionRow,
    outcomes: Outcomes,
    tolerance: float,
    recognised: Sequence[str],
    carried: Sequence[Answer] = (),
) -> Judgement:
    """Return the judgement of one question.

    `recognised` are the readings of earlier questions that the student made, as "question:reading".
    `carried` are answers beside those of the table.
    """
    if question.kind == "text":
        return _judge_text(question, outcomes)
    tolerance *= question.steps
    known = set(recognised)
    possible = [
        answer
        for context, answers in question.by_context.items()
        if known.issuperset(context)
        for answer in answers
    ]
    possible.extend(carried)
    possible.sort(key=lambda answer: (not answer.right, len(answer.context)))
    inlined = [
        answer
        for context, answers in question.by_context.items()
        if len(context) == 1 and context[0] not in known
        for answer in answers
        if answer.right
    ]
    seen, failures = align_outcomes(question, outcomes, tuple(possible), tuple(inlined), tolerance)
    verdicts: list[Verdict] = []
    matched: list[Answer] = []
    closed_parts: list[int] = []  # those on which a gate failed
    for check in question.checks:
        failure = next((failures[case] for case in check.cases if case in failures), None)
        if failure is not None:
            mistake = _raising_mistake(check, failures, possible)
            verdicts.append(_failure_verdict(check, question, failure, mistake))
        elif check.part in closed_parts or (check.part == -1 and closed_parts):
            verdicts.append(Verdict(check.id, NOT_REACHED, 0.0, check.points))
        else:
            finding = LOOKS[check.kind](check, question, seen)
            if finding.answer is not None:
                matched.append(finding.answer)
            if check.gate and finding.status != PASSED:
                closed_parts.extend(_wrong_parts(check, question, seen))
                finding = Finding(finding.status, finding.message, finding.answer or recognise(check, seen))
            verdicts.append(_verdict(check, finding))
    verdicts = [replace(verdict, title=check.title) for verdict, check in zip(verdicts, question.checks)]
    readings = [f"{question.id}:{answer.id}" for answer in matched if answer.kind != "reference"]
    for name in (verdict.mistake for verdict in verdicts if verdict.mistake):
        # "softmax:columns" is an upstream mistake that this function makes itself.
        readings.append(name if ":" in name else f"{question.id}:{name}")
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
    """Return the positions of the parts on which a gate failed, among those it looks at."""
    positions = range(len(question.parts)) if gate.part < 0 else [gate.part]
    return [
        position
        for position in positions
        if LOOKS[gate.kind](replace(gate, part=position), question, seen).status != PASSED
    ]


def align_outcomes(
    question: QuestionRow,
    outcomes: Outcomes,
    possible: tuple[Answer, ...],
    inlined: tuple[Answer, ...],
    tolerance: float,
) -> tuple[Seen, dict[str, Report]]:
    """Return (seen, failures): the results of the calls by parts, and a report for every case without one.

    `possible` and `inlined` are the answers to compare with, as `Seen.answers` and `Seen.inlined`.
    """
    parts: dict[str, list[list[Any]]] = {}
    artists: dict[str, list[dict[str, Any]]] = {}
    failures: dict[str, Report] = {}
    notes: list[str] = []
    for case in question.cases:
        calls = outcomes.get(case) or [NOT_CALLED]
        failure = next((call.report for call in calls if call.report.get("status") != "value"), None)
        if failure is not None:
            failures[case] = failure
            continue
        if any(call.report.get("changed") for call in calls):
            notes.append(CHANGED)
        if question.kind == "figure":
            if not all(call.report.get("figure") for call in calls):
                failures[case] = {"status": "no_figure"}
                continue
            if any(call.report.get("figure") == "opened" for call in calls):
                notes.append(OPENED)
            artists[case] = known_artists(calls[0].value)
            continue
        if question.kind == "training":
            parts[case] = [[call.value] for call in calls]
            continue
        if all(call.value is None for call in calls):
            failures[case] = {"status": "nothing"}
            continue
        expected = question.answers[0].values[case]
        parts[case] = []
        for call in calls:
            aligned, part_notes = align(call.value, expected, question.parts)
            parts[case].append(aligned)
            notes.extend(part_notes)
            if any(_rounded(part, wanted, tolerance) for part, wanted in zip(aligned, expected)):
                notes.append(ROUNDED)
    return Seen(parts, artists, possible, tolerance, inlined, tuple(dict.fromkeys(notes))), failures


def _rounded(part: Any, wanted: Any, tolerance: float) -> bool:
    """Return whether a part is within the tolerance of the reference, but not equal in double precision."""
    if not isinstance(part, np.ndarray) or np.shape(part) != np.shape(wanted) or not part.size:
        return False
    with np.errstate(invalid="ignore", over="ignore"):
        gap = np.abs(part - wanted) / (1 + np.abs(wanted))
    return bool(1e-9 < np.max(gap) <= tolerance)


def _verdict(check: CheckRow, finding: Finding) -> Verdict:
    """Return the verdict that a finding comes to, with its points, its hint and its note."""
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
    if answer.right:  # right with an upstream mistake, which this function makes itself
        name, hint = answer.context[0], answer.diagnosis or answer.symptom
    else:
        name, hint = answer.id, answer.diagnosis or answer.text
    return Verdict(check.id, finding.status, 0.0, check.points, finding.message, hint, name)


def _failure_verdict(
    check: CheckRow, question: QuestionRow, report: Report, mistake: Answer | None
) -> Verdict:
    """Return the verdict where a call of the check gave no value. `mistake` raises the same exception."""
    status = str(report.get("status"))
    signature = question.signature
    place = (
        f" ({report.get('where')}, ligne {report.get('line')} : `{report['text']}`)"
        if report.get("text")
        else ""
    )
    if status == "missing":
        message = (
            f"La fonction `{question.call}` n'existe pas : effacée, renommée, "
            "ou perdue avec une cellule qui ne se charge pas ?"
        )
        return Verdict(check.id, MISSING, 0.0, check.points, message)
    if status == "unwritten":
        return Verdict(check.id, UNWRITTEN, 0.0, check.points, f"`{question.call}` est encore à écrire.")
    messages = {
        "raised": f"`{signature}` a levé {report.get('type', '')} : {report.get('message', '')}{place}",
        "timeout": f"`{signature}` ne finit pas dans le temps donné : une boucle sans fin ?{place}",
        "memory": f"`{signature}` demande trop de mémoire.{place}",
        "crashed": f"`{signature}` a fait s'arrêter Python (exit, ou plantage d'une bibliothèque).",
        "rejected": f"`{signature}` : la réponse reçue n'en est pas une.",
        "unreadable": f"`{signature}` renvoie un objet que je ne sais pas lire "
        f"({report.get('message', '')}) : renvoie un nombre, un tableau, une liste ou un tuple.",
        "nothing": f"`{signature}` renvoie None : manque-t-il un `return` ? "
        "Afficher avec `print` ne suffit pas.",
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


def _raising_mistake(
    check: CheckRow, failures: Mapping[str, Report], possible: Sequence[Answer]
) -> Answer | None:
    """Return the mistake that raises the same exceptions on the check's cases that raised, or None."""
    raised = {
        case: fingerprint(str(failures[case].get("type")), str(failures[case].get("message", "")))
        for case in check.cases
        if case in failures and failures[case].get("status") == "raised"
    }
    if not raised:
        return None
    for answer in possible:
        if not answer.right and all(answer.values.get(case) == expected for case, expected in raised.items()):
            return answer
    return None


def _judge_text(question: QuestionRow, outcomes: Outcomes) -> Judgement:
    """Return the judgement of a free answer: unwritten where it is empty or the stub's text, else pending."""
    text = (outcomes.get(TEXT) or [NOT_CALLED])[0].value
    written = isinstance(text, str) and _letters(text) not in ("", _letters(question.placeholder))
    status = PENDING if written else UNWRITTEN
    message = "Réponse reçue : une personne la lira." if written else "Aucune réponse écrite."
    only = Verdict("manual", status, 0.0, question.points, message, title="réponse rédigée")
    return Judgement(question.id, question.title, (only,), question.points, question.bonus)


def _letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return "".join(char for char in text.casefold() if char.isalnum())
