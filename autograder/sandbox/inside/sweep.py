"""The private directory that a submission may write in: measure how full it is, and empty it afterwards.

The zygote uses this module. A student's code may have left anything in the directory.
"""

from __future__ import annotations

import errno
import os
import stat
import time

MOST_FILES = 5000  # files and directories that a submission may make


def empty(folder: str) -> bool:
    """Remove all that lies in `folder`, following no link, and return whether that worked.

    No other process may be at work there any more. Directories may have any mode, and may be nested so
    deep that a recursive function would fail. So each directory's own directories are first moved up into
    `folder`, and then emptied in their turn.
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
    """Return whether `name` in the open directory `folder` is a directory, and no link to one."""
    return stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)


def _dissolve(name: str, top: int) -> None:
    """Remove the directory `name` of `top`, with its files. Its own directories are moved into `top`."""
    os.chmod(name, 0o700, dir_fd=top)
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
    try:
        for number, item in enumerate(os.listdir(inner)):
            if _is_directory(item, inner):
                os.chmod(item, 0o700, dir_fd=inner)  # moving a directory writes in it, for its ".." changes
                unique = f"{time.monotonic_ns()}.{number}"
                os.rename(item, unique, src_dir_fd=inner, dst_dir_fd=top)
            else:
                os.unlink(item, dir_fd=inner)
    finally:
        os.close(inner)
    os.rmdir(name, dir_fd=top)


def is_full(folder: str, most: int) -> bool:
    """Return whether the files in `folder` take more than `most` bytes, or are more than MOST_FILES."""
    size = count = 0
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    size, count = size + status.st_blocks * 512, count + 1
                    if size > most or count > MOST_FILES:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
        except OSError as error:
            # A folder that is nested too deep or closed cannot be counted, so it counts as full. Honest
            # work makes no such folder.
            if error.errno in (errno.ENAMETOOLONG, errno.EACCES):
                return True
            # Any other error: the folder has just been removed. The next look counts what is left.
    return False
