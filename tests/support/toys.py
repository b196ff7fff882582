"""Small labs declared inside a test, and a student's code judged against them, without a sandbox."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np

from autograder import FreeText
from autograder.course.config import Config
from autograder.course.lab import Lab
from autograder.course.oracle import build_table
from autograder.grading.one import grade, run_here
from autograder.student.source import Cell


def toy_config(*questions, bonus=(), **changes):
    """A grading.toml for these questions, every check worth the same."""
    checks = {
        q.id: ["manual"] if isinstance(q, FreeText) else [check.id for check in q.checks] for q in questions
    }
    worth = 20 / sum(len(ids) for question, ids in checks.items() if question not in bonus)
    points = {question: dict.fromkeys(ids, worth) for question, ids in checks.items()}
    lab = {"packages": ["numpy", "matplotlib"], "bonus": bonus, "points": points}
    whole = {
        "tolerance": 1e-4,
        "trivial_cap": 0.25,
        "seeds": {"public": 1, "hidden": "2" * 32},
        "labs": {"toy": lab},
    }
    return Config.model_validate({**whole, **changes})


def toy_lab(*questions, cells=(), **functions):
    """A lab of these questions, whose reference module holds these functions."""
    return Lab("toy", "Un TP", Path("toy"), tuple(cells), SimpleNamespace(**functions), questions)


def toy_table(*questions, hidden=True, reference=None, bonus=()):
    """The answer table of these questions; `reference` is the module that carried errors are put into."""
    lab = Lab("toy", "Un TP", Path("toy"), (), reference or SimpleNamespace(), questions)
    return build_table(lab, toy_config(*questions, bonus=bonus), hidden=hidden)


def graded(table, code, *markdown, carry=None):
    """What a submission of this code (and Markdown cells, as (id, text)) comes to."""
    cells = [Cell("code", "", code, "copie.py"), *(Cell("markdown", id, text, "") for id, text in markdown)]
    return grade(cells, table, run_here(), carry)


def judged(table, code, *markdown, carry=None):
    """Question -> Judgement, for a submission of this code."""
    return {
        judgement.question: judgement for judgement in graded(table, code, *markdown, carry=carry).judgements
    }


def verdicts(judgement):
    """Check -> Verdict."""
    return {verdict.check: verdict for verdict in judgement.verdicts}


def said(judgement):
    """Every sentence of a judgement, on one line."""
    texts = [text for verdict in judgement.verdicts for text in (verdict.message, verdict.hint, verdict.note)]
    return " | ".join([*texts, *judgement.notes])


def softmax(S):
    """The right one, to build toy references with."""
    e = np.exp(S - S.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
