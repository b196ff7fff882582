"""An nbgrader course: its configuration, and the labs in it.

In a trusted course our engine grades what is in `submitted/`, and nbgrader carries on from there
(formgrader, feedback, export). In a native course nbgrader grades alone: the hidden tests hold the judge
and the hidden table, never the reference.
"""

from __future__ import annotations

import base64
import inspect
import os
import re
import sys
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config as Settings
from traitlets.config.loader import PyFileConfigLoader

from autograder.bridges import nbgrader_preprocessors
from autograder.bridges.in_process import HIDDEN
from autograder.bundle import bundle
from autograder.course.config import Config
from autograder.course.handout import written_cells
from autograder.course.lab import Lab
from autograder.course.oracle import build_table, portable
from autograder.errors import Refused
from autograder.files import write_whole
from autograder.judge.table import save
from autograder.release.build import IN_PROCESS_PARTS, TEMPLATES, build, notebook
from autograder.student.handout import CHECKED

CONFIG = "nbgrader_config.py"
LAST_LINE = "# Add to it below this line: what is above is written anew.\n"  # of the template
BRIDGE = "autograder.bridges.nbgrader"  # only the configuration of a trusted course names it
BEGIN, END = HIDDEN.decode(), "### END HIDDEN TESTS"
OPENING = """\
import base64, sys, types, zlib
attention_judge = sys.modules["attention_judge"] = types.ModuleType("attention_judge")
exec(zlib.decompress(base64.b85decode("{judge}")), attention_judge.__dict__)
attention_inside = attention_judge.InProcess(base64.b85decode("{table}"))
{space}"""
SPACE = "\n" * 12  # a traceback quotes the lines around its own: it must not quote the table


def export(labs: Sequence[Lab], config: Config, course: Path, native: bool) -> None:
    """Make a course, or bring its labs up to date: configuration, sources, nbgrader's release and gradebook.

    What the instructor added to the configuration is kept. Raises Refused where nbgrader refuses, and
    where the course is of the other kind: without the tests that its way of grading needs, everyone
    would get full marks.
    """
    course.mkdir(parents=True, exist_ok=True)
    _write_settings(course, native)
    for lab in labs:
        folder = course / "source" / lab.id
        folder.mkdir(parents=True, exist_ok=True)
        files = build(lab, config)
        files[f"{lab.id}.ipynb"] = source_notebook(lab, config, native).encode()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        _generate(course, lab.id)


def source_notebook(lab: Lab, config: Config, native: bool) -> str:
    """Return the instructor's notebook, with the solutions; that of a native course has hidden tests too."""
    table = portable(lab, config) if native else build_table(lab, config, hidden=False)
    cells = list(written_cells(lab))
    if native:
        judge = zlib.compress(bundle(*IN_PROCESS_PARTS).encode(), 9)
        opening = OPENING.format(judge=_base85(judge), table=_base85(save(table)), space=SPACE)
        for place, cell in enumerate(cells):
            if cell.id.startswith(CHECKED):
                question = cell.id.removeprefix(CHECKED)
                before = "from check import check"
                after = f'{opening}attention_inside.mark("{question}")'
                hidden = (f"{BEGIN}\n{text}\n{END}" for text in (before, after))
                cells[place] = replace(cell, text=f"\n{cell.text}\n".join(hidden))
                opening = ""  # the first test holds the judge for all of them
    return notebook(cells, table)


def course_settings(course: Path) -> Any:
    """Return the configuration of a course.

    Raises Refused where there is no course, and where its configuration, which is Python, fails.
    """
    if not (course / CONFIG).is_file():
        raise Refused(
            f"{course}: no nbgrader course here (no {CONFIG}); make one: autograder export nbgrader {course}"
        )
    try:
        settings: Settings = PyFileConfigLoader(CONFIG, path=str(course)).load_config()
    except Exception as error:  # the instructor's own lines may raise anything
        raise Refused(f"{course / CONFIG}: {type(error).__name__}: {error}") from None
    settings.CourseDirectory.root = str(course.resolve())
    # nbgrader runs `alembic` by its name, and this environment may not be activated.
    programs = os.path.dirname(sys.executable)
    if programs not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = programs + os.pathsep + os.environ["PATH"]
    return settings


def _write_settings(course: Path, native: bool) -> None:
    """Write the configuration, down to its last line; what follows that line is kept. Raises Refused."""
    path, added = course / CONFIG, ""
    if path.exists():
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        before, last_line, added = text.partition(LAST_LINE)
        if native is (BRIDGE in before):
            kind, advice = ("without", "leave it out") if native else ("with", "add it")
            raise Refused(f"{path}: made {kind} --native; {advice}, or give another folder")
        if not last_line:
            raise Refused(
                f"{path}: the line {LAST_LINE.strip()!r} is gone; "
                "move the file away, export, then add your lines again"
            )
    template = TEMPLATES.overlay(trim_blocks=True).get_template(f"{CONFIG}.jinja")
    preprocessors = inspect.getsource(nbgrader_preprocessors)
    text = template.render(
        course=course.resolve().name, native=native, bridge=BRIDGE, preprocessors=preprocessors
    )
    write_whole(path, (text + added).encode("utf-8", "surrogateescape"))


def _generate(course: Path, lab: str) -> None:
    """Let nbgrader make the release of a lab and its entry in the gradebook. Raises Refused."""
    settings = course_settings(course)
    generated = NbGraderAPI(CourseDirectory(config=settings), config=settings).generate_assignment(lab)
    if not generated["success"]:
        lines = generated["log"].splitlines()
        errors = [line.strip() for line in lines if re.match(r"\s*[\w.]*(Error|Exception)\b", line)]
        reason = errors[-1] if errors else "no reason given"
        raise Refused(f"{course / 'source' / lab}: nbgrader generate_assignment refuses: {reason}")


def _base85(data: bytes) -> str:
    return base64.b85encode(data).decode("ascii")
