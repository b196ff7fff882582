"""Gradescope: the zip that is uploaded as an assignment's autograder, one a lab.

It holds this package, the answer tables and what is needed to install and run: no reference, no code of a mistake, no
hidden seed. What becomes of a submission in there, and how the assignment is to be set up: `gradescope_run`.
"""

from __future__ import annotations

import json
from pathlib import Path

from autograder.bridges.gradescope_run import HIDDEN, PUBLIC, SETTINGS, dumped, held
from autograder.course.config import Config
from autograder.course.lab import Lab
from autograder.course.oracle import build_table, portable
from autograder.files import archive, write_whole
from autograder.judge.table import save
from autograder.release.build import TEMPLATES

PACKAGE = Path(__file__).resolve().parents[1]
REQUIREMENTS = PACKAGE.parent / "requirements" / "core.txt"
PROGRAMS = ("run_autograder", "setup.sh")
SECONDS = 540  # by the clock for one submission; Gradescope's own limit is 600, unless the assignment says otherwise


def export(lab: Lab, config: Config, folder: Path) -> Path:
    """Write FOLDER/<lab>-gradescope.zip, the same bytes every time. Raises OSError."""
    path = folder / f"{lab.id}-gradescope.zip"
    write_whole(path, archive(build(lab, config), programs=PROGRAMS))
    return path


def build(lab: Lab, config: Config) -> dict[str, bytes]:
    """What the zip holds: file name -> bytes. Raises OSError."""
    hidden = portable(lab, config)
    settings = {
        "marks": config.marks.model_dump(),
        "limits": config.limits.model_dump(),
        "beside": sorted(lab.files),
    }
    fallback = dumped(held(question.id for question in hidden.questions)).decode()
    engine = [*PACKAGE.rglob("*.py"), *PACKAGE.glob("templates/*")]
    return {
        **{
            name: TEMPLATES.get_template(name).render(held=fallback, seconds=SECONDS).encode()
            for name in PROGRAMS
        },
        **{path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes() for path in engine},
        "requirements.txt": REQUIREMENTS.read_bytes(),
        f"lab/{HIDDEN}": save(hidden),
        f"lab/{PUBLIC}": save(build_table(lab, config, hidden=False)),
        f"lab/{SETTINGS}": json.dumps(settings, sort_keys=True).encode(),
    }
