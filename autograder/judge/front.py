"""What a student meets: `check("softmax")` in the notebook, `python check.py` in a terminal.

The last module of the released check.py, which is this package's own loader, runner and judge in one
file. Needs numpy alone (matplotlib where the lab draws), Python 3.9 on, no network.
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

SECONDS = 20.0  # processor time for one call, on the student's own machine


def check(*questions: str) -> None:
    """Check the questions of those names (all of them where none is named) as they stand now.

    While nbgrader grades, its hidden tests judge; while it validates, what is not right is an error.
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
    with contextlib.redirect_stderr(sys.stdout):  # a warning is no error, for nbgrader neither
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
            raise AssertionError("\n".join(missed))  # all that nbgrader shows


@contextlib.contextmanager
def demo() -> Iterator[None]:
    """Run a demonstration; where a function it needs is still a stub, say so and go on.

    A name that the cell itself lacks is one that an earlier demonstration, still waiting, would have made.
    """
    try:
        yield
    except NotImplementedError as error:
        print(f"Démonstration en attente : {error or 'une fonction est encore à écrire'}.")
    except NameError as error:
        innermost = list(traceback.walk_tb(error.__traceback__))[-1][0]
        if not innermost.f_code.co_name.startswith("<"):  # in a function: the student's own slip
            raise
        print(f"Démonstration en attente d'une cellule plus haut : {error}.")


def main() -> int:
    """`python check.py [fichier] [question …]`: check a file; 0 where every point is there, else 1 (2: unreadable)."""
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    os.environ.setdefault("MPLBACKEND", "Agg")
    table = _public_table()
    if table is None:
        return 2
    try:
        path, questions = _asked(sys.argv[1:], table)
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


def _asked(words: Sequence[str], table: Table) -> tuple[Path, list[str]]:
    """The file and the questions that the command line names; by default the lab's newest file, and all."""
    known = [question.id for question in table.questions]
    files = [word for word in words if word not in known]
    for word in files:
        if not Path(word).suffix and not Path(word).exists():
            raise BadSource(f"il n'y a pas de question « {word} » (questions : {', '.join(known)})")
    if len(files) > 1:
        raise BadSource(f"un fichier à la fois, pas {' et '.join(files)}")
    here = Path(__file__).resolve().parent
    own = [here / f"{table.lab}{suffix}" for suffix in (".ipynb", ".py")]
    found = sorted((path for path in own if path.is_file()), key=lambda path: path.stat().st_mtime)
    if not files and not found:
        raise BadSource(f"ni {own[0].name} ni {own[1].name} à côté de check.py ; donne le nom de ton fichier")
    return Path(files[0]) if files else found[-1], [word for word in words if word in known] or known


def _public_table() -> Table | None:
    path = Path(__file__).resolve().parent / "expected.npz"
    try:
        return load_table(path.read_bytes())
    except OSError:
        print(f"Il manque {path.name} à côté de check.py : remets le dossier du TP tel que tu l'as reçu.")
    except Exception:
        print(f"{path.name} est abîmé : remets le dossier du TP tel que tu l'as reçu.")
    return None


def judge_all(
    table: Table, namespace: dict[str, Any], asked: Sequence[str], cells: Sequence[Cell]
) -> list[Judgement]:
    """Judge the asked questions; before them, silently, those whose errors may be carried into them."""
    upstream = {
        name.split(":")[0]
        for question in table.questions
        if question.id in asked
        for answer in question.answers
        for name in answer.context
    }
    recognised: list[str] = []
    judgements = []
    for question in table.questions:
        if question.id in asked or question.id in upstream:
            outcomes = call_all(question, namespace, cells, table.handout)
            judgement = judge_question(question, outcomes, table.tolerance, recognised)
            recognised.extend(judgement.recognised)
            if question.id in asked:
                judgements.append(judgement)
    return judgements


def required(question: str) -> Callable[[str, dict[str, Any]], None]:
    """A function of a check and a namespace: AssertionError, with what to tell the student, unless the public cases pass.

    The question is judged at the first call: a tool that goes check by check asks for a new function every time.
    """
    judged: dict[str, Verdict] = {}

    def passes(check: str, namespace: dict[str, Any]) -> None:
        if not judged:
            table = _public_table()
            if table is None:
                raise AssertionError("vérification impossible")
            judged.update(
                (verdict.check, verdict)
                for one in judge_all(table, namespace, [question], [])
                for verdict in one.verdicts
            )
        ensure(judged[check])

    return passes


def ensure(verdict: Verdict) -> None:
    """Raise AssertionError, with what to tell the student, unless the check has passed or waits for a person."""
    if verdict.status not in (PASSED, PENDING):
        said = [verdict.message, verdict.hint and f"→ {verdict.hint}"]
        raise AssertionError("\n".join(filter(None, said)) or "pas regardé : corrige d'abord ce qui précède")


def call_all(
    question: QuestionRow,
    namespace: dict[str, Any],
    cells: Sequence[Cell],
    handout: Handout,
    seconds: float = SECONDS,
) -> dict[str, list[Outcome]]:
    """What the calls of a question come to, case by case, each within `seconds`; what was written, for a free text."""
    if question.kind == "text":
        said = variable(namespace, question.call, seconds).value
        return {
            TEXT: [
                Outcome(
                    {"status": "value"},
                    written_answer(said, question.id, question.placeholder, cells, handout),
                )
            ]
        }
    outcomes: dict[str, list[Outcome]] = {}
    for case, arguments in calls(question):
        outcomes.setdefault(case, []).append(
            call(namespace, question.call, list(arguments), seconds, question.kind == "figure")
        )
    return outcomes


if __name__ == "__main__":
    sys.exit(main())
