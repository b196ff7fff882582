"""One question, several front doors, one mark: cases through each tool's own commands, against our grading.

`make parity` runs it, for some hours: no file of `make test` has this name. There, a sample goes through
each door in the door's own tests, and a judge without the reference, as the tools' files hold it, gives
every case our marks in grading/test_cases_*.py.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import pytest
from support import doors
from support.cases import BEYOND, CASES
from support.repository import LABS

EVERY = int(os.environ.get("PARITY", "1"))  # 1: all cases of all labs, 10: every tenth of them
WORKERS = int(os.environ.get("PARITY_WORKERS", os.cpu_count() or 1))
DOORS = {
    "trusted": partial(doors.of_nbgrader, native=False),
    "native": partial(doors.of_nbgrader, native=True),
    "otter": doors.of_otter,
    "gradescope": doors.of_gradescope,
}


def asked(name):
    """The cases of a lab that are asked for."""
    return [folder for folder in CASES if folder.parent.name == name][::EVERY]


def through(door, folders, root):
    """Return case -> question -> points, through a door.

    In processes of their own: the tools change their folder and environment.
    """
    shares = [folders[start::WORKERS] for start in range(min(WORKERS, len(folders)))]
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        parts = []
        for number, share in enumerate(shares):
            (root / str(number)).mkdir()
            parts.append(pool.submit(DOORS[door], share, root / str(number)))
        return {case: marks for part in parts for case, marks in part.result().items()}


@pytest.mark.parametrize(("name", "door"), [(name, door) for name in LABS for door in DOORS])
def test_every_door_gives_our_marks(name, door, tmp_path, sandbox):
    folders = asked(name)
    given = through(door, folders, tmp_path)
    wrong = {}
    for folder in folders:
        wanted = doors.ours(folder, sandbox)
        if door != "trusted":
            wanted.update(BEYOND.get((name, folder.name), {}))
        marks = given.get(folder.name, {})
        differ = {
            question: (marks.get(question), points)
            for question, points in wanted.items()
            if marks.get(question) != doors.near(points)
        }
        if differ:
            wrong[folder.name] = differ
    print(f"{door}, {name}: {len(folders) - len(wrong)} of {len(folders)} cases with the same marks")
    assert wrong == {}, f"{door}: (its points, ours) where they differ"
