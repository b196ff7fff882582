"""What is made once for a whole run of the tests, by whichever of its processes comes first."""

import fcntl
import os

_places = []


def keep_in(folder):
    """Say which folder all the processes of this run share."""
    _places[:] = [folder]


def once(name, make):
    """Return the path of that name in the shared folder. `make(path)` writes it; other processes wait."""
    (folder,) = _places
    path, part = folder / name, folder / f"{name}.part"
    with open(folder / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            make(part)
            os.rename(part, path)
    return path
