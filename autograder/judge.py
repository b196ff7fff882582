"""`judge(outcomes, table)`: the only judge there is. Standard library and numpy only.

It looks at what came back of every call, holds it against the answer table, and gives every check a
verdict, the points it is worth, and one sentence in French. It runs no student's code and no
reference. The same code judges in the grader (hidden table) and on the student's machine (public one).
"""

from __future__ import annotations

import builtins
import re
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from autograder.align import align
from autograder.checks import (
    FAILED,
    PASSED,
    Finding,
    Seen,
    agrees,
    distinct,
    feels_position,
    follows_permutation,
    number,
    recognise,
    reproducible,
    rows_sum_to_one,
    rows_sum_to_zero,
    shape,
    spread,
    unchanged,
    zero_where,
)
from autograder.guard import Report
from autograder.pictures import known_artists, labels_words, shows_histogram, shows_matrix, shows_values
from autograder.table import Answer, CheckRow, QuestionRow, Table

NUMPY_ERRORS = ("AxisError", "LinAlgError", "UFuncTypeError", "ModuleNotFoundError")
NOT_REACHED = "not_reached"  # a gate before it failed
MISSING = "missing"  # there is no such function
UNWRITTEN = "unwritten"  # the stub is still there
PENDING = "pending"  # waits for a person
# Further verdicts are the status of a call: raised, timeout, memory, crashed, rejected, unreadable.

KINDS = {
    kind.__name__: kind
    for kind in (
        shape, rows_sum_to_one, rows_sum_to_zero, agrees, spread, distinct, reproducible, zero_where, unchanged,
        follows_permutation, feels_position, shows_matrix, labels_words, shows_values, shows_histogram,
    )
}  # fmt: skip

Outcome = Tuple[Report, Any]  # what a call reported, and its plain value
Carrier = Callable[[str, Tuple[str, ...]], Tuple[Answer, ...]]  # (question, upstream readings) -> answers
CARRIED = "Erreur reportée : ton résultat est juste, compte tenu de {where} ; tu ne la paies qu'une fois."
CHANGED = "Ta fonction modifie ses entrées : les valeurs sont justes, mais travaille plutôt sur une copie."
OPENED = "La figure est dessinée mais pas renvoyée : ajoute un `return`."
ROUNDED = "Valeurs justes à la tolérance près (arrondies, ou en float32)."


@dataclass(frozen=True)
class Verdict:
    """What one check came to."""

    check: str
    verdict: str
    points: float
    out_of: float
    message: str = ""
    hint: str = ""  # symptom of the recognised mistake; its diagnosis where the table holds one
    mistake: str = ""
    note: str = ""  # accepted reading, or carried error
    title: str = ""  # of the check, in French
    carried: Tuple[str, ...] = ()  # the upstream readings that it was passed with, as "question:reading"


@dataclass(frozen=True)
class Judgement:
    """What one question came to."""

    question: str
    title: str
    verdicts: Tuple[Verdict, ...]
    out_of: float
    bonus: bool
    notes: Tuple[str, ...] = ()
    recognised: Tuple[str, ...] = field(default=())  # readings that later questions may carry, "question:reading"
    group: str = ""  # the heading of the handout

    @property
    def points(self) -> float:
        """The points of all checks together."""
        return float(sum(verdict.points for verdict in self.verdicts))

    @property
    def lost(self) -> bool:
        """Whether some check failed."""
        return any(verdict.verdict == FAILED for verdict in self.verdicts)

    @property
    def pending(self) -> bool:
        """Whether some check waits for a person."""
        return any(verdict.verdict == PENDING for verdict in self.verdicts)


def judge(
    outcomes: Mapping[str, Mapping[str, Sequence[Outcome]]], table: Table, carry: Optional[Carrier] = None
) -> List[Judgement]:
    """Judge every question, in order: outcomes are question -> case -> calls with the same inputs.

    Where a composed question loses points after an upstream error, `carry` says what that error leads to,
    beside what the table holds of it.
    """
    recognised: List[str] = []
    judgements = []
    for question in table.questions:
        given = outcomes.get(question.id, {})
        judgement = judge_question(question, given, table.tolerance, recognised)
        if carry is not None and recognised and question.steps > 1 and judgement.lost:
            more = carry(question.id, tuple(recognised))
            judgement = judge_question(question, given, table.tolerance, recognised, more)
        recognised.extend(judgement.recognised)
        judgements.append(replace(judgement, group=question.group))
    return judgements


def judge_question(
    question: QuestionRow,
    outcomes: Mapping[str, Sequence[Outcome]],
    tolerance: float,
    recognised: Sequence[str],
    more: Sequence[Answer] = (),
) -> Judgement:
    """Judge one question; `recognised` are the readings of the questions before it, `more` answers beside the table's."""
    if question.kind == "text":
        return _judge_text(question, outcomes)
    if question.kind == "training":
        return _judge_training(question, outcomes)
    tolerance *= question.steps
    known = set(recognised)
    live = [a for context, answers in question.by_context.items() if known.issuperset(context) for a in answers]
    live.extend(more)
    live.sort(key=lambda answer: (not answer.right, len(answer.context)))
    inside = [
        answer
        for context, answers in question.by_context.items()
        if len(context) == 1 and context[0] not in known
        for answer in answers
        if answer.right
    ]
    seen, broken = _see(question, outcomes, tuple(live), tuple(inside), tolerance)
    verdicts: List[Verdict] = []
    found: List[Answer] = []
    closed: List[int] = []  # parts behind a failed gate
    for check in question.checks:
        trouble = next((broken[case] for case in check.cases if case in broken), None)
        if trouble is not None:
            verdicts.append(_trouble(check, question, trouble, _raising_mistake(check, broken, live)))
        elif check.part in closed or (check.part == -1 and closed):
            verdicts.append(Verdict(check.id, NOT_REACHED, 0.0, check.points))
        else:
            finding = KINDS[check.kind](check, question, seen)
            if finding.answer is not None:
                found.append(finding.answer)
            if check.gate and finding.verdict != PASSED:
                closed.extend(_wrong_parts(check, question, seen))
                finding = Finding(finding.verdict, finding.message, finding.answer or recognise(check, seen))
            verdicts.append(_verdict(check, finding))
    verdicts = [replace(verdict, title=check.title) for verdict, check in zip(verdicts, question.checks)]
    readings = [f"{question.id}:{answer.id}" for answer in found if answer.kind != "reference"]
    for mistake in (verdict.mistake for verdict in verdicts if verdict.mistake):  # "softmax:columns": made inside
        readings.append(mistake if ":" in mistake else f"{question.id}:{mistake}")
    notes = seen.notes if any(verdict.verdict == PASSED for verdict in verdicts) else ()
    return Judgement(
        question.id, question.title, tuple(verdicts), question.points, question.bonus,
        tuple(notes), tuple(dict.fromkeys(readings)),
    )  # fmt: skip


def _wrong_parts(gate: CheckRow, question: QuestionRow, seen: Seen) -> List[int]:
    """The parts that a failed gate closes: its own, or among all those it looks at the wrong ones."""
    places = range(len(question.parts)) if gate.part < 0 else [gate.part]
    return [place for place in places if KINDS[gate.kind](replace(gate, part=place), question, seen).verdict != PASSED]


def _see(
    question: QuestionRow,
    outcomes: Mapping[str, Sequence[Outcome]],
    live: Tuple[Answer, ...],
    inside: Tuple[Answer, ...],
    tolerance: float,
) -> Tuple[Seen, Dict[str, Report]]:
    """Align what came back; also the cases whose call did not come to a value, with their reports."""
    parts: Dict[str, List[List[Any]]] = {}
    artists: Dict[str, List[Dict[str, Any]]] = {}
    broken: Dict[str, Report] = {}
    notes: List[str] = []
    reference = question.answers[0]
    for case in question.cases:
        calls = outcomes.get(case) or [({"status": "lost"}, None)]
        bad = next((report for report, _ in calls if report.get("status") != "value"), None)
        if bad is not None:
            broken[case] = bad
            continue
        if any(report.get("changed") for report, _ in calls):
            notes.append(CHANGED)
        if question.kind == "figure":
            if not all(report.get("figure") for report, _ in calls):
                broken[case] = {"status": "no_figure"}
                continue
            if any(report.get("figure") == "opened" for report, _ in calls):
                notes.append(OPENED)
            artists[case] = known_artists(calls[0][1])
            continue
        if all(value is None for _, value in calls):
            broken[case] = {"status": "nothing"}
            continue
        parts[case] = []
        for _, value in calls:
            aligned, said = align(value, reference.values[case], question.parts)
            parts[case].append(aligned)
            notes.extend(said)
            if any(_rounded(part, wanted, tolerance) for part, wanted in zip(aligned, reference.values[case])):
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
    passed = finding.verdict == PASSED
    if answer is None:
        return Verdict(check.id, finding.verdict, check.points if passed else 0.0, check.points, finding.message)
    if passed:
        note = answer.text if answer.kind == "accepted" or answer.context else ""
        if answer.context:
            where = " et ".join(f"« {upstream.split(':')[0]} »" for upstream in answer.context)
            note = (note + " " if note else "") + CARRIED.format(where=where)
        return Verdict(check.id, PASSED, check.points, check.points, finding.message, note=note, carried=answer.context)
    if answer.right:  # an upstream mistake, made inside this function
        name, hint = answer.context[0], answer.diagnosis or answer.symptom
    else:
        name, hint = answer.id, answer.diagnosis or answer.text
    return Verdict(check.id, finding.verdict, 0.0, check.points, finding.message, hint, name)


def _trouble(check: CheckRow, question: QuestionRow, report: Report, mistake: Optional[Answer]) -> Verdict:
    """The verdict where a call of the check came to no value; the mistake is one that raises likewise."""
    status = str(report.get("status"))
    signature = question.signature
    place = f" ({report.get('where')}, ligne {report.get('line')} : `{report['text']}`)" if report.get("text") else ""
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
        check.id, {"lost": "internal_error", "no_figure": FAILED, "nothing": FAILED}.get(status, status), 0.0, check.points,
        messages.get(status, status),
        (mistake.diagnosis or mistake.text) if mistake else "",
        mistake.id if mistake else "",
    )  # fmt: skip


def _raising_mistake(check: CheckRow, broken: Mapping[str, Report], live: Sequence[Answer]) -> Optional[Answer]:
    """The mistake that raises the same exceptions, on every case of the check where there are any."""
    raised = {
        case: fingerprint(str(broken[case].get("type")), str(broken[case].get("message", "")))
        for case in check.cases
        if case in broken and broken[case].get("status") == "raised"
    }
    alike = (a for a in live if raised and not a.right and all(a.values.get(case) == one for case, one in raised.items()))
    return next(alike, None)


def fingerprint(kind: str, message: str) -> Dict[str, Any]:
    """What is steady of an exception: its type, and the distinct whole numbers in its message, or where there are none its first words.

    The words of numpy's messages change from version to version; the sizes they quote do not. np.dot lists
    both shapes before the two sizes that differ, `@` and np.matmul do not: those are dropped.
    """
    message = re.sub(r"0x[0-9a-fA-F…]+|\[.*|…", " ", message[:200])  # addresses and values change from run to run
    message = message.partition("not aligned")[2] or message
    digits = "".join(char if char.isdigit() and char.isascii() else " " for char in message)
    numbers = sorted({int(part) for part in digits.split() if len(part) < 9})
    return {"raised": kind, "numbers": numbers, "words": [] if numbers else message.split()[:3]}


def discreet(report: Report, loaded: Sequence[Dict[str, Any]]) -> Report:
    """The report of a call without what could carry its hidden inputs out, into the student's page.

    An exception's own words are the student's to choose: numbers with decimals and long ones are taken
    out, names that Python and numpy do not have too, and a place that is not in the submission.
    """
    kept = {**report, "message": str(report.get("message", ""))[:200]}
    kept["message"] = re.sub(r"[-+]?\d*\.\d+(?:e[-+]?\d+)?|\d{5,}|\[.*\]?", "…", kept["message"])
    if "type" in kept and not hasattr(builtins, str(kept["type"])) and kept["type"] not in NUMPY_ERRORS:
        kept["type"] = "Exception"
    if not any(_holds(cell, kept) for cell in loaded):
        for key in ("where", "line", "text"):
            kept.pop(key, None)
    return kept


def _holds(cell: Dict[str, Any], report: Report) -> bool:
    """Whether the place that a report names, a line with its number, is in the cell."""
    line, lines = report.get("line"), cell["text"].split("\n")
    if report.get("where") != cell["where"] or type(line) is not int or not 0 < line - cell["line"] <= len(lines):
        return False
    return bool(report.get("text") == lines[line - cell["line"] - 1].strip()[:200])


def _judge_text(question: QuestionRow, outcomes: Mapping[str, Sequence[Outcome]]) -> Judgement:
    """A free answer: 0 where the stub was left as it was or emptied, else it waits for a person."""
    calls = outcomes.get("text") or [({"status": "missing"}, None)]
    text = calls[0][1]
    written = isinstance(text, str) and _bare(text) not in ("", _bare(question.placeholder))
    verdict = PENDING if written else UNWRITTEN
    message = "Réponse reçue : une personne la lira." if written else "Aucune réponse écrite."
    only = Verdict("manual", verdict, 0.0, question.points, message, title="réponse rédigée")
    return Judgement(question.id, question.title, (only,), question.points, question.bonus)


def _judge_training(question: QuestionRow, outcomes: Mapping[str, Sequence[Outcome]]) -> Judgement:
    """The runs of a training, by what was measured of the parameters that came back."""
    verdicts = []
    for check in question.checks:
        calls = [(outcomes.get(run) or [({"status": "lost"}, None)])[0] for run in check.cases]
        bad = next((report for report, _ in calls if report.get("status") != "value"), None)
        verdicts.append(_reached(check, [value for _, value in calls]) if bad is None else _trouble(check, question, bad, None))
    verdicts = [replace(verdict, title=check.title) for verdict, check in zip(verdicts, question.checks)]
    return Judgement(question.id, question.title, tuple(verdicts), question.points, question.bonus)


def _reached(check: CheckRow, measured: Sequence[Mapping[str, float]]) -> Verdict:
    """Whether the measure, or what the second run adds to the first, is within its bounds."""
    name, least, most = (check.options[key] for key in ("measure", "least", "most"))
    value = measured[-1][name] - (measured[0][name] if len(measured) > 1 else 0.0)
    passed = (least is None or value >= least) and (most is None or value <= most)
    bound = f"au moins {number(least)}" if most is None else f"au plus {number(most)}"
    more = f" de plus que « {check.cases[0]} »" if len(measured) > 1 else ""
    said = f"« {check.cases[-1]} », {name} : {number(value)}{more} ({bound} attendu)."
    return Verdict(check.id, PASSED if passed else FAILED, check.points if passed else 0.0, check.points, said, note=said if passed else "")


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
