"""What judging says, in French: numbers, points, and a judgement in a few lines."""

from __future__ import annotations

from autograder.judge.verdicts import NOT_REACHED, PASSED, Judgement
from autograder.student.calls import Report


def number(value: float) -> str:
    """Write a number with two significant digits and a decimal comma."""
    return f"{float(value):.2g}".replace(".", ",")


def points_text(value: float) -> str:
    """Write points with a decimal comma: 2, 0,25."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def sign(judgement: Judgement) -> str:
    """Return the sign of how a question went: ✓ full, ✗ not full, … unwritten, ? waits for a person."""
    if judgement.pending:
        return "?"
    if judgement.unwritten:
        return "…"
    return "✓" if judgement.full else "✗"


def score_text(judgement: Judgement) -> str:
    """Write the points of a question: "2 / 4", "0 / 1 (bonus)", "à relire"."""
    if judgement.pending:
        return "à relire"
    bonus = " (bonus)" if judgement.bonus else ""
    return f"{points_text(judgement.points)} / {points_text(judgement.out_of)}{bonus}"


def describe(judgement: Judgement) -> str:
    """Say how a question went: its score, then for every check that failed what, why, and a hint."""
    lines = [f"{sign(judgement)} {judgement.title} — {score_text(judgement)}"]
    said = set()
    for verdict in judgement.verdicts:
        if verdict.status not in (PASSED, NOT_REACHED) and verdict.message not in said:
            lines.append(f"  ✗ {verdict.message}")
        if verdict.hint and verdict.hint not in said:
            lines.append(f"    → {verdict.hint}")
        if verdict.note and verdict.note not in said:
            lines.append(f"    note : {verdict.note}")
        said |= {verdict.message, verdict.hint, verdict.note}
    lines.extend(f"    note : {note}" for note in judgement.notes)
    return "\n".join(lines)


def problem_text(problem: Report) -> str:
    """Say what went wrong while a file was loaded, on one line."""
    place = f"{problem.get('where', '')}, ligne {problem.get('line', '?')}"
    return f"! {place} : {problem.get('type', problem.get('status'))} : {problem.get('message', '')}"
