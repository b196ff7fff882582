"""The command line: `autograder release | verify | grade | export`.

Exit codes: 0 all is well; 1 something was found (a stale release, an invariant that fails, results
held back by a fault of ours); 2 the command could not be carried out (bad input, no sandbox).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as Grid

from autograder.batch import Job, Row, grade_class, row
from autograder.bridges import BridgeError, bridge
from autograder.config import ConfigError, load_config
from autograder.export import GRADING, ConfigFile, Labs, export
from autograder.lab import ROOT, Lab, LabError, load_labs
from autograder.leak import leaks, public_texts, secrets
from autograder.oracle import build_table
from autograder.release import ReleaseError, archive, build, given, stale, write
from autograder.report.files import result_json, run_json, scores_csv
from autograder.report.page import feedback_page
from autograder.resume import PAGE, RESULT, finished, run_key, submission_key, sweep, write_whole
from autograder.sandbox.host import Limits, SandboxUnavailable
from autograder.sandbox.model import Level
from autograder.sandbox.probe import probe, refusal
from autograder.score import ManualError, read_manual
from autograder.submission import NoSubmission, find, printable
from autograder.table import Table
from autograder.training import TrainingError, rehearse
from autograder.verify import verify_lab

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Auto-graded labs on attention.", pretty_exceptions_enable=False)
screen = Console(highlight=False, emoji=False)

app.add_typer(export, name="export")
INTERRUPTED = 130  # what typer makes of Ctrl-C


@app.command()
def release(
    labs: Labs = None,
    check: Annotated[bool, typer.Option("--check", help="write nothing; say whether assignments/ is current")] = False,
    zip_: Annotated[bool, typer.Option("--zip", help="also write dist/<lab>.zip, what students receive")] = False,
    config: ConfigFile = GRADING,
) -> None:
    """Build assignments/<lab>/ from solutions/<lab>/, and prove that it leaks nothing."""
    settings = load_config(config)
    everything = load_labs(None)
    known, public = secrets(everything, settings), public_texts(everything, settings)
    failed = False
    for lab in load_labs(labs):
        files = build(lab, settings)
        folder = ROOT / "assignments" / lab.id
        zipped = {f"{lab.id}.zip": archive(files, lab.id)}
        for leak in leaks({**files, **zipped}, known, public):
            screen.print(f"{lab.id}: LEAK: {leak}", markup=False, soft_wrap=True)
            failed = True
        if check:
            odd = stale(files, folder)
            failed = failed or bool(odd)
            said = f"not current ({', '.join(odd)}): run `autograder release {lab.id}`" if odd else "current, leaks nothing"
            screen.print(f"{lab.id}: {said}", markup=False, soft_wrap=True)
        elif not failed:
            changed = write(files, folder)
            screen.print(f"{lab.id}: {len(files)} files in {folder}, {len(changed)} changed; leaks nothing", markup=False, soft_wrap=True)
            if zip_:
                (ROOT / "dist").mkdir(exist_ok=True)
                (ROOT / "dist" / f"{lab.id}.zip").write_bytes(zipped[f"{lab.id}.zip"])
                screen.print(f"{lab.id}: {ROOT / 'dist' / lab.id}.zip", markup=False, soft_wrap=True)
    raise typer.Exit(1 if failed else 0)


@app.command()
def verify(labs: Labs = None, config: ConfigFile = GRADING) -> None:
    """Prove the repository's own invariants, one line a lab."""
    settings = load_config(config)
    everything = load_labs(None)
    known, public = secrets(everything, settings), public_texts(everything, settings)
    failed = False
    for lab in load_labs(labs):
        proof = verify_lab(lab, settings, known, public, ROOT)
        screen.print(proof.line, markup=False, soft_wrap=True)
        for reason in proof.failures:
            screen.print(f"  FAILED {lab.id}: {reason}", markup=False, soft_wrap=True)
        failed = failed or bool(proof.failures)
    raise typer.Exit(1 if failed else 0)


@app.command()
def grade(
    lab: Annotated[str, typer.Argument(help="lab name")],
    out: Annotated[Path, typer.Option("--out", help="folder for the results")],
    path: Annotated[Path | None, typer.Argument(help="a file, a folder of files, a folder of one folder a student, or a zip")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="processes")] = os.cpu_count() or 1,
    manual: Annotated[Path | None, typer.Option("--manual", help="CSV of marks given by hand: student, then questions")] = None,
    level: Annotated[str, typer.Option("--level", help="sandbox level to use, A or B; the best one by default")] = "",
    unsafe: Annotated[bool, typer.Option("--unsafe", help="grade without isolation: only code that you trust")] = False,
    training: Annotated[bool, typer.Option("--training", help="also train each submission's functions, and score what they learn")] = False,
    nbgrader: Annotated[Path | None, typer.Option("--nbgrader", help="a course: grade what it collected, write its gradebook")] = None,
    config: ConfigFile = GRADING,
) -> None:
    """Grade one submission or a whole class."""
    started = time.perf_counter()
    settings = load_config(config)
    (chosen,) = load_labs([lab])
    if training and chosen.training is None:
        raise TrainingError(f"--training: {lab} trains nothing; leave the option out")
    table = build_table(chosen, settings, hidden=True, training=training)
    given_path = path or (nbgrader and nbgrader / "submitted")
    if given_path is None or (path and nbgrader):
        raise NoSubmission("give either a path to grade, or --nbgrader and a course")
    by_hand = read_manual(manual, {question.id: question.points for question in table.questions})
    door = bridge("nbgrader") if nbgrader else None
    in_gradebook = door.marks_by_hand(nbgrader, lab) if door else {}
    submissions = find(given_path, out, chosen.files, inside=lab if nbgrader else "")
    strangers = by_hand.keys() - {submission.student for submission in submissions}
    if door:  # whose names are those of the folders, which we may show in another way
        for submission in submissions:
            marks = in_gradebook.pop(door.name_of(submission), {})
            by_hand[submission.student] = {**marks, **by_hand.get(submission.student, {})}
        strangers |= in_gradebook.keys()
    _writable(out)
    job = Job(
        chosen.folder, table, given(chosen), settings.marks, _level(level, unsafe), Limits(**settings.limits.model_dump()),
        by_hand, Limits(**settings.training.model_dump()) if training else None,
    )  # fmt: skip
    if strangers:
        named = ", ".join(map(printable, sorted(strangers)))
        screen.print(f"WARNING: {manual or nbgrader}: no submission of {named}", style="yellow", markup=False, soft_wrap=True)
    sweep(out)
    shared = run_key(chosen, settings, job.level, training)
    keys = {one.folder: submission_key(one, job.manual.get(one.student, {}), shared) for one in submissions}
    before = {one.folder: finished(out / one.folder, keys[one.folder]) for one in submissions}
    rows = [known for known in before.values() if known is not None]
    waiting = [one for one in submissions if before[one.folder] is None]
    if job.training and waiting:
        _announce(chosen, job, job.training, len(waiting), workers)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        for result in progress.track(grade_class(waiting, job, workers), len(waiting), description=chosen.id):
            write_whole(out / result.folder / PAGE, feedback_page(result, table.title))
            key = keys[result.folder] if result.status != "internal_error" else ""  # that one is tried again
            write_whole(out / result.folder / RESULT, result_json(result, key))
            rows.append(row(result))
    write_whole(out / "scores.csv", scores_csv(rows, table))
    seconds = time.perf_counter() - started
    if door:
        for line in door.record(nbgrader, chosen, table, submissions, out):
            screen.print(printable(line, 2000), markup=False, soft_wrap=True)
    facts = {"lab": chosen.id, "sandbox": job.level.value, "workers": workers, "submissions": len(rows), "graded": len(waiting)}
    write_whole(out / "run.json", run_json(**facts, seconds=round(seconds, 2)))
    _summary(rows, table, seconds, job.level, out)
    if len(waiting) < len(rows):
        screen.print(f"{len(rows) - len(waiting)} of them were graded before, and nothing has changed since", markup=False, soft_wrap=True)
    raise typer.Exit(1 if any(row.status == "internal_error" for row in rows) else 0)


def _level(name: str, unsafe: bool) -> Level:
    if unsafe:
        screen.print("WARNING: no isolation: submissions run with your rights on this machine.", style="bold red")
        return Level.UNSAFE
    if name and name not in ("A", "B"):
        raise SandboxUnavailable(f"--level {name}: unknown sandbox level; A or B")
    if name:
        reason = refusal(Level(name))
        if reason:
            raise SandboxUnavailable(f"--level {name}: {reason}")
        return Level(name)
    found = probe()
    if found is Level.B:
        screen.print("WARNING: bubblewrap is not usable here: sandbox level B (no private file system).", style="yellow")
    return found


def _announce(lab: Lab, job: Job, limits: Limits, count: int, workers: int) -> None:
    """Say what the training will cost, by that of the reference."""
    judgement, seconds = rehearse(lab, job.table, job.level, limits)
    assert lab.training is not None
    whole = timedelta(seconds=round(seconds * count / min(workers, count, os.cpu_count() or 1)))
    said = f"training: {seconds:.1f} s for the reference, so about {whole} for {count} submissions ({lab.training.source()})"
    screen.print(said, markup=False, soft_wrap=True)
    for verdict in judgement.verdicts:
        screen.print(f"  {verdict.message}", markup=False, soft_wrap=True)


def _writable(out: Path) -> None:
    """Fail now rather than after an hour of grading. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=out):
        pass


def _summary(rows: list[Row], table: Table, seconds: float, level: Level, out: Path) -> None:
    grid = Grid(box=None, pad_edge=False)
    for title in ("question", "points", "mean", "full", "most common mistakes"):
        grid.add_column(title, justify="left" if title in ("question", "most common mistakes") else "right")
    known = [row for row in rows if row.status in ("graded", "pending")]
    for question in table.questions:
        marks = [points for row in known if (points := row.score.points[question.id]) is not None]
        named = Counter(mistake for row in known for mistake in row.mistakes[question.id])
        grid.add_row(
            question.id,
            f"{question.points:g}",
            f"{sum(marks) / len(marks):.2f}" if marks else "–",
            f"{sum(mark >= question.points for mark in marks)}" if marks and question.points else "–",
            ", ".join(f"{name} ×{count}" for name, count in sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))[:3]),
        )
    screen.print(grid)
    said = ", ".join(f"{count} {status}" for status, count in sorted(Counter(row.status for row in rows).items()))
    summary = f"{len(rows)} submissions ({said}) in {seconds:.1f} s, sandbox level {level.value}; {out / 'scores.csv'}"
    screen.print(summary, markup=False, soft_wrap=True)
    for one in rows:
        if one.status in ("unreadable", "internal_error"):
            screen.print(f"  {one.student}: {printable(one.message, 2000)}", markup=False, soft_wrap=True)


def main() -> NoReturn:
    """Run the command line; every error a user can cause is one line."""
    try:
        app(standalone_mode=True)
    except (BridgeError, ConfigError, LabError, ReleaseError, NoSubmission, ManualError, SandboxUnavailable, TrainingError) as error:
        said = str(error)
    except OSError as error:
        said = f"{error.filename or 'file'}: {error.strerror or error}"
    except SystemExit as left:
        if left.code != INTERRUPTED:
            raise
        said = "interrupted; what was graded is on disk, run the same command again"
    print(f"autograder: {printable(said, 2000)}", file=sys.stderr)  # it may quote a file's name
    sys.exit(2)


