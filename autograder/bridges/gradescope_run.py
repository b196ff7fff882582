"""In Gradescope's container: grade what was handed in and write results.json.

`python -m autograder.bridges.gradescope_run SUBMISSION RESULTS.JSON` runs from the zip that `gradescope`
builds. It uses the best sandbox that the container allows. Where the container allows none, the container
itself is the boundary, and the result says so. A student's code still runs in a process of its own then, as
a user other than root, which can neither read the tables nor write the results.

- Each check on the hidden cases is a test with its points; students see it when the assignment is published
  (`VISIBILITY`). Each check on the public cases is a test without points; students see it at once.
- The points of each question, and so their sum, are those of `autograder grade`, with one exception. A
  portable table holds no outcome of three or more upstream errors together: such errors are not carried
  into the questions that follow.
- `score`, which Gradescope takes instead of the sum, is the total, cut at the cap and rounded. A lab with
  free answers has no `score`: a person marks them in a manually graded question of the assignment, which
  Gradescope adds. A lab of 20 points, 2 of them by hand, is an assignment of 18 autograder points and a
  question of 2.
- A fault of ours gives a result without any score, and never a 0. It has one failed test that informs the
  student; the reason is on standard output, which only staff see. Once the fault is mended, use "Regrade
  all submissions".
- Choose a container with more memory than a submission may take (1 GiB in grading.toml) and the grader needs
  (0.25 GiB). In Gradescope's default container of 0.75 GB the kernel may kill the grader: the submission
  then gets no score.
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
VISIBILITY = "after_published"  # of tests with points; or: visible, after_due_date, hidden (for ever)
SANDBOX = {
    Level.A: "bac à sable : niveau A",
    Level.B: "bac à sable : niveau B",
    Level.UNSAFE: "bac à sable : aucun ; le conteneur est la seule barrière",
}


def main() -> None:
    """Grade, then write the results.

    Any error leaves the results that `run_autograder` wrote before: a fault of ours, without a score.
    """
    submission, results = map(Path, sys.argv[1:])
    write_whole(results, json_bytes(grade_submission(submission, LAB)))


def grade_submission(folder: Path, lab: Path) -> dict[str, Any]:
    """Return the results of a folder that a student handed in, by the tables in the folder `lab`."""
    hidden, public = (load_table((lab / name).read_bytes()) for name in (HIDDEN, PUBLIC))
    settings = json.loads((lab / SETTINGS).read_bytes())
    level = _level()
    job = Job(None, hidden, Marks(**settings["marks"]), level, Limits(**settings["limits"]), {})
    submission = find_submission(folder, settings["beside"])
    with Sandbox(level, hidden.packages, job.limits) as sandbox:
        # The public cases run first. So the code has seen no hidden input that it could keep, even without
        # a sandbox, and write into the results that students see at once.
        on_public = grade_one(submission, replace(job, table=public), sandbox)
        result = grade_one(submission, job, sandbox)
    for fault in filter(None, (on_public.fault, result.fault)):
        print(f"INTERNAL ERROR: {fault}")
    return results_tree(result, on_public, hidden, level)


def find_submission(folder: Path, beside: Iterable[str]) -> Submission:
    """Return all files in a folder and the folders inside it as one submission.

    Files named in `beside` are left out: they were handed out with the lab.
    """
    try:
        found = find(folder, beside=beside)
    except NoSubmission:
        found = []
    return Submission("", "submission", tuple(entry for one in found for entry in one.entries))


def _level() -> Level:
    """Return the best sandbox level that the container allows, and print it for staff."""
    try:
        level = probe(warn=print)
    except SandboxUnavailable as error:
        print(error)
        level = Level.UNSAFE
    print(f"sandbox: {level.value}")
    return level


def results_tree(result: Result, on_public: Result, table: Table, level: Level) -> dict[str, Any]:
    """Return a student's results in Gradescope's terms: on the hidden cases, and on the public ones."""
    if result.status == INTERNAL:
        return fault_results(result.score.points, level)
    texts = {question.id for question in table.questions if question.kind == "text"}
    tests: list[dict[str, Any]] = []
    if on_public.status in (GRADED, WAITING):
        for number, judgement, verdict in _numbered_checks(on_public):
            cases = "" if judgement.question in texts else " (cas publics)"
            tests.append({**_test(number, judgement, verdict, cases), "visibility": "visible"})
    for number, judgement, verdict in _numbered_checks(result):
        if judgement.question not in texts:
            points = (
                {"score": round(verdict.points, 4), "max_score": verdict.out_of} if verdict.out_of else {}
            )
            tests.append({**_test(number, judgement, verdict), **points, "visibility": VISIBILITY})
    summary = _summary(result, on_public, level)
    tree = _assemble(summary, tests, result.status, result.score.points, level)
    return tree if texts else {"score": result.score.total, **tree}


def fault_results(questions: Iterable[str], level: Level | None = None) -> dict[str, Any]:
    """Return the results where the fault is ours: no score, and one failed test that informs the student."""
    test = {
        "name": "Correction",
        "number": "1",
        "status": "failed",
        "output": APOLOGY,
        "visibility": "visible",
    }
    return _assemble(APOLOGY, [test], INTERNAL, dict.fromkeys(questions), level)


def json_bytes(tree: Mapping[str, Any]) -> bytes:
    """Return JSON in UTF-8, on one line."""
    return json.dumps(tree, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def _assemble(
    output: str,
    tests: list[dict[str, Any]],
    status: str,
    points: Mapping[str, float | None],
    level: Level | None,
) -> dict[str, Any]:
    """Return results.json as a tree. All its texts are plain: nothing that a student wrote is rendered."""
    rounded = {question: None if value is None else round(value, 4) for question, value in points.items()}
    return {
        "output": output,
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "tests": tests,
        "extra_data": {"status": status, "sandbox": level.value if level else None, "questions": rounded},
    }


def _numbered_checks(result: Result) -> Iterator[tuple[str, Judgement, Verdict]]:
    """Yield every check of a result under its number: "2.1" is the first one of the second question."""
    for place, judgement in enumerate(result.judgements, 1):
        for number, verdict in enumerate(judgement.verdicts, 1):
            yield f"{place}.{number}", judgement, verdict


def _test(number: str, judgement: Judgement, verdict: Verdict, cases: str = "") -> dict[str, Any]:
    """Return a check as a test of Gradescope's, without points: its name, its status, what it says."""
    explained = bool(verdict.message) and verdict.status != PASSED
    first = verdict.message if explained else WORDS.get(verdict.status, verdict.status)
    notes = [verdict.note, *(judgement.notes if verdict is judgement.verdicts[-1] else ())]
    lines = [
        first,
        f"→ {verdict.hint}" if verdict.hint else "",
        *(f"note : {note}" for note in notes if note),
    ]
    return {
        "name": f"{judgement.question} · {verdict.title or verdict.check}{cases}",
        "number": number,
        "status": "passed" if verdict.status in (PASSED, PENDING) else "failed",
        "output": "\n".join(filter(None, lines)),
    }


def _summary(result: Result, on_public: Result, level: Level) -> str:
    """Return the text above the tests. Students see it at once: it says nothing of the hidden cases."""
    if result.status == UNREADABLE:
        lines = [f"Rien n'a pu être corrigé : {result.message}."]
    else:
        lines = [f"Fichier corrigé : {result.file}.", *map(_problem_line, on_public.problems)]
        lines.append(
            "Tu vois ici les cas publics. Tes points viennent d'autres données, et paraissent plus tard."
        )
    return "\n".join([*lines, SANDBOX[level]])


def _problem_line(problem: Report) -> str:
    """Return one line that says what went wrong while the file was loaded."""
    line = f", ligne {problem['line']}" if problem.get("line") else ""
    kind = problem.get("type") or WORDS.get(problem["status"], problem["status"])
    return (
        f"En chargeant ton fichier : {problem.get('where', '')}{line} : {kind} : {problem.get('message', '')}"
    )


if __name__ == "__main__":
    main()
