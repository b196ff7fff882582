"""The command line: `autograder release | verify | grade | export`. Options, printing, exit codes.

Exit codes: 0 all is well; 1 something was found (a stale release, a proof that fails, results held
back by a fault of the grader); 2 the command could not be carried out (bad input, no sandbox).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.bridges import bridge
from autograder.bridges.commands import GRADING, ConfigFile, Labs, export
from autograder.course.config import load_config
from autograder.course.lab import ROOT, load_labs
from autograder.errors import Refused
from autograder.files import printable
from autograder.grading.folder import Door, Files, Plan, grade_plan, plan_class
from autograder.grading.score import read_manual
from autograder.grading.submission import NoSubmission
from autograder.grading.training import rehearse
from autograder.pages.summary import summary
from autograder.release.build import build, publish, stale, write
from autograder.release.leak import leaks_of, public_texts, secrets
from autograder.release.verify import verify_lab
from autograder.results import INTERNAL, Row
from autograder.sandbox.model import Level, SandboxUnavailable
from autograder.sandbox.probe import probe, refusal

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Auto-graded labs on attention.",
    pretty_exceptions_enable=False,
)
app.add_typer(export, name="export")
screen = Console(highlight=False, emoji=False)
CPUS = os.cpu_count() or 1
INTERRUPTED = 130  # what typer makes of Ctrl-C

Check = Annotated[bool, typer.Option("--check", help="write nothing; say whether assignments/ is current")]
Zip = Annotated[bool, typer.Option("--zip", help="also write dist/<lab>.zip, what students receive")]
LabName = Annotated[str, typer.Argument(help="lab name")]
Out = Annotated[Path, typer.Option("--out", help="folder for the results")]
HandedIn = Annotated[
    Path | None, typer.Argument(help="a file, a folder of files, a folder of one folder a student, or a zip")
]
Workers = Annotated[int, typer.Option("--workers", min=1, max=64, help="processes")]
Manual = Annotated[
    Path | None, typer.Option("--manual", help="CSV of marks given by hand: student, then questions")
]
LevelName = Annotated[
    str, typer.Option("--level", help="sandbox level to use, A or B; the best one by default")
]
Unsafe = Annotated[bool, typer.Option("--unsafe", help="grade without isolation: only code that you trust")]
Training = Annotated[
    bool, typer.Option("--training", help="also train each submission's functions, and score what they learn")
]
Course = Annotated[
    Path | None, typer.Option("--nbgrader", help="a course: grade what it collected, write its gradebook")
]


@app.command()
def release(labs: Labs = None, check: Check = False, zip_: Zip = False, config: ConfigFile = GRADING) -> None:
    """Build assignments/<lab>/ from solutions/<lab>/, and prove that it leaks nothing."""
    settings = load_config(config)
    everything = load_labs(None)
    known, public = secrets(everything, settings), public_texts(everything, settings)
    failed = False
    for lab in load_labs(labs):
        files = build(lab, settings)
        folder = ROOT / "assignments" / lab.id
        for leak in leaks_of(lab.id, files, known, public):
            say(f"{lab.id}: LEAK: {leak}")
            failed = True
        if check:
            odd = stale(files, folder)
            failed = failed or bool(odd)
            remedy = f"not current ({', '.join(odd)}): run `autograder release {lab.id}`"
            say(f"{lab.id}: {remedy if odd else 'current, leaks nothing'}")
        elif not failed:
            changed = write(files, folder)
            say(f"{lab.id}: {len(files)} files in {folder}, {len(changed)} changed; leaks nothing")
            if zip_:
                say(f"{lab.id}: {publish(lab.id, files, ROOT / 'dist')}")
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
        say(proof.line)
        for reason in proof.failures:
            say(f"  FAILED {lab.id}: {reason}")
        failed = failed or bool(proof.failures)
    raise typer.Exit(1 if failed else 0)


@app.command()
def grade(
    lab: LabName,
    out: Out,
    path: HandedIn = None,
    workers: Workers = CPUS,
    manual: Manual = None,
    level: LevelName = "",
    unsafe: Unsafe = False,
    training: Training = False,
    nbgrader: Course = None,
    config: ConfigFile = GRADING,
) -> None:
    """Grade one submission or a whole class."""
    started = time.perf_counter()
    settings = load_config(config)
    (chosen,) = load_labs([lab])
    door = _door(path, nbgrader)
    by_hand = read_manual(manual, settings.lab(chosen).worth)
    granted = _level(level, unsafe)
    plan = plan_class(chosen, door, out, settings, level=granted, by_hand=by_hand, training=training)
    _warn(plan, manual or nbgrader)
    _announce(plan, workers)
    rows = list(_shown(plan, workers))
    _conclude(plan, rows, time.perf_counter() - started)
    raise typer.Exit(1 if any(row.status == INTERNAL for row in rows) else 0)


def say(line: str, style: str = "") -> None:
    """Print a line as it is: nothing in it is taken for markup, and it is not cut."""
    screen.print(line, style=style, markup=False, soft_wrap=True)


def _door(path: Path | None, course: Path | None) -> Door:
    """Where the submissions come from. Raises Refused unless just one of the two is given."""
    if course is not None and path is None:
        return bridge("nbgrader").Course(course)  # type: ignore[no-any-return]
    if path is None or course is not None:
        raise NoSubmission("give either a path to grade, or --nbgrader and a course")
    return Files(path)


def _level(name: str, unsafe: bool) -> Level:
    """The sandbox level that is asked for, or the best there is. Raises SandboxUnavailable."""
    if unsafe:
        say("WARNING: no isolation: submissions run with your rights on this machine.", "bold red")
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
        say("WARNING: bubblewrap is not usable here: sandbox level B (no private file system).", "yellow")
    return found


def _warn(plan: Plan, source: Path | None) -> None:
    """Name those who have marks given by hand and no submission."""
    if plan.strangers:
        named = ", ".join(map(printable, plan.strangers))
        say(f"WARNING: {source}: no submission of {named}", "yellow")


def _announce(plan: Plan, workers: int) -> None:
    """Say what the training will cost, by that of the reference."""
    count = len(plan.waiting)
    if plan.job.training is None or not count:
        return
    assert plan.lab.training is not None
    judgement, seconds = rehearse(plan.lab, plan.job.table, plan.job.level, plan.job.training)
    whole = timedelta(seconds=round(seconds * count / min(workers, count, os.cpu_count() or 1)))
    cost = f"{seconds:.1f} s for the reference, so about {whole} for {count} submissions"
    say(f"training: {cost} ({plan.lab.training.source()})")
    for verdict in judgement.verdicts:
        say(f"  {verdict.message}")


def _shown(plan: Plan, workers: int) -> Iterator[Row]:
    """The rows of a class as they come, with a progress bar."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        yield from progress.track(grade_plan(plan, workers), len(plan.submissions), description=plan.lab.id)


def _conclude(plan: Plan, rows: list[Row], seconds: float) -> None:
    """Print what the class came to, and what staff have to see to."""
    for notice in plan.notices:
        say(printable(notice, 2000))
    grid, lines = summary(rows, plan.job.table)
    screen.print(grid)
    counted, *unusual = lines
    scores = plan.out / "scores.csv"
    level = plan.job.level.value
    say(f"{len(rows)} submissions ({counted}) in {seconds:.1f} s, sandbox level {level}; {scores}")
    for line in unusual:
        say(line)
    if plan.kept:
        say(f"{len(plan.kept)} of them were graded before, and nothing has changed since")


def main() -> NoReturn:
    """Run the command line; every error that a user can cause is one line."""
    code = Refused.code
    try:
        app(standalone_mode=True)
    except Refused as error:
        said, code = str(error), error.code
    except OSError as error:
        said = f"{error.filename or 'file'}: {error.strerror or error}"
    except SystemExit as left:
        if left.code != INTERRUPTED:
            raise
        said = "interrupted; what was graded is on disk, run the same command again"
    print(f"autograder: {printable(said, 2000)}", file=sys.stderr)  # it may quote a file's name
    sys.exit(code)
