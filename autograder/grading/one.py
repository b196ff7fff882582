"""Grade one submission: run its cells, make the calls of the table, judge what comes back.

`grade` is given a runner, which runs the code: `Sandbox.run`, or `run_here` for code that we trust. With the
same cells, table and outcomes it always gives the same judgements.
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

# Loads cells, makes calls and returns their outcomes.
Runner = Callable[[Sequence[dict[str, Any]], Sequence[Call]], Run]
# Trains the functions of the cells, and returns what each question's runs came to.
Trainer = Callable[[Sequence[dict[str, Any]]], dict[str, dict[str, list[Outcome]]]]
JUDGING = 30.0  # seconds of processor time that judging one submission may take


@dataclass(frozen=True)
class Graded:
    """The judgements of a submission, and the problems of loading it. `fault` is not empty when we failed."""

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

    `carry` computes the answers that several errors in earlier questions lead to together. `train` is
    given where the table asks for a training.
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
    """Return the calls of a table as (question, case, call), in order: those of its training, or all others.

    They are kept, because encoding them takes time and they are the same for a whole class.
    """
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
    """Return a runner without isolation, for code that we wrote. A call may take `seconds`."""

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
