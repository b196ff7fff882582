"""One question, several front doors, one mark: cases through each tool's own commands, against our own grading.

A sample; `make parity` takes every case, and some hours. That a judge without the reference, as the
tools' files hold it, gives every case the same marks is in test_submissions.py.
"""

import os
import tomllib
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from support import doors
import pytest
from support.repository import LABS, carry, table
from support.cases import BEYOND, CASES, cells_of

from autograder.grading.one import grade

EVERY = int(os.environ.get("PARITY", "0"))  # 1: all cases of all labs, 10: every tenth of them
SAMPLE = {  # else; more through each door is in the door's own tests, nbgrader alone in test_nbgrader.py
    ("tp4_ex1", door): ("partial_two_carried",) for door in ("trusted", "otter", "gradescope")
}
WORKERS = int(os.environ.get("PARITY_WORKERS", os.cpu_count() or 1))
DOORS = {
    "trusted": partial(doors.of_nbgrader, native=False),
    "native": partial(doors.of_nbgrader, native=True),
    "otter": doors.of_otter,
    "gradescope": doors.of_gradescope,
}


def ours(folder, sandbox):
    """Question -> points, by our own grading; beyond what a table alone carries, by the table."""
    name = folder.parent.name
    expected = tomllib.loads((folder / "expect.toml").read_text(encoding="utf-8"))
    graded = grade(cells_of(folder, expected), table(name), sandbox.run, carry(name))
    return {j.question: j.points for j in graded.judgements if table(name).question(j.question).kind != "text"}


def near(points):
    return pytest.approx(points, abs=1e-4)  # the tools add up and round on their way


def asked(name, door):
    """The cases of a lab that are asked for."""
    every = [folder for folder in CASES if folder.parent.name == name]
    return every[::EVERY] if EVERY else [folder for folder in every if folder.name in SAMPLE.get((name, door), ())]


def through(door, folders, root):
    """Case -> question -> points through a door, in processes of their own: the tools change their folder and environment."""
    shares = [folders[start::WORKERS] for start in range(min(WORKERS, len(folders)))] if EVERY else [folders]
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        parts = []
        for number, share in enumerate(shares):
            (root / str(number)).mkdir()
            parts.append(pool.submit(DOORS[door], share, root / str(number)))
        return {case: marks for part in parts for case, marks in part.result().items()}


@pytest.mark.parametrize(("name", "door"), [(name, door) for name in LABS for door in DOORS if asked(name, door)])
def test_every_door_gives_our_marks(name, door, tmp_path, sandbox):
    folders = asked(name, door)
    given = through(door, folders, tmp_path)
    wrong = {}
    for folder in folders:
        wanted = ours(folder, sandbox)
        if door != "trusted":
            wanted.update(BEYOND.get((name, folder.name), {}))
        marks = given.get(folder.name, {})
        differ = {question: (marks.get(question), points) for question, points in wanted.items() if marks.get(question) != near(points)}
        if differ:
            wrong[folder.name] = differ
    print(f"{door}, {name}: {len(folders) - len(wrong)} of {len(folders)} cases with the same marks")
    assert wrong == {}, f"{door}: (its points, ours) where they differ"
