"""The same notebooks through nbgrader and otter-grader: each by what its users run, one submission
after the other.

Their tests are those that `autograder export` makes: the same calls, judged in the student's
interpreter. Neither tool
isolates what it runs, so they get only submissions that we wrote.
"""

import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from contextlib import redirect_stdout
from importlib.metadata import PackageNotFoundError, version

from autograder.course.config import load_config
from autograder.course.lab import ROOT, load_lab


def measure(name, notebooks, root):
    """Return milliseconds a submission and what they are of; None where the peer is not installed.

    `root` is a folder to be made.
    """
    distribution, prepare, grade = PEERS[name]
    try:
        known = version(distribution)
    except PackageNotFoundError:
        print(f"{distribution} is not installed (make bridges), so nothing is told of it", flush=True)
        return None
    lab = notebooks[0].parent.name
    apart(prepare, lab, notebooks, root)
    started = time.perf_counter()
    grade(lab, notebooks, root)
    ms = 1000 * (time.perf_counter() - started) / len(notebooks)
    print(f"{name} {known}, one after the other: {ms:.0f} ms a submission", flush=True)
    return {
        "version": known,
        "submissions": len(notebooks),
        "processes": 1,
        "ms_per_submission": round(ms, 1),
    }


def apart(work, *given):
    """Do it in a fresh process, of which nothing stays: neither modules nor memory."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode != 0:
        raise SystemExit(f"{work.__name__} failed")


def nbgrader_course(lab, notebooks, root):
    """A course that nbgrader grades alone, and what was handed in."""
    from autograder.bridges.nbgrader import export

    export([load_lab(ROOT / "solutions" / lab)], load_config(ROOT / "grading.toml"), root, native=True)
    for file in notebooks:
        submitted = root / "submitted" / file.stem / lab
        submitted.mkdir(parents=True)
        shutil.copy(file, submitted / f"{lab}.ipynb")


def nbgrader_autograde(lab, notebooks, root):
    """`nbgrader autograde`, which has no parallel option."""
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]  # it runs `alembic` by its name
    command = [sys.executable, "-m", "nbgrader", "autograde", lab]
    subprocess.run(command, cwd=root, env={**os.environ, "PATH": path}, stderr=subprocess.DEVNULL, check=True)
    if len(list((root / "autograded").glob(f"*/{lab}/{lab}.ipynb"))) != len(notebooks):
        raise SystemExit("nbgrader left submissions out")


def otter_zip(lab, notebooks, root):
    """The zip that otter grades with."""
    from autograder.bridges.otter import export

    export(load_lab(ROOT / "solutions" / lab), load_config(ROOT / "grading.toml"), root)


def otter_grade(lab, notebooks, root):
    """`otter.api.grade_submission` for each, in one process: its imports are paid once."""
    apart(otter_submissions, notebooks, root / lab)


def otter_submissions(notebooks, folder):
    from otter.api import grade_submission

    os.chdir(folder)  # it leaves a log
    with open(os.devnull, "w") as null, redirect_stdout(null):
        os.dup2(null.fileno(), 2)  # its kernels warn there
        for file in notebooks:
            grade_submission(str(file), "autograder.zip", quiet=True)


PEERS = {
    "nbgrader": ("nbgrader", nbgrader_course, nbgrader_autograde),
    "otter": ("otter-grader", otter_zip, otter_grade),
}
