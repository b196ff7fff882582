"""The same notebooks through nbgrader and otter-grader, in seconds: each by the command that its users run, in one process.

Their tests are those that `autograder export` makes: the same calls, judged in the student's interpreter. Neither tool
isolates what it runs, so they get only submissions that we wrote.
"""

import multiprocessing
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stdout


def of_nbgrader(notebooks, lab, config, root):
    """`nbgrader autograde`, which has no parallel option, on a course that nbgrader grades alone."""
    from autograder.bridges.nbgrader import export

    export([lab], config, root, native=True)
    for file in notebooks:
        submitted = root / "submitted" / file.stem / lab.id
        submitted.mkdir(parents=True)
        shutil.copy(file, submitted / f"{lab.id}.ipynb")
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]  # it runs `alembic` by its name
    command = [sys.executable, "-m", "nbgrader", "autograde", lab.id]
    return lambda: subprocess.run(command, cwd=root, env={**os.environ, "PATH": path}, capture_output=True, check=True)


def of_otter(notebooks, lab, config, root):
    """`otter.api.grade_submission`, which `otter run` is made of, for one after the other: its imports are paid once."""
    from autograder.bridges.otter import export

    zipped = export(lab, config, root)[-1]
    process = multiprocessing.get_context("spawn").Process(target=otter_all, args=(notebooks, zipped))

    def grade():
        process.start()
        process.join()
        if process.exitcode != 0:
            raise SystemExit("otter-grader failed")

    return grade


def otter_all(notebooks, zipped):
    """Grade one after the other, in this process."""
    from otter.api import grade_submission

    with open(os.devnull, "w") as null, redirect_stdout(null):
        for file in notebooks:
            grade_submission(str(file), str(zipped), quiet=True).total


PEERS = {"nbgrader": of_nbgrader, "otter": of_otter}
