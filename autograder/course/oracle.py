"""Build the answer table of a lab: every question answered by its reference and by all other readings.

A reading of a question is an accepted reading or a mistake. A question is composed where it uses the
functions of others, which are upstream of it. A carried error is what a composed question
answers when one of its upstream functions is replaced by a mistake.
"""

from __future__ import annotations

import contextlib
import itertools
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.course.config import Config, LabTable
from autograder.course.handout import handout
from autograder.course.lab import Lab
from autograder.course.question import Accepted, Case, FreeText, Function, Mistake, Question, Training
from autograder.judge.agreement import same_parts
from autograder.judge.align import align, numeric
from autograder.judge.judging import Carrier
from autograder.judge.kinds import Check
from autograder.judge.reports import fingerprint
from autograder.judge.table import Answer, CheckRow, QuestionRow, Table
from autograder.student.calls import fresh

Arguments = Mapping[str, tuple[Any, ...]]  # title of a case -> arguments
# Rounding an intermediate result to four decimals is accepted where the final result changes by at most
# this many tolerances. It is not where rounding breaks the computation, as it does with gradients.
ROUNDING = 100
COMBINATIONS = 64  # the most combinations of upstream readings that `carrier` tries for one question


def build_table(
    lab: Lab, config: Config, *, hidden: bool, training: bool = False, pairs: bool = False
) -> Table:
    """Return the answer table of a lab: the hidden one, with diagnoses, or the public one, without.

    With `training`, the last row is the lab's training. With `pairs`, there are also the answers that carry
    any two upstream readings, and a question's own mistakes made after one upstream mistake. A judge with no
    `carrier` beside it needs them. Raises Refused where grading.toml does not fit the lab.
    """
    points = config.lab(lab)
    rows = [
        _text_row(question, points)
        if isinstance(question, FreeText)
        else _row(lab, question, config, points, hidden, pairs)
        for question in lab.questions
    ]
    if training and lab.training is not None:
        rows.append(_training_row(lab.training, points))
    return Table(lab.id, lab.title, config.tolerance, points.packages, tuple(rows), handout(lab))


def portable(lab: Lab, config: Config) -> Table:
    """Return the hidden table with `pairs`, for a judge that cannot run the reference.

    All answers but the references are in single precision, which takes half the size, where the loss is
    far below the tolerance.
    """
    table = build_table(lab, config, hidden=True, pairs=True)
    questions = []
    for row in table.questions:
        others = (replace(answer, values=_single(answer.values)) for answer in row.answers[1:])
        questions.append(replace(row, answers=(*row.answers[:1], *others)))
    return replace(table, questions=tuple(questions))


def _single(value: Any) -> Any:
    """Return a value with its arrays in single precision, where that loses nothing that counts."""
    if isinstance(value, dict):
        return {key: _single(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_single, value))
    if not isinstance(value, np.ndarray) or value.dtype != np.float64:
        return value
    with np.errstate(all="ignore"):
        single = value.astype(np.float32)
    return single if np.allclose(single, value, rtol=1e-6, atol=1e-9, equal_nan=True) else value


def _text_row(question: FreeText, points: LabTable) -> QuestionRow:
    return QuestionRow(
        question.id,
        question.title,
        "text",
        question.id,
        question.id,
        ("",),
        points.worth[question.id],
        question.id in points.bonus,
        (),
        {},
        (),
        question.placeholder,
        group=question.group,
    )


def _training_row(training: Training, points: LabTable) -> QuestionRow:
    """Return the row of a training. Its runs are cases; its points are bonus points."""
    rows = tuple(
        CheckRow(
            check.id,
            check.kind.name,
            tuple(run.title for run in check.cases),
            -1,
            points.training.get(check.id, 0.0),
            False,
            dict(check.options),
            check.title,
        )
        for check in training.checks
    )
    return QuestionRow(
        training.id,
        training.title,
        "training",
        training.call,
        training.call,
        ("",),
        sum(points.training.values()),
        True,
        rows,
        training.runs(),
        (),
        group=training.group,
    )


def _row(
    lab: Lab, question: Question, config: Config, points: LabTable, hidden: bool, pairs: bool
) -> QuestionRow:
    kept = [case for case in question.cases if case.is_in(hidden)]
    seed = config.seeds.secret if hidden else config.seeds.public
    arguments = {case.title: question.arguments(case, seed, hidden) for case in kept}
    rows = [_check_row(check, question, kept, points) for check in question.checks]
    return QuestionRow(
        question.id,
        question.title,
        "figure" if question.figure else "function",
        question.call,
        question.signature,
        question.parts,
        points.worth[question.id],
        question.id in points.bonus,
        tuple(row for row in rows if row.cases),
        arguments,
        tuple(_answers(lab, question, arguments, config.tolerance, hidden, pairs)),
        steps=1 + len(_upstream(question, lab)),
        group=question.group,
    )


def _check_row(check: Check, question: Question, kept: Sequence[Case], points: LabTable) -> CheckRow:
    """Return a check as data, with the cases of this table only, and names as positions."""
    options = dict(check.options)
    if "words" in options:
        options["words"] = question.parts.index(options["words"])
    if "where" in options:
        options["where"] = list(question.inputs).index(options["where"])
    part = question.parts.index(check.part) if check.part or question.parts == ("",) else -1
    cases = tuple(case.title for case in check.cases if case in kept)
    worth = points.points[question.id][check.id]
    return CheckRow(check.id, check.kind.name, cases, part, worth, check.kind.gate, options, check.title)


def _answers(
    lab: Lab, question: Question, arguments: Arguments, tolerance: float, hidden: bool, pairs: bool
) -> Iterator[Answer]:
    """Yield the answers to a question: the reference, its own readings, rounded ones, then carried ones."""
    reference = evaluate(question.reference, arguments, None, question.figure)
    yield Answer("reference", "reference", (), reference)
    right = [reference]
    for variant in question.variants:
        for answer in _forms(variant, (), arguments, reference, question.figure, hidden):
            yield answer
            if answer.right:
                right.append(answer.values)
    for answer in _rounded_on_the_way(lab, question, arguments, reference):
        if _same(answer.values, reference, ROUNDING * tolerance) and not _same(
            answer.values, reference, tolerance
        ):
            yield answer
    bases: list[Accepted | Mistake] = [Accepted("reference", question.reference, ""), *question.accepts]
    for readings in _contexts(question, lab, pairs):
        context = tuple(f"{reading.question}:{reading.variant.id}" for reading in readings if reading.wrong)
        own = hidden and (not context or (pairs and len(readings) == 1))
        with substituted(lab.reference, {reading.call: reading.answer for reading in readings}):
            for variant in [*bases, *question.mistakes] if own else bases:
                for answer in _forms(variant, context, arguments, reference, question.figure, hidden):
                    if _is_new(answer, right, tolerance):
                        yield _in_context(answer, readings, hidden)


def _is_new(answer: Answer, right: Sequence[Mapping[str, Any]], tolerance: float) -> bool:
    """Return whether an answer has values on every case, and differs from all answers known to be right."""
    has_values = all(isinstance(parts, tuple) for parts in answer.values.values())
    return has_values and not any(_same(answer.values, known, tolerance) for known in right)


def _rounded_on_the_way(
    lab: Lab, question: Question, arguments: Arguments, reference: Mapping[str, Any]
) -> Iterator[Answer]:
    """Yield the composed answer where each upstream function in turn, then all, round to four decimals."""
    upstream = {used.call: _four_decimals(used.reference) for used in _upstream(question, lab)}
    for rounding in [*({call: function} for call, function in upstream.items()), upstream]:
        with substituted(lab.reference, rounding):
            values = evaluate(question.reference, arguments, reference, question.figure)
        yield Answer("accepted", "rounded", (), values, "Tu arrondis en chemin : accepté.")


def _four_decimals(function: Function) -> Function:
    def rounded(*arguments: Any) -> Any:
        value = function(*arguments)
        return tuple(np.round(part, 4) for part in value) if isinstance(value, tuple) else np.round(value, 4)

    return rounded


def _forms(
    variant: Accepted | Mistake,
    context: tuple[str, ...],
    arguments: Arguments,
    reference: Mapping[str, Any],
    figure: bool,
    hidden: bool,
) -> Iterator[Answer]:
    """Yield the answer of an accepted reading, or those of a mistake in each of its forms."""
    if isinstance(variant, Accepted):
        yield Answer(
            "accepted",
            variant.id,
            context,
            evaluate(variant.answer, arguments, reference, figure),
            variant.note,
        )
        return
    for function in variant.forms:
        values = evaluate(function, arguments, reference, figure)
        yield Answer(
            "mistake", variant.id, context, values, variant.symptom, variant.diagnosis if hidden else ""
        )


def _in_context(answer: Answer, readings: Sequence[Reading], hidden: bool) -> Answer:
    """Return a composed answer as what it is with these upstream readings.

    With a mistake among them it is a carried error. It then holds the texts of that mistake, which are
    shown where the student did not make it upstream, but inside this function. With accepted readings
    only, it is an accepted answer with their notes.
    """
    if answer.kind == "mistake":
        return answer
    wrong = [reading.variant for reading in readings if isinstance(reading.variant, Mistake)]
    if wrong:
        diagnosis = wrong[0].diagnosis if hidden else ""
        return replace(
            answer, kind="reference", text=answer.text, symptom=wrong[0].symptom, diagnosis=diagnosis
        )
    notes = [reading.variant.note for reading in readings if isinstance(reading.variant, Accepted)]
    id = ",".join(f"{reading.question}:{reading.variant.id}" for reading in readings)
    return replace(answer, kind="accepted", id=id, text=" ".join([*notes, answer.text]).strip())


@dataclass(frozen=True)
class Reading:
    """A reading of an upstream question, in one of its forms."""

    question: str  # id
    call: str  # name of the function that it replaces
    variant: Accepted | Mistake
    answer: Function  # the function that takes its place

    @property
    def wrong(self) -> bool:
        """Return whether it is a mistake."""
        return isinstance(self.variant, Mistake)


def _readings(used: Question) -> Iterator[Reading]:
    """Return the readings of an upstream question, in all their forms."""
    return (
        Reading(used.id, used.call, variant, answer) for variant in used.variants for answer in variant.forms
    )


def _contexts(question: Question, lab: Lab, pairs: bool) -> Iterator[tuple[Reading, ...]]:
    """Yield every upstream reading alone, then two of two questions: accepted ones, or all with `pairs`."""
    readings = [reading for used in _upstream(question, lab) for reading in _readings(used)]
    for reading in readings:
        yield (reading,)
    met = [reading for reading in readings if pairs or not reading.wrong]
    yield from (pair for pair in itertools.combinations(met, 2) if pair[0].question != pair[1].question)


def carrier(lab: Lab, table: Table) -> Carrier:
    """Return a function that computes carried answers for the readings that one submission made.

    It takes the id of a question and the upstream readings that were recognised, and returns the answers
    that these readings lead to together, with the question's own mistakes too. A table holds each
    upstream reading alone: all combinations would be too many, but those of one submission are few.
    """

    @lru_cache(maxsize=256)
    def carry(id: str, recognised: tuple[str, ...]) -> tuple[Answer, ...]:
        question = next(q for q in lab.questions if isinstance(q, Question) and q.id == id)
        row = table.question(id)
        right = [answer.values for answer in row.answers if answer.right and not answer.context]
        own: list[Accepted | Mistake] = [
            Accepted("reference", question.reference, ""),
            *question.accepts,
            *question.mistakes,
        ]
        found = []
        for readings in itertools.islice(_combinations(question, lab, recognised), COMBINATIONS):
            context = tuple(
                f"{reading.question}:{reading.variant.id}" for reading in readings if reading.wrong
            )
            with substituted(lab.reference, {reading.call: reading.answer for reading in readings}):
                for variant in own:
                    for answer in _forms(variant, context, row.cases, right[0], question.figure, True):
                        if _is_new(answer, right, table.tolerance):
                            found.append(_in_context(answer, readings, True))
        return tuple(found)

    return carry


def _combinations(question: Question, lab: Lab, recognised: Sequence[str]) -> Iterator[tuple[Reading, ...]]:
    """Yield combinations of recognised mistakes and accepted readings, with at least one mistake.

    Each takes one reading from each of several upstream questions: first from all of them, then from
    fewer, beginning with one.
    """
    options = []
    for used in _upstream(question, lab):
        met = [r for r in _readings(used) if not r.wrong or f"{r.question}:{r.variant.id}" in recognised]
        if met:
            options.append(met)
    for size in (len(options), *range(1, len(options))):
        for chosen in itertools.combinations(options, size):
            yield from (
                readings
                for readings in itertools.product(*chosen)
                if any(reading.wrong for reading in readings)
            )


def _upstream(question: Question, lab: Lab) -> list[Question]:
    """Return the questions that a question uses, and those that these use, and so on."""
    known = {q.id: q for q in lab.questions if isinstance(q, Question)}
    found: dict[str, Question] = {}
    waiting = list(question.uses)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = known[name]
            waiting.extend(known[name].uses)
    return list(found.values())


@contextlib.contextmanager
def substituted(module: Any, functions: Mapping[str, Function]) -> Iterator[None]:
    """Replace some functions of a module in the body: its other functions then call the replacements."""
    before = {name: getattr(module, name) for name in functions}
    try:
        for name, function in functions.items():
            setattr(module, name, function)
        yield
    finally:
        for name, function in before.items():
            setattr(module, name, function)


def evaluate(
    function: Function, arguments: Arguments, reference: Mapping[str, Any] | None, figure: bool
) -> dict[str, Any]:
    """Return case -> a tuple of parts, or the fingerprint of what a trusted function raised.

    With `reference`, the values are fitted to its parts; without it, an exception is raised as it is.
    """
    return {
        case: _evaluate(function, inputs, reference[case] if reference else None, figure)
        for case, inputs in arguments.items()
    }


def _evaluate(function: Function, arguments: tuple[Any, ...], expected: Any, figure: bool) -> Any:
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = function(*fresh(arguments))
        except Exception as error:
            if expected is None:
                raise
            return fingerprint(type(error).__name__, str(error))
    if expected is None or figure:
        return tuple(map(_own, value if isinstance(value, tuple) else (value,)))
    parts, _ = align(_plain(value), expected)
    return tuple(parts)


def _own(part: Any) -> Any:
    """Return a part of a reference as the table holds it: a list of words, or an array."""
    return part if isinstance(part, list) and all(isinstance(item, str) for item in part) else numeric(part)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _same(values: Mapping[str, Any], known: Mapping[str, Any], tolerance: float) -> bool:
    """Return whether the values are the known ones, on every case."""
    return all(
        isinstance(known[case], tuple) and same_parts(values[case], known[case], tolerance) for case in values
    )
