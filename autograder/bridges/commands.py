"""`autograder export`: files for other tools, made from the labs or from results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.bridges import bridge
from autograder.course.config import load_config
from autograder.course.lab import ROOT, load_labs
from autograder.files import write_whole

export = typer.Typer(
    no_args_is_help=True, help="Write files for other tools.", pretty_exceptions_enable=False
)
screen = Console(highlight=False, emoji=False)

ConfigFile = Annotated[Path, typer.Option("--config", help="grading.toml")]
Labs = Annotated[list[str] | None, typer.Argument(help="lab names; all labs where none is given")]
GRADING = ROOT / "grading.toml"


@export.command()
def nbgrader(
    course: Annotated[Path, typer.Argument(help="folder of the course, made if it does not exist")],
    labs: Labs = None,
    native: Annotated[
        bool,
        typer.Option(
            "--native",
            help="put hidden tests into the notebooks: nbgrader grades alone, without this package",
        ),
    ] = False,
    config: ConfigFile = GRADING,
) -> None:
    """Make an nbgrader course, or update it: sources, configuration, release, gradebook."""
    chosen = load_labs(labs)
    bridge("nbgrader").export(chosen, load_config(config), course, native)
    names = ", ".join(lab.id for lab in chosen)
    _say(f"{course}: {names} in source/ (solutions: not for students) and release/")


@export.command()
def otter(
    folder: Annotated[Path, typer.Argument(help="folder for <lab>/autograder.zip and <lab>/tests/")],
    labs: Labs = None,
    config: ConfigFile = GRADING,
) -> None:
    """Write otter-grader's autograder.zip and tests, for each lab. They hold hidden answers: staff only."""
    otter, settings = bridge("otter"), load_config(config)
    for lab in load_labs(labs):
        *tests, zipped = otter.export(lab, settings, folder)
        _say(f"{lab.id}: {zipped}, and {len(tests)} tests beside it")


@export.command()
def gradescope(
    folder: Annotated[Path, typer.Argument(help="folder for <lab>-gradescope.zip")],
    labs: Labs = None,
    config: ConfigFile = GRADING,
) -> None:
    """Write Gradescope's autograder zip, for each lab. It holds hidden answers: staff only."""
    gradescope, settings = bridge("gradescope"), load_config(config)
    for lab in load_labs(labs):
        _say(f"{lab.id}: {gradescope.export(lab, settings, folder)}")


@export.command()
def moodle(
    results: Annotated[
        Path, typer.Argument(help="folder of results of a zip of Moodle's, graded as it was downloaded")
    ],
    worksheet: Annotated[
        Path | None, typer.Option("--worksheet", help="Moodle's offline grading worksheet, to be filled in")
    ] = None,
    french: Annotated[
        bool, typer.Option("--french", help="French titles and decimal comma, where no worksheet is given")
    ] = False,
) -> None:
    """Write the grading worksheet and the feedback zip that Moodle takes back, into RESULTS."""
    moodle = bridge("moodle")
    if worksheet:
        sheet, warnings = moodle.fill_worksheet(worksheet, results)
    else:
        sheet, warnings = moodle.new_worksheet(results, french)
    pages, more = moodle.feedback_zip(results, worksheet)
    for line in dict.fromkeys([*warnings, *more]):
        screen.print(f"WARNING: {line}", style="yellow", markup=False, soft_wrap=True)
    for name, data in (("moodle.csv", sheet), ("moodle-feedback.zip", pages)):
        write_whole(results / name, data)
        _say(f"{results / name}")


def _say(line: str) -> None:
    screen.print(line, markup=False, soft_wrap=True)
