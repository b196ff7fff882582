"""Write files whole, make zips that are the same bytes every time, and make names safe to print."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import unicodedata
import zipfile
from collections.abc import Container, Mapping
from pathlib import Path

PART = ".part-"  # the start of a file's name while it is being written


def write_whole(path: Path, data: bytes) -> None:
    """Write a file and the folders above it. Raises OSError.

    The file is written whole or not at all, even when the machine stops half way.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)
        os.replace(part, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(part)
        if isinstance(error, OSError):  # where the disk is full, the first error does not name the file
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise


def sweep(folder: Path) -> None:
    """Remove the unfinished files that a killed run left in a folder and in its direct subfolders."""
    for part in (*folder.glob(PART + "*"), *folder.glob(f"*/{PART}*")):
        with contextlib.suppress(OSError):
            part.unlink()


def archive(files: Mapping[str, bytes], folder: str = "", programs: Container[str] = ()) -> bytes:
    """Return a zip of the files. The same files give the same bytes every time.

    `folder` names the folder of the zip that holds them; without it, they lie at the top. Files named in
    `programs` are executable.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in sorted(files):
            info = zipfile.ZipInfo(f"{folder}/{name}" if folder else name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # Unix: file modes are kept
            info.external_attr = (0o100755 if name in programs else 0o100644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(info, files[name])
    return buffer.getvalue()


def printable(name: str, most: int = 200) -> str:
    """Return a name that can be shown on one line, at most `most` characters long.

    "_" replaces control characters, line ends and marks that change the direction of text. An accented
    letter is always one character (NFC).
    """
    plain = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))[:most]
    return "".join(
        "_" if unicodedata.category(char).startswith(("C", "Z")) and char != " " else char for char in plain
    )
