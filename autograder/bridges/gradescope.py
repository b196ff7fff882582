"""Gradescope: the zip that staff upload as the autograder of an assignment, one zip for each lab.

It holds this package, the answer tables, and the programs that install and run the grader. It holds no
reference, no code of a mistake and no hidden seed. `gradescope_run` is what runs there; it also says how to
set the assignment up.
"""

from __future__ import annotations

import json
from pathlib import Path

from autograder.bridges.gradescope_run import HIDDEN, PUBLIC, SETTINGS, fault_results, json_bytes
from autograder.course.config import Config
from autograder.course.lab import Lab
from autograder.course.oracle import build_table, portable
from autograder.files import archive, write_whole
from autograder.judge.table import save
from autograder.release.build import TEMPLATES

PACKAGE = Path(__file__).resolve().parents[1]
REQUIREMENTS = PACKAGE.parent / "requirements" / "core.txt"
PROGRAMS = ("run_autograder", "setup.sh")
SECONDS = 540  # for one submission, by the clock; Gradescope's own limit is 600 by default


def export(lab: Lab, config: Config, folder: Path) -> Path:
    """Write FOLDER/<lab>-gradescope.zip, the same bytes every time. Raises OSError."""
    path = folder / f"{lab.id}-gradescope.zip"
    write_whole(path, archive(build(lab, config), programs=PROGRAMS))
    return path


def build(lab: Lab, config: Config) -> dict[str, bytes]:
    """Return the files of the zip: name -> bytes. Raises OSError."""
    hidden = portable(lab, config)
    settings = {
        "marks": config.marks.model_dump(),
        "limits": config.limits.model_dump(),
        "beside": sorted(lab.files),
    }
    fallback = json_bytes(fault_results(question.id for question in hidden.questions)).decode()
    engine = [*PACKAGE.rglob("*.py"), *PACKAGE.glob("templates/*")]
    return {
        **{
            name: TEMPLATES.get_template(name).render(fallback=fallback, seconds=SECONDS).encode()
            for name in PROGRAMS
        },
        **{path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes() for path in engine},
        "requirements.txt": REQUIREMENTS.read_bytes(),
        f"lab/{HIDDEN}": save(hidden),
        f"lab/{PUBLIC}": save(build_table(lab, config, hidden=False)),
        f"lab/{SETTINGS}": json.dumps(settings, sort_keys=True).encode(),
    }
