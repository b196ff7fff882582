"""The French words of a judgement: its numbers, its points, and what went wrong in a few lines."""

from __future__ import annotations

from autograder.judge.verdicts import NOT_REACHED, PASSED, Judgement
from autograder.student.calls import Report


def number(value: float) -> str:
    """Return a number with two significant digits and a decimal comma: "0,25", "1e+03"."""
    return f"{float(value):.2g}".replace(".", ",")


def points_text(value: float) -> str:
    """Return points with at most two decimals and a decimal comma: "2", "0,25"."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def sign(judgement: Judgement) -> str:
    """Return the sign of a question: ✓ full marks, ✗ fewer, … unwritten, ? waits for a person."""
    if judgement.pending:
        return "?"
    if judgement.unwritten:
        return "…"
    return "✓" if judgement.full else "✗"


def score_text(judgement: Judgement) -> str:
    """Return the points of a question in words: "2 / 4", "0 / 1 (bonus)", "à relire"."""
    if judgement.pending:
        return "à relire"
    bonus = " (bonus)" if judgement.bonus else ""
    return f"{points_text(judgement.points)} / {points_text(judgement.out_of)}{bonus}"


def describe(judgement: Judgement) -> str:
    """Return a few lines on a question: its score, the message and hint of every failed check, and notes.

    A text that several checks share stands there once.
    """
    lines = [f"{sign(judgement)} {judgement.title} — {score_text(judgement)}"]
    written = set()
    for verdict in judgement.verdicts:
        if verdict.status not in (PASSED, NOT_REACHED) and verdict.message not in written:
            lines.append(f"  ✗ {verdict.message}")
        if verdict.hint and verdict.hint not in written:
            lines.append(f"    → {verdict.hint}")
        if verdict.note and verdict.note not in written:
            lines.append(f"    note : {verdict.note}")
        written |= {verdict.message, verdict.hint, verdict.note}
    lines.extend(f"    note : {note}" for note in judgement.notes)
    return "\n".join(lines)


def problem_text(problem: Report) -> str:
    """Return one line on a problem that was met while loading a file."""
    place = f"{problem.get('where', '')}, ligne {problem.get('line', '?')}"
    return f"! {place} : {problem.get('type', problem.get('status'))} : {problem.get('message', '')}"
