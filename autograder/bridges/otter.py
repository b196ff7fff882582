"""otter-grader: the tests of a lab, and the zip that `otter run` and `otter.api.grade_submission` take.

A student's `grader.check` needs neither: its tests are in the metadata of the released notebook.
In the zip the judge is a package, `files/attention_judge`, because otter refuses a second `.py` file beside a
`.py` submission. It loads the file that was handed in anew, so that the state of the notebook is of no
consequence.
"""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from pathlib import Path

from otter.generate import main as generate

from autograder.bundle import bundle
from autograder.course.config import Config
from autograder.course.lab import Lab
from autograder.course.oracle import build_table, portable
from autograder.files import archive
from autograder.judge.table import save
from autograder.release.build import IN_PROCESS_PARTS, TABLE, otter_tests

ZIP = "autograder.zip"
HIDDEN = "hidden.npz"
PYTHON = "3.12"  # of the container that otter builds
JUDGES = f"""
_here = Path(__file__).resolve().parent
_tables = ("{TABLE}", "{HIDDEN}")
public, hidden = (InProcess((_here / name).read_bytes(), str(_here.parent)) for name in _tables)
"""


def export(lab: Lab, config: Config, folder: Path) -> list[Path]:
    """Write FOLDER/<lab>/tests/*.py and FOLDER/<lab>/autograder.zip; return their paths, the zip last.

    The same lab gives the same bytes every time. Raises OSError.
    """
    public, hidden = build_table(lab, config, hidden=False), portable(lab, config)
    tests = {f"tests/{name}.py": text.encode() for name, text in otter_tests(public, hidden).items()}
    judge = {
        "__init__.py": (bundle(*IN_PROCESS_PARTS) + JUDGES).encode(),
        TABLE: save(public),
        HIDDEN: save(hidden),
    }
    packages = "".join(f"{package}\n" for package in config.labs[lab.id].packages).encode()
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        _write(
            {
                **tests,
                **{f"attention_judge/{name}": data for name, data in judge.items()},
                "requirements.txt": packages,
            },
            Path(),
        )
        generate(
            output_path=ZIP, requirements="requirements.txt", files=["attention_judge"], python_version=PYTHON
        )
        with zipfile.ZipFile(ZIP) as zipped:  # otter's zip has dates and no order: ours is made from it
            members = {name: zipped.read(name) for name in zipped.namelist()}
    return _write({**tests, ZIP: archive(members)}, folder / lab.id)


def _write(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write files by their names inside a folder; return their paths."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return [folder / name for name in files]
