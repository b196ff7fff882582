"""The training audit: a student's functions train a model in the sandbox, and it is scored here.

It is off by default, because it takes seconds of processor time for each submission. Only the trained
parameters come back. They are scored on labels that the sandbox never saw.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from autograder.course.lab import Lab
from autograder.course.question import Function
from autograder.errors import Refused
from autograder.grading.one import JUDGING, grade, plan_calls
from autograder.judge.align import numeric
from autograder.judge.table import Table
from autograder.judge.verdicts import Judgement
from autograder.sandbox.host import Sandbox
from autograder.sandbox.model import Level, Limits
from autograder.student.calls import Outcome
from autograder.student.guard import OutOfTime, deadline


def learned(
    lab: Lab, cells: Sequence[dict[str, Any]], table: Table, sandbox: Sandbox, limits: Limits
) -> dict[str, dict[str, list[Outcome]]]:
    """Train with a submission's functions, and return what was measured: question -> run -> outcomes.

    Raises Refused when the sandbox itself fails.
    """
    assert lab.training is not None
    plan = plan_calls(table, training=True)
    ran = sandbox.run(cells, [made for _, _, made in plan], limits)
    if ran.fault:
        raise Refused(ran.fault)
    outcomes: dict[str, dict[str, list[Outcome]]] = {}
    for question, run, made in plan:
        answered = ran.outcomes[made.id]
        outcome = (
            _measured(lab.training.measure, run, answered.value) if answered.status == "value" else answered
        )
        outcomes.setdefault(question, {})[run] = [outcome]
    return outcomes


def _measured(measure: Function, run: str, value: Any) -> Outcome:
    """Return what the lab measures of the parameters, as an outcome.

    The sandbox may have answered anything. What is no dict of arrays of numbers is `unreadable`.
    """
    parameters = {name: numeric(item) for name, item in value.items()} if isinstance(value, dict) else {}
    try:
        if not parameters or any(item is None for item in parameters.values()):
            raise ValueError("no parameters")
        with deadline(JUDGING):
            return Outcome({"status": "value"}, measure(run, parameters))
    except (ValueError, OutOfTime):
        return Outcome({"status": "unreadable", "message": "des paramètres d'une autre forme"})


def rehearse(lab: Lab, table: Table, level: Level, limits: Limits) -> tuple[Judgement, float]:
    """Audit the lab's reference; return its judgement and the seconds it took. Raises Refused if it fails."""
    with Sandbox(level, table.packages, limits) as sandbox:
        sandbox.start()
        began = time.perf_counter()
        graded = grade(
            lab.solution,
            table,
            sandbox.run,
            train=lambda loaded: learned(lab, loaded, table, sandbox, limits),
        )
        seconds = time.perf_counter() - began
    if graded.fault:
        raise Refused(f"--training: {graded.fault}")
    judgement = graded.judgements[-1]
    failed = [verdict.message for verdict in judgement.verdicts if not verdict.passed]
    if failed:
        raise Refused(f"--training: the reference itself fails here, so nobody is audited: {failed[0]}")
    return judgement, seconds
