"""The training audit: a student's functions learn in the sandbox; what they have learned is scored here.

Off by default: it costs seconds of processor time a submission. The parameters are all that comes
back, and they are scored on labels that the sandbox never saw.
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
    """Train a submission's functions, and measure what comes back: question -> run -> outcome."""
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
    """What the parameters are worth: a dict of arrays of numbers, whatever the sandbox answered."""
    parameters = {name: numeric(item) for name, item in value.items()} if isinstance(value, dict) else {}
    try:
        if not parameters or any(item is None for item in parameters.values()):
            raise ValueError("no parameters")
        with deadline(JUDGING):
            return Outcome({"status": "value"}, measure(run, parameters))
    except (ValueError, OutOfTime):
        return Outcome({"status": "unreadable", "message": "des paramètres d'une autre forme"})


def rehearse(lab: Lab, table: Table, level: Level, limits: Limits) -> tuple[Judgement, float]:
    """Audit the reference: (its judgement, seconds it takes). Raises Refused where it does not pass."""
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
