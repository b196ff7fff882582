"""Questions to answer table: evaluate reference, accepted readings, mistakes and carried errors.

Trusted side only. A carried error is the composed answer computed with an upstream function replaced
by one of its accepted readings or mistakes; several at once are computed for the submissions that
make them.
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
from autograder.judge.align import align, numeric
from autograder.judge.checks import Check, same_parts
from autograder.judge.judging import Carrier
from autograder.judge.reports import fingerprint
from autograder.judge.table import Answer, CheckRow, QuestionRow, Table
from autograder.student.calls import fresh

Arguments = Mapping[str, tuple[Any, ...]]  # case -> arguments
ROUNDING = (
    100  # tolerances that rounding on the way may lead away; it stops gradients, which is more than that
)
COMBINATIONS = 64  # of upstream readings that one question is answered with


def build_table(
    lab: Lab, config: Config, *, hidden: bool, training: bool = False, pairs: bool = False
) -> Table:
    """The answer table of a lab, under the hidden seed with diagnoses, or under the public one without.

    Where the `training` is to be audited too, its runs are a last row. With `pairs` it also holds what every
    two upstream readings lead to, and a question's own mistakes beside one: for a judge with no `carrier`.
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
    """The hidden table for a judge that has no reference beside it: what every two upstream errors lead to is in it.

    All answers but the references are in single precision, half the size, where that is nothing to the tolerance.
    """
    table = build_table(lab, config, hidden=True, pairs=True)
    questions = []
    for row in table.questions:
        others = (replace(answer, values=_single(answer.values)) for answer in row.answers[1:])
        questions.append(replace(row, answers=(*row.answers[:1], *others)))
    return replace(table, questions=tuple(questions))


def _single(value: Any) -> Any:
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
    """The runs as cases. Its points, if grading.toml gives it any, come on top, as those of a bonus question do."""
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
    """Whether an answer has values everywhere, and other ones than what is right anyhow."""
    has_values = all(isinstance(parts, tuple) for parts in answer.values.values())
    return has_values and not any(_same(answer.values, known, tolerance) for known in right)


def _rounded_on_the_way(
    lab: Lab, question: Question, arguments: Arguments, reference: Mapping[str, Any]
) -> Iterator[Answer]:
    """The composed answer where one upstream function, or all of them, round to four decimals."""
    upstream = {used.call: _four_decimals(used.reference) for used in _upstream(question, lab)}
    for rounding in [*({call: function} for call, function in upstream.items()), upstream]:
        with substituted(lab.reference, rounding):
            values = evaluate(question.reference, arguments, reference, question.figure)
        yield Answer("accepted", "rounded", (), values, "Tu arrondis en chemin : accepté.")


def _four_decimals(function: Function) -> Function:
    def rounded(*given: Any) -> Any:
        value = function(*given)
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
    """An accepted reading, or a mistake in each of its forms."""
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
    """A composed answer: right with a note for an accepted upstream reading, carried for a mistake.

    Carried answers hold the texts of the upstream mistake, to name it where it was not made upstream
    but inside the composed function.
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
    """An upstream question read otherwise: its function, and what stands for it."""

    question: str
    call: str
    variant: Accepted | Mistake
    answer: Function  # of the variant, in one of its forms

    @property
    def wrong(self) -> bool:
        """Whether it is a mistake."""
        return isinstance(self.variant, Mistake)


def _readings(used: Question) -> Iterator[Reading]:
    """Every other reading of an upstream question, in all its forms."""
    return (
        Reading(used.id, used.call, variant, answer) for variant in used.variants for answer in variant.forms
    )


def _contexts(question: Question, lab: Lab, pairs: bool) -> Iterator[tuple[Reading, ...]]:
    """Every upstream reading alone, then every two of two questions: accepted ones, or with `pairs` any."""
    readings = [reading for used in _upstream(question, lab) for reading in _readings(used)]
    for reading in readings:
        yield (reading,)
    met = [reading for reading in readings if pairs or not reading.wrong]
    yield from (pair for pair in itertools.combinations(met, 2) if pair[0].question != pair[1].question)


def carrier(lab: Lab, table: Table) -> Carrier:
    """(question, upstream readings recognised) -> the answers that these, taken together, lead to.

    A table holds each upstream reading alone, and not the question's own mistakes beside an upstream one:
    all of their combinations would be too many. Those of one submission are few, and computed when they are met.
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
    """The readings recognised upstream, beside them those accepted: all of them together, then some, fewest first."""
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
    """The questions that a question is composed of, and those that they are composed of."""
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
    """The module with some of its functions replaced: what calls them by name gets the others."""
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
    """What a trusted function answers on every case: a tuple of parts, or what it raised."""
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
    return part if isinstance(part, list) and all(isinstance(item, str) for item in part) else numeric(part)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _same(values: Mapping[str, Any], known: Mapping[str, Any], tolerance: float) -> bool:
    return all(
        isinstance(known[case], tuple) and same_parts(values[case], known[case], tolerance) for case in values
    )
