"""`autograder export`: what other tools take, made from the labs or from results."""

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
    no_args_is_help=True, help="Write what other tools take.", pretty_exceptions_enable=False
)
screen = Console(highlight=False, emoji=False)

ConfigFile = Annotated[Path, typer.Option("--config", help="grading.toml")]
Labs = Annotated[list[str] | None, typer.Argument(help="lab names; all of them where none is given")]
GRADING = ROOT / "grading.toml"


@export.command()
def nbgrader(
    course: Annotated[Path, typer.Argument(help="folder of the course, made where there is none")],
    labs: Labs = None,
    native: Annotated[
        bool, typer.Option("--native", help="hidden tests in the notebooks, for grading without our engine")
    ] = False,
    config: ConfigFile = GRADING,
) -> None:
    """Make an nbgrader course: sources, configuration, release, gradebook."""
    chosen = load_labs(labs)
    bridge("nbgrader").export(chosen, load_config(config), course, native)
    _say(
        f"{course}: {', '.join(lab.id for lab in chosen)} in source/ (solutions: not for students) and release/"
    )


@export.command()
def otter(
    folder: Annotated[
        Path, typer.Argument(help="where FOLDER/<lab>/autograder.zip and FOLDER/<lab>/tests/ go")
    ],
    labs: Labs = None,
    config: ConfigFile = GRADING,
) -> None:
    """Write what `otter run` and `otter grade` take: an autograder zip a lab, and its tests. Hold the hidden answers: staff only."""
    door, settings = bridge("otter"), load_config(config)
    for lab in load_labs(labs):
        *tests, zipped = door.export(lab, settings, folder)
        _say(f"{lab.id}: {zipped}, and {len(tests)} tests beside it")


@export.command()
def gradescope(
    folder: Annotated[Path, typer.Argument(help="where FOLDER/<lab>-gradescope.zip goes")],
    labs: Labs = None,
    config: ConfigFile = GRADING,
) -> None:
    """Write the zip that Gradescope's "Configure Autograder" takes, one a lab. It holds the hidden answers: staff only."""
    door, settings = bridge("gradescope"), load_config(config)
    for lab in load_labs(labs):
        _say(f"{lab.id}: {door.export(lab, settings, folder)}")


@export.command()
def moodle(
    results: Annotated[
        Path, typer.Argument(help="folder of results, of a download of Moodle's graded as it is")
    ],
    worksheet: Annotated[
        Path | None, typer.Option("--worksheet", help="Moodle's offline grading worksheet, to fill in")
    ] = None,
    french: Annotated[
        bool, typer.Option("--french", help="where no worksheet is given: French titles, decimal comma")
    ] = False,
) -> None:
    """Write the grading worksheet and the feedback zip that Moodle takes back."""
    door = bridge("moodle")
    sheet, warnings = door.filled(worksheet, results) if worksheet else door.made(results, french)
    pages, more = door.feedback_zip(results, worksheet)
    for line in dict.fromkeys([*warnings, *more]):
        screen.print(f"WARNING: {line}", style="yellow", markup=False, soft_wrap=True)
    for name, data in (("moodle.csv", sheet), ("moodle-feedback.zip", pages)):
        write_whole(results / name, data)
        _say(f"{results / name}")


def _say(line: str) -> None:
    screen.print(line, markup=False, soft_wrap=True)
