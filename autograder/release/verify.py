"""Prove what each lab promises: this is what `autograder verify` runs.

The reference gets full marks, and the notebook as it is handed out gets none. Every mistake loses points
and is recognised. Every accepted reading gets full marks. An error made once does not lose marks in the
questions that build on it. Trivial outputs, such as zeros, earn at most the cap. A mistake is at least ten
tolerances away from every right answer. The folder assignments/ is current and leaks nothing.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course.config import Config
from autograder.course.handout import released_cells
from autograder.course.lab import Lab
from autograder.course.oracle import build_table, substituted
from autograder.course.question import Accepted, Mistake, Question
from autograder.grading.one import grade, run_here
from autograder.judge.checks import KINDS
from autograder.judge.judging import judge, judge_question
from autograder.judge.seen import Seen
from autograder.judge.table import QuestionRow, Table, calls
from autograder.judge.verdicts import PASSED, Judgement
from autograder.release.build import build, stale
from autograder.release.leak import Secrets, leaks_of
from autograder.student.calls import Outcome, fresh
from autograder.student.values import NotPlain, plain

# The kinds of checks that ask for a property of the answer, and not for a certain value.
PROPERTIES = (
    "rows_sum_to_one",
    "rows_sum_to_zero",
    "zero_where",
    "unchanged",
    "follows_permutation",
    "feels_position",
)
MARGIN = 10.0  # tolerances by which a mistake must differ from every right answer


@dataclass(frozen=True)
class Proof:
    """The outcome of verifying one lab."""

    line: str  # what was counted, for the terminal
    failures: tuple[str, ...]  # a line for each promise that does not hold


def verify_lab(lab: Lab, config: Config, known: Secrets, public: set[str], root: Path) -> Proof:
    """Verify a lab on its hidden table and on its public one. `root` is the folder of the repository."""
    hidden, shown = build_table(lab, config, hidden=True), build_table(lab, config, hidden=False)
    questions = {q.id: q for q in lab.questions if isinstance(q, Question)}
    failures: list[str] = []
    caught = named = accepted = carried = 0
    margin, nearest = np.inf, ""
    for table in (hidden, shown):
        visibility = "hidden" if table is hidden else "public"
        failures += [f"{visibility}: {line}" for line in _reference_and_stub(lab, table)]
        for row in table.questions:
            if row.kind == "text":
                continue
            for variant in questions[row.id].variants:
                where = f"{visibility}: {row.id}: {variant.id}"
                judgement = _judge_variant(row, variant, table)
                ids = {verdict.mistake for verdict in judgement.verdicts}
                if isinstance(variant, Accepted):
                    accepted += table is hidden
                    if judgement.points < row.points:
                        failures.append(
                            f"{where}: an accepted reading gets {judgement.points:g} of {row.points:g}"
                        )
                    continue
                caught += table is hidden and (judgement.points < row.points or row.points == 0)
                named += table is hidden and variant.id in ids
                if judgement.points >= row.points > 0:
                    failures.append(f"{where}: a mistake gets full marks")
                if variant.id not in ids:
                    failures.append(
                        f"{where}: the mistake is not named, but {', '.join(sorted(ids - {''})) or 'nothing'}"
                    )
                distance = _distance(row, variant.id, table.tolerance * row.steps)
                if distance < margin:
                    margin, nearest = distance, f"{row.id}/{variant.id}"
            failures += [f"{visibility}: {line}" for line in _properties(row, table.tolerance * row.steps)]
            failures += [f"{visibility}: {line}" for line in _trivial(row, table, config.trivial_cap)]
    for upstream, reading, lost in _carried(lab, hidden, questions):
        carried += 1
        if lost:
            failures.append(f"{upstream}: {reading}: not carried into {', '.join(lost)}")
    if margin < MARGIN:
        failures.append(f"margin: {nearest} is only {margin:.1f} tolerances from a right answer")
    files = build(lab, config)
    odd = stale(files, root / "assignments" / lab.id)
    if odd:
        failures.append(
            f"assignments/{lab.id} is not current ({', '.join(odd)}): run `autograder release {lab.id}`"
        )
    found = leaks_of(lab.id, files, known, public)
    failures += [f"leak: {line}" for line in found]
    mistakes = sum(len(question.mistakes) for question in questions.values())
    checks = sum(len(row.checks) or 1 for row in hidden.questions)
    line = (
        f"{lab.id}: {len(hidden.questions)} questions, {checks} checks, {caught}/{mistakes} mistakes caught, "
        f"{named}/{mistakes} named, margin {margin:.0f}x ({nearest}), {accepted} readings accepted, "
        f"{carried} errors carried, trivial cap {config.trivial_cap:.0%}, "
        f"{len(found)} leaks in {len(files)} files"
    )
    return Proof(line, tuple(failures))


def _reference_and_stub(lab: Lab, table: Table) -> Iterator[str]:
    """Yield a line for each question where the reference lacks points, or the empty notebook has some."""
    for judgement in grade(lab.solution, table, run_here()).judgements:
        if judgement.points < judgement.out_of and not judgement.pending:
            yield f"{judgement.question}: the reference gets {judgement.points:g} of {judgement.out_of:g}"
    for judgement in grade(list(released_cells(lab)), table, run_here()).judgements:
        if judgement.points > 0 or judgement.pending:
            yield f"{judgement.question}: the stub gets {judgement.points:g} points"


def _judge_variant(row: QuestionRow, variant: Accepted | Mistake, table: Table) -> Judgement:
    return judge_question(row, _outcomes(row, variant.answer), table.tolerance, [])


def _outcomes(row: QuestionRow, function: Callable[..., Any]) -> dict[str, list[Outcome]]:
    """Return the outcomes of a question's calls if a student had written this function: case -> outcomes."""
    outcomes: dict[str, list[Outcome]] = {}
    for case, arguments in calls(row):
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                value = function(*fresh(arguments))
                value = _drawn(value) if row.kind == "figure" else plain(value)
                outcome = Outcome({"status": "value", "figure": "returned"}, value)
            except NotPlain as error:
                outcome = Outcome({"status": "unreadable", "message": str(error)})
            except Exception as error:
                outcome = Outcome({"status": "raised", "type": type(error).__name__, "message": str(error)})
        outcomes.setdefault(case, []).append(outcome)
    return outcomes


def _drawn(parts: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return the plain data of a figure that shows these parts.

    Each matrix is an image, each row of numbers a histogram. A list of words labels every axis of its length.
    """
    words = next((part for part in parts if isinstance(part, list)), [])
    artists: list[dict[str, Any]] = []
    numbers = [part for part in parts if not isinstance(part, list)]
    for line in (part for part in numbers if np.ndim(part) == 1):
        counts, edges = np.histogram(line, bins=7)
        artists.append(
            {"kind": "bars", "axes": 0, "data": counts.astype(float), "left": edges[:-1], "right": edges[1:]}
        )
    matrices = [m for part in numbers if np.ndim(part) > 1 for m in (part if np.ndim(part) == 3 else [part])]
    for number, matrix in enumerate(matrices):
        axes: dict[str, Any] = {"kind": "axes", "axes": number, "xlabel": "", "ylabel": ""}
        for side, length in (("y", len(matrix)), ("x", np.shape(matrix)[1])):
            axes[side + "ticks"] = np.arange(length, dtype=float)
            axes[side + "texts"] = words if length == len(words) else [""] * length
        image = {"kind": "image", "axes": number, "data": matrix, "x": axes["xticks"], "y": axes["yticks"]}
        artists += [axes, image]
    return artists


def _distance(row: QuestionRow, mistake: str, tolerance: float) -> float:
    """Return how far a mistake is from the nearest right answer, in tolerances.

    The distance of two answers is their greatest difference in any case.
    """
    right = [answer.values for answer in row.answers if answer.right and not answer.context]
    wrong = next(answer.values for answer in row.answers if answer.id == mistake and not answer.context)
    return min(max(_gap(wrong[case], values[case], tolerance) for case in row.cases) for values in right)


def _gap(wrong: Any, right: Any, tolerance: float) -> float:
    """Return the greatest difference of two answers to a case, in tolerances; infinite for other shapes."""
    if not isinstance(wrong, tuple) or not isinstance(right, tuple):  # one of the two raises an exception
        return float(np.inf)
    gaps = []
    for a, b in zip(wrong, right, strict=True):
        if a is None or isinstance(a, list) or np.shape(a) != np.shape(b) or not np.all(np.isfinite(a)):
            gaps.append(0.0 if isinstance(a, list) and a == b else float(np.inf))
        elif np.size(a):
            gaps.append(float(np.max(np.abs(a - b) / (tolerance + tolerance * np.abs(b)))))
    return max(gaps, default=0.0)


def _properties(row: QuestionRow, tolerance: float) -> Iterator[str]:
    """Yield a line for each property that the reference itself does not have.

    The check is given no accepted answers here, as it would pass an answer that equals one of them.
    """
    seen = Seen({case: [list(values)] for case, values in row.answers[0].values.items()}, {}, (), tolerance)
    for check in row.checks:
        if check.kind in PROPERTIES:
            finding = KINDS[check.kind].look(check, row, seen)
            if finding.status != PASSED:
                yield f"{row.id}: the reference fails {check.id}: {finding.message}"


def _trivial(row: QuestionRow, table: Table, cap: float) -> Iterator[str]:
    """Yield a line for each trivial answer that earns more than the cap.

    These are zeros, ones, uniform rows, the identity, noise and the first input. None must earn nothing.
    """
    expected = row.answers[0].values
    if row.kind == "figure" or any(isinstance(part, list) for parts in expected.values() for part in parts):
        return
    shapes = [[np.shape(part) for part in parts] for parts in expected.values()]
    tricks: dict[str, Callable[[Any], Any]] = {
        "zeros": np.zeros,
        "ones": np.ones,
        "uniform": lambda shape: np.full(shape, 1 / (shape[-1] if shape else 1)),
        "identity": lambda shape: (
            np.broadcast_to(np.eye(*shape[-2:]), shape) if len(shape) > 1 else np.ones(shape)
        ),
        "noise": lambda shape: np.random.default_rng(0).random(shape),
    }
    for name, trick in tricks.items():
        outcomes: Mapping[str, Sequence[Outcome]] = {
            case: [Outcome({"status": "value"}, _bare(tuple(map(trick, sizes))))]
            for case, sizes in zip(expected, shapes, strict=True)
        }
        yield from _above_cap(row, outcomes, table, cap, name)
    first = {case: arguments[0] for case, arguments in row.cases.items()}
    inputs = {
        case: [Outcome({"status": "value"}, value)]
        for case, value in first.items()
        if isinstance(value, np.ndarray)
    }
    if len(inputs) == len(row.cases):
        yield from _above_cap(row, inputs, table, cap, "the first input")
    nothing: Mapping[str, Sequence[Outcome]] = {case: [Outcome({"status": "value"})] for case in row.cases}
    yield from _above_cap(row, nothing, table, 0.0, "None")


def _bare(parts: tuple[Any, ...]) -> Any:
    return parts[0] if len(parts) == 1 else parts


def _above_cap(
    row: QuestionRow, outcomes: Mapping[str, Sequence[Outcome]], table: Table, cap: float, name: str
) -> Iterator[str]:
    """Yield a line when these outcomes earn more than the share `cap` of the question's points."""
    earned = judge_question(row, outcomes, table.tolerance, []).points
    if earned > cap * row.points + 1e-9:
        yield f"{row.id}: {name} earns {earned:g} of {row.points:g}, above the cap"


def _carried(
    lab: Lab, table: Table, questions: Mapping[str, Question]
) -> Iterator[tuple[str, str, list[str]]]:
    """Yield (question, mistake or reading, questions that lose marks because of it alone).

    Only the questions that build on the first one are looked at. Where all of them raise an exception,
    nothing is yielded.
    """
    functions = {row.id: questions[row.id] for row in table.questions if row.kind == "function"}
    for upstream in {name for question in functions.values() for name in question.uses}:
        below = _below(upstream, functions.values())
        for variant in questions[upstream].variants:
            with substituted(lab.reference, {questions[upstream].call: variant.answer}):
                outcomes = {
                    id: _outcomes(table.question(id), getattr(lab.reference, q.call))
                    for id, q in functions.items()
                }
            judged = {judgement.question: judgement for judgement in judge(outcomes, table)}
            raised = {
                id
                for id in below
                if any(call.status != "value" for calls in outcomes[id].values() for call in calls)
            }
            lost = [id for id in below if id not in raised and judged[id].points < judged[id].out_of]
            if raised != below:
                yield upstream, variant.id, lost


def _below(upstream: str, questions: Iterable[Question]) -> set[str]:
    """Return the questions that build on one, directly or through others."""
    found = {upstream}
    pool = list(questions)
    while True:
        more = {question.id for question in pool if found & set(question.uses)} - found
        if not more:
            return found - {upstream}
        found |= more
