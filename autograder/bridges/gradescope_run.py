"""In Gradescope's container: grade what was handed in, write results.json.

`python -m autograder.bridges.gradescope_run SUBMISSION RESULTS.JSON`, from the zip that `gradescope` builds. The sandbox is the
best one that the container lets through. Where it lets none through, the container is the boundary, and the result says
so; a student's code is then still in another process, of another user than root, that can neither read the tables nor
write the results.

- Every check is a test with its points, seen by students when the assignment is published (`VISIBILITY`). The same
  checks on the public cases are tests without points, seen at once.
- Points per question, and their sum, are those of `autograder grade`, but for one thing: three or more errors upstream
  of one question, taken together, are in no table, so that what they lead to is not carried.
- `score`, which Gradescope takes instead of the sum, is the total, cut at the cap and rounded. A lab with free answers has
  none: they are worth no points here, but in a manually graded question of the assignment, which Gradescope adds. A lab
  of 20 points, 2 of them by hand, is an assignment of 18 autograder points and a question of 2.
- A fault of ours is a result without any score, and never a 0: one failed test that tells the student, and the
  reason on standard output, which only staff see. Mended, "Regrade all submissions" does the rest.
- Choose a container with more memory than grading.toml lets a submission take (1 GiB; the grader itself takes 0.25): in
  Gradescope's default, 0.75 GB, the kernel may end the grader instead, and the result is held back.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.course.config import Marks
from autograder.files import write_whole
from autograder.grading.batch import APOLOGY, Job, grade_one
from autograder.grading.submission import NoSubmission, Submission, find
from autograder.judge.table import Table, load_table
from autograder.judge.verdicts import PASSED, PENDING, Judgement, Verdict
from autograder.pages.student import WORDS
from autograder.results import GRADED, INTERNAL, UNREADABLE, Result
from autograder.results import PENDING as WAITING
from autograder.sandbox.host import Sandbox
from autograder.sandbox.model import Level, Limits, SandboxUnavailable
from autograder.sandbox.probe import probe
from autograder.student.calls import Report

LAB = Path(__file__).resolve().parents[2] / "lab"
HIDDEN, PUBLIC, SETTINGS = "hidden.npz", "public.npz", "settings.json"
VISIBILITY = (
    "after_published"  # of the tests that carry points; also: visible, after_due_date, hidden (for ever)
)
SANDBOX = {
    Level.A: "bac à sable : niveau A",
    Level.B: "bac à sable : niveau B",
    Level.UNSAFE: "bac à sable : aucun ; le conteneur est la seule barrière",
}


def main() -> None:
    """Grade, then write, whole. Whatever is raised leaves the results as they are: held back."""
    submission, results = map(Path, sys.argv[1:])
    write_whole(results, dumped(graded(submission, LAB)))


def graded(submission: Path, lab: Path) -> dict[str, Any]:
    """The results of a folder that a student handed in, by the tables in the folder `lab`."""
    hidden, public = (load_table((lab / name).read_bytes()) for name in (HIDDEN, PUBLIC))
    settings = json.loads((lab / SETTINGS).read_bytes())
    level = _level()
    job = Job(None, hidden, Marks(**settings["marks"]), level, Limits(**settings["limits"]), {})
    one = handed_in(submission, settings["beside"])
    with Sandbox(level, hidden.packages, job.limits) as sandbox:
        # First, so that no hidden input can come along into what is seen at once, not even without a sandbox.
        shown = grade_one(one, replace(job, table=public), sandbox)
        result = grade_one(one, job, sandbox)
    for fault in filter(None, (shown.fault, result.fault)):
        print(f"INTERNAL ERROR: {fault}")
    return results_tree(result, shown, hidden, level)


def handed_in(folder: Path, beside: Iterable[str]) -> Submission:
    """All that lies in a folder, in whatever folders, as one submission."""
    try:
        found = find(folder, beside=beside)
    except NoSubmission:
        found = []
    return Submission("", "submission", tuple(entry for one in found for entry in one.entries))


def _level() -> Level:
    try:
        level = probe(warn=print)
    except SandboxUnavailable as error:
        print(error)
        level = Level.UNSAFE
    print(f"sandbox: {level.value}")
    return level


def results_tree(result: Result, shown: Result, table: Table, level: Level) -> dict[str, Any]:
    """A student's result, and the one `shown`, on the public cases, in Gradescope's terms."""
    if result.status == INTERNAL:
        return held(result.score.points, level)
    texts = {question.id for question in table.questions if question.kind == "text"}
    tests: list[dict[str, Any]] = []
    if shown.status in (GRADED, WAITING):
        for number, judgement, verdict in _numbered(shown):
            cases = "" if judgement.question in texts else " (cas publics)"
            tests.append({**_test(number, judgement, verdict, cases), "visibility": "visible"})
    for number, judgement, verdict in _numbered(result):
        if judgement.question not in texts:
            points = (
                {"score": round(verdict.points, 4), "max_score": verdict.out_of} if verdict.out_of else {}
            )
            tests.append({**_test(number, judgement, verdict), **points, "visibility": VISIBILITY})
    tree = _tree(_summary(result, shown, level), tests, result.status, result.score.points, level)
    return tree if texts else {"score": result.score.total, **tree}


def held(questions: Iterable[str], level: Level | None = None) -> dict[str, Any]:
    """The results where the fault is ours: no score anywhere, as in Gradescope's tests that only inform."""
    test = {
        "name": "Correction",
        "number": "1",
        "status": "failed",
        "output": APOLOGY,
        "visibility": "visible",
    }
    return _tree(APOLOGY, [test], INTERNAL, dict.fromkeys(questions), level)


def dumped(tree: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8, on one line."""
    return json.dumps(tree, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def _tree(
    output: str,
    tests: list[dict[str, Any]],
    status: str,
    points: Mapping[str, float | None],
    level: Level | None,
) -> dict[str, Any]:
    """The whole. All texts are plain ones: nothing that a student chose in them is rendered."""
    rounded = {question: None if value is None else round(value, 4) for question, value in points.items()}
    return {
        "output": output,
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "tests": tests,
        "extra_data": {"status": status, "sandbox": level.value if level else None, "questions": rounded},
    }


def _numbered(result: Result) -> Iterator[tuple[str, Judgement, Verdict]]:
    for place, judgement in enumerate(result.judgements, 1):
        for number, verdict in enumerate(judgement.verdicts, 1):
            yield f"{place}.{number}", judgement, verdict


def _test(number: str, judgement: Judgement, verdict: Verdict, cases: str = "") -> dict[str, Any]:
    """A check as a test that only informs."""
    said = (
        verdict.message
        if verdict.message and verdict.status != PASSED
        else WORDS.get(verdict.status, verdict.status)
    )
    notes = [verdict.note, *(judgement.notes if verdict is judgement.verdicts[-1] else ())]
    lines = [said, f"→ {verdict.hint}" if verdict.hint else "", *(f"note : {note}" for note in notes if note)]
    return {
        "name": f"{judgement.question} · {verdict.title or verdict.check}{cases}",
        "number": number,
        "status": "passed" if verdict.status in (PASSED, PENDING) else "failed",
        "output": "\n".join(filter(None, lines)),
    }


def _summary(result: Result, shown: Result, level: Level) -> str:
    """What stands above the tests, seen at once: nothing of the hidden cases."""
    if result.status == UNREADABLE:
        lines = [f"Rien n'a pu être corrigé : {result.message}."]
    else:
        lines = [f"Fichier corrigé : {result.file}.", *map(_problem, shown.problems)]
        lines.append(
            "Tu vois ici les cas publics. Tes points viennent d'autres données, et paraissent plus tard."
        )
    return "\n".join([*lines, SANDBOX[level]])


def _problem(problem: Report) -> str:
    line = f", ligne {problem['line']}" if problem.get("line") else ""
    kind = problem.get("type") or WORDS.get(problem["status"], problem["status"])
    return (
        f"En chargeant ton fichier : {problem.get('where', '')}{line} : {kind} : {problem.get('message', '')}"
    )


if __name__ == "__main__":
    main()
