"""The released files of a lab: a student's work put into them, and `check.py` run beside it."""

import os
import subprocess
import sys
from dataclasses import replace

from autograder.course.handout import solved_cells
from autograder.release.build import notebook, script
from support.repository import lab, table


def solved(name, change=lambda text: text):
    """Return the released cells with the reference's answers in them."""
    return [replace(cell, text=change(cell.text)) for cell in solved_cells(lab(name))]


def solve(folder, name, suffix=".py", change=lambda text: text):
    """Write the solved lab into a folder, as a script or a notebook; return its path."""
    cells = solved(name, change)
    text = script(cells) if suffix == ".py" else notebook(cells, table(name, hidden=False))
    (folder / f"{name}{suffix}").write_text(text, encoding="utf-8")
    return folder / f"{name}{suffix}"


def check(folder, *arguments, python=sys.executable, encoding="utf-8", **environment):
    """Run `python check.py`; return (exit code, what it prints, its errors). A traceback is a failure."""
    clean = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONIOENCODING": encoding,
        **environment,
    }
    command = [python, "check.py", *arguments]
    ran = subprocess.run(
        command, cwd=folder, env=clean, capture_output=True, stdin=subprocess.DEVNULL, timeout=120
    )
    assert b"Traceback" not in ran.stdout + ran.stderr, ran.stdout.decode() + ran.stderr.decode()
    return ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8", "replace")


def only(folder, suffix):
    """Remove the student's files of every kind but one."""
    for path in folder.glob("tp4_*"):
        if path.suffix != suffix:
            path.unlink()


def in_a_session(folder, code):
    """Return what a cell prints where check.py is importable."""
    program = "from check import check, demo\nimport numpy as np\n" + code
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, env=environment)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout.decode()
