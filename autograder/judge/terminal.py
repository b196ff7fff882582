"""The lines that `python check.py` prints: one for every question, and the public score."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.judge.verdicts import NOT_REACHED, PASSED, PENDING, UNWRITTEN, Judgement
from autograder.judge.words import points_text, score_text, sign

GLYPHS = {PASSED: "✓", NOT_REACHED: "·", UNWRITTEN: "…", PENDING: "?"}


def row(judgement: Judgement) -> str:
    """Return one line on a question: its sign, its id, its points, and its checks with their signs."""
    checks = "  ".join(f"{GLYPHS.get(verdict.status, '✗')} {verdict.title}" for verdict in judgement.verdicts)
    return f"{sign(judgement)} {judgement.question:<22} {score_text(judgement):>16}   {checks}"


def total(judgements: Sequence[Judgement]) -> str:
    """Return the public score without bonus questions, and a warning that other data give the mark."""
    marked = [judgement for judgement in judgements if not judgement.bonus]
    pending = sum(judgement.out_of for judgement in marked if judgement.pending)
    to_read = f", et {points_text(pending)} à relire par une personne" if pending else ""
    earned, out_of = sum(j.points for j in marked), sum(j.out_of for j in marked)
    score = f"Score public : {points_text(earned)} / {points_text(out_of)}{to_read}."
    return f"{score} La note vient d'autres données : pas la peine de recopier des valeurs."
