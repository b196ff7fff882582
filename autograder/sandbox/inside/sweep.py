"""The private directory of a submission: how full it is, and emptying it for the next.

Untrusted side, between two submissions: Python 3.9, standard library.
"""

from __future__ import annotations

import errno
import os
import stat
import time

MOST_FILES = 5000  # files and directories that a submission may make


def empty(folder: str) -> bool:
    """Remove all that lies in `folder`; whether that worked. No link is followed.

    Nobody else is at work there any more. Directories may have any mode and be nested as deep as
    they like: what lies in them is moved up to `folder`, so that nothing here is recursive.
    """
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        while True:
            names = os.listdir(top)
            for name in names:
                if _is_directory(name, top):
                    _dissolve(name, top)
                else:
                    os.unlink(name, dir_fd=top)
            if not names:
                return True
    except OSError:
        return False
    finally:
        os.close(top)


def _is_directory(name: str, folder: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)


def _dissolve(name: str, top: int) -> None:
    """Remove the directory `name` of `top`; its own directories are then in `top`."""
    os.chmod(name, 0o700, dir_fd=top)
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
    try:
        for number, item in enumerate(os.listdir(inner)):
            if _is_directory(item, inner):
                os.chmod(item, 0o700, dir_fd=inner)  # moving it changes its ".."
                unique = f"{time.monotonic_ns()}.{number}"
                os.rename(item, unique, src_dir_fd=inner, dst_dir_fd=top)
            else:
                os.unlink(item, dir_fd=inner)
    finally:
        os.close(inner)
    os.rmdir(name, dir_fd=top)


def is_full(folder: str, most: int) -> bool:
    """Whether the files in `folder` take more than `most` bytes, or are too many."""
    size = count = 0
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    size, count = size + status.st_blocks * 512, count + 1
                    if size > most or count > MOST_FILES:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except OSError as error:
            # Nested so deep, or closed, that it cannot be counted: honest work does neither.
            if error.errno in (errno.ENAMETOOLONG, errno.EACCES):
                return True
            # gone meanwhile: it is looked for again at the next glance
    return False
