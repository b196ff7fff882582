"""One submission: cells to outcomes to verdicts to a result.

`grade` is a pure function of the cells and the table, given something that runs code: the sandbox
(`Sandbox.run`), or for trusted code and for the student's own machine `run_here`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.judge.judging import TEXT, Carrier, judge
from autograder.judge.reports import discreet
from autograder.judge.table import Table, calls
from autograder.judge.verdicts import Judgement
from autograder.student.calls import Call, Outcome, Report, Run
from autograder.student.guard import OutOfTime, deadline
from autograder.student.handout import loadable, written_answer
from autograder.student.loader import load
from autograder.student.runner import call, variable
from autograder.student.source import Cell

Runner = Callable[[Sequence[dict[str, Any]], Sequence[Call]], Run]
Trainer = Callable[[Sequence[dict[str, Any]]], dict[str, dict[str, list[Outcome]]]]
JUDGING = 30.0  # seconds that judging one submission may take


@dataclass(frozen=True)
class Graded:
    """What a submission came to: judgements, problems of its load, and our own fault, if any."""

    judgements: tuple[Judgement, ...]
    problems: tuple[Report, ...] = ()
    fault: str = ""


def grade(
    cells: Sequence[Cell],
    table: Table,
    run: Runner,
    carry: Carrier | None = None,
    train: Trainer | None = None,
) -> Graded:
    """Run a submission's cells, make the calls of the table, and judge what comes back.

    `carry` is what several upstream errors lead to, `train` is given where the table has a training to audit.
    """
    plan = plan_calls(table)
    loaded = loadable(cells, table.handout)
    ran = run(loaded, [made for _, _, made in plan])
    if ran.fault:
        return Graded((), (), ran.fault)
    outcomes: dict[str, dict[str, list[Outcome]]] = train(loaded) if train else {}
    for question, case, made in plan:
        answered = ran.outcomes[made.id]
        outcome = Outcome(discreet(answered.report, loaded), answered.value)
        outcomes.setdefault(question, {}).setdefault(case, []).append(outcome)
    for row in table.questions:
        if row.kind == "text":
            said = outcomes[row.id][TEXT][0].value
            written = written_answer(said, row.id, row.placeholder, cells, table.handout)
            outcomes[row.id][TEXT] = [Outcome({"status": "value"}, written)]
    try:
        with deadline(JUDGING), np.errstate(all="ignore"):
            return Graded(tuple(judge(outcomes, table, carry)), tuple(ran.problems))
    except OutOfTime:
        return Graded((), (), f"judging takes more than {JUDGING:g} s: what came back is out of the ordinary")


@lru_cache(maxsize=4)
def plan_calls(table: Table, training: bool = False) -> tuple[tuple[str, str, Call], ...]:
    """The calls of a table, or of its training, in order, as (question, case, call): planned and encoded once for a class."""
    plan = []
    for row in table.questions:
        if (row.kind == "training") is not training:
            continue
        if row.kind == "text":
            plan.append((row.id, TEXT, Call(row.id, row.call, variable=True)))
        for number, (case, arguments) in enumerate(calls(row)):
            plan.append(
                (row.id, case, Call(f"{row.id}/{number}", row.call, arguments, figure=row.kind == "figure"))
            )
    return tuple(plan)


def run_here(seconds: float = 10.0, packages: Sequence[str] | None = None) -> Runner:
    """A runner without any isolation: for the reference, and for tests of code that we wrote."""

    def run(cells: Sequence[dict[str, Any]], planned: Sequence[Call]) -> Run:
        namespace, problems = load(cells, packages=packages, seconds=seconds)
        outcomes = {}
        for made in planned:
            if made.variable:
                outcomes[made.id] = variable(namespace, made.name, seconds)
            else:
                outcomes[made.id] = call(namespace, made.name, list(made.arguments), seconds, made.figure)
        return Run(problems, outcomes)

    return run
