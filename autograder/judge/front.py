"""What a student calls: `check("softmax")` in the notebook, `python check.py` in a terminal.

The released check.py is this module and all that it imports of this package, in one file. It needs
Python 3.9 or later and numpy, and matplotlib if the lab draws; it needs no network.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.judge.judging import TEXT, judge_question
from autograder.judge.table import QuestionRow, Table, calls, load_table
from autograder.judge.terminal import row, total
from autograder.judge.verdicts import PASSED, PENDING, Judgement, Verdict
from autograder.judge.words import describe, problem_text
from autograder.student.calls import Outcome
from autograder.student.handout import Handout, loadable, written_answer
from autograder.student.loader import load
from autograder.student.runner import call, variable
from autograder.student.source import BadSource, Cell, read_cells

SECONDS = 20.0  # of processor time for one call, on the student's own machine


def check(*questions: str) -> None:
    """Check the caller's functions for the questions of these names, or for all questions; print the result.

    Does nothing while nbgrader grades, which has its own hidden tests. While nbgrader validates, raises
    AssertionError where a question has not got full marks.
    """
    nbgrader = os.environ.get("NBGRADER_EXECUTION")
    if nbgrader == "autograde":
        return
    namespace = sys._getframe(1).f_globals
    table = _public_table()
    if table is None:
        return
    known = [question.id for question in table.questions]
    for name in questions:
        if name not in known:
            print(f"Il n'y a pas de question « {name} ». Questions : {', '.join(known)}.")
            return
    with contextlib.redirect_stderr(sys.stdout):  # nbgrader would take a warning on stderr for an error
        judgements = judge_all(table, namespace, questions or known, [])
    for judgement in judgements:
        print(describe(judgement))
    if len(judgements) > 1:
        print(total(judgements))
    if nbgrader == "validate":
        missed = [
            describe(judgement) for judgement in judgements if not (judgement.full or judgement.pending)
        ]
        if missed:
            raise AssertionError("\n".join(missed))  # nbgrader shows nothing but this


@contextlib.contextmanager
def demo() -> Iterator[None]:
    """Run a demonstration; where it needs a function that is still a stub, print so and go on.

    A cell may also use a variable that an earlier cell defines. If that cell is still waiting for a stub,
    the variable does not exist; this is printed too. A missing name inside a function is the student's
    own error, and is raised.
    """
    try:
        yield
    except NotImplementedError as error:
        print(f"Démonstration en attente : {error or 'une fonction est encore à écrire'}.")
    except NameError as error:
        innermost = list(traceback.walk_tb(error.__traceback__))[-1][0]
        if not innermost.f_code.co_name.startswith("<"):  # the innermost frame is a function, not the cell
            raise
        print(f"Démonstration en attente d'une cellule plus haut : {error}.")


def main() -> int:
    """Run `python check.py [fichier] [question …]`: check a file, and print the result.

    Return 0 where every question has all its points, 1 where one has not, 2 where the file is unreadable.
    """
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    os.environ.setdefault("MPLBACKEND", "Agg")
    table = _public_table()
    if table is None:
        return 2
    try:
        path, questions = _command_line(sys.argv[1:], table)
        cells = read_cells(path.name, path.read_bytes())
    except OSError as error:
        print(f"Vérification impossible : {error.filename} est introuvable ou illisible.")
        return 2
    except BadSource as error:
        print(f"Vérification impossible : {error}.")
        return 2
    print(f"{table.title}\n{path.name}\n")
    namespace, problems = load(loadable(cells, table.handout), packages=table.packages, seconds=60.0)
    for problem in problems:
        print(problem_text(problem))
    judgements = judge_all(table, namespace, questions, cells)
    for judgement in judgements:
        print(row(judgement))
    print(f"\n{total(judgements)}")
    unfinished = next((j for j in judgements if not j.pending and j.points < j.out_of), None)
    if unfinished is None:
        print("Tout est bon sur les cas publics. Il reste à rendre ton fichier.")
        return 0
    print(f"\nÀ faire maintenant :\n{describe(unfinished)}")
    return 1


def _command_line(words: Sequence[str], table: Table) -> tuple[Path, list[str]]:
    """Return (file, questions) of the command line; by default, the newest file of the lab and all questions.

    Raises BadSource.
    """
    known = [question.id for question in table.questions]
    files = [word for word in words if word not in known]
    for word in files:
        if not Path(word).suffix and not Path(word).exists():
            raise BadSource(f"il n'y a pas de question « {word} » (questions : {', '.join(known)})")
    if len(files) > 1:
        raise BadSource(f"un fichier à la fois, pas {' et '.join(files)}")
    here = Path(__file__).resolve().parent
    own = [here / f"{table.lab}{suffix}" for suffix in (".ipynb", ".py")]
    present = sorted((path for path in own if path.is_file()), key=lambda path: path.stat().st_mtime)
    if not files and not present:
        raise BadSource(f"ni {own[0].name} ni {own[1].name} à côté de check.py ; donne le nom de ton fichier")
    return Path(files[0]) if files else present[-1], [word for word in words if word in known] or known


def _public_table() -> Table | None:
    """Return the table beside check.py; print why and return None where it cannot be read."""
    path = Path(__file__).resolve().parent / "expected.npz"
    try:
        return load_table(path.read_bytes())
    except OSError:
        print(f"Il manque {path.name} à côté de check.py : remets le dossier du TP tel que tu l'as reçu.")
    except Exception:
        print(f"{path.name} est abîmé : remets le dossier du TP tel que tu l'as reçu.")
    return None


def judge_all(
    table: Table, namespace: dict[str, Any], questions: Sequence[str], cells: Sequence[Cell]
) -> list[Judgement]:
    """Return the judgements of the questions with these ids, in the order of the table.

    The questions whose errors they may carry are judged too, but not returned. `cells` hold the answers
    to free-text questions.
    """
    upstream = {
        name.split(":")[0]
        for question in table.questions
        if question.id in questions
        for answer in question.answers
        for name in answer.context
    }
    recognised: list[str] = []
    judgements = []
    for question in table.questions:
        if question.id in questions or question.id in upstream:
            outcomes = call_all(question, namespace, cells, table.handout)
            judgement = judge_question(question, outcomes, table.tolerance, recognised)
            recognised.extend(judgement.recognised)
            if question.id in questions:
                judgements.append(judgement)
    return judgements


def required(question: str) -> Callable[[str, dict[str, Any]], None]:
    """Return a function `passes(check, namespace)` for one question, which judges it on the public cases.

    It raises AssertionError, with a message for the student, unless the check passes. The question is
    judged once, at the first call, for all its checks.
    """
    judged: dict[str, Verdict] = {}

    def passes(check: str, namespace: dict[str, Any]) -> None:
        if not judged:
            table = _public_table()
            if table is None:
                raise AssertionError("vérification impossible")
            judged.update(
                (verdict.check, verdict)
                for judgement in judge_all(table, namespace, [question], [])
                for verdict in judgement.verdicts
            )
        ensure(judged[check])

    return passes


def ensure(verdict: Verdict) -> None:
    """Raise AssertionError, with a message for the student, unless the check passed or waits for a person."""
    if verdict.status not in (PASSED, PENDING):
        texts = [verdict.message, verdict.hint and f"→ {verdict.hint}"]
        raise AssertionError("\n".join(filter(None, texts)) or "pas regardé : corrige d'abord ce qui précède")


def call_all(
    question: QuestionRow,
    namespace: dict[str, Any],
    cells: Sequence[Cell],
    handout: Handout,
    seconds: float = SECONDS,
) -> dict[str, list[Outcome]]:
    """Return the outcomes of a question's calls: case -> calls, each within `seconds` of processor time.

    For a free-text question, the value of the only outcome is the text that was written.
    """
    if question.kind == "text":
        value = variable(namespace, question.call, seconds).value
        text = written_answer(value, question.id, question.placeholder, cells, handout)
        return {TEXT: [Outcome({"status": "value"}, text)]}
    outcomes: dict[str, list[Outcome]] = {}
    for case, arguments in calls(question):
        outcomes.setdefault(case, []).append(
            call(namespace, question.call, list(arguments), seconds, question.kind == "figure")
        )
    return outcomes


if __name__ == "__main__":
    sys.exit(main())
