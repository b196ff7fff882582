"""What was handed in, found: a file, a folder of files, a folder of one folder a student, or a zip of these.

Nothing is unpacked to disk and no link is followed. A submission that cannot be read is still one:
it carries the reason, in one line, and the class goes on.
"""

from __future__ import annotations

import lzma
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.release import Given
from autograder.source import BadSource, Cell, read_cells

LARGEST = 20 * 2**20  # bytes of one file
CANDIDATES = 20  # files of one student that are looked at
DEEPEST = 20  # folders inside one another that are looked into
MEMBERS = 50_000  # files in one zip
PROVIDED = ("check.py", "conftest.py", "setup.py", "__init__.py")
RELEASED = (*PROVIDED, "expected.npz", "LISEZMOI.md", "requirements.txt")  # beside the lab's own files
RESULTS = ("scores.csv", "run.json")  # what grading writes beside the students' folders
LITTER = ("__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git", ".venv", "venv")
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, ValueError)
NOT_REGULAR = "ce n'est pas un fichier ordinaire"
HUGE = f"le fichier dépasse {LARGEST // 2**20} Mio"


class NoSubmission(Exception):
    """A path where there is nothing to grade; the message is one line: what, where, what to do."""


@dataclass(frozen=True)
class Entry:
    """A file that may be a submission: its path inside what was given, and where its bytes are."""

    path: PurePosixPath
    disk: Path  # the file itself, or the zip that holds it
    member: str = ""  # its name inside the zip

    def read(self) -> bytes:
        """Its bytes. Raises BadSource."""
        try:
            return self._member() if self.member else self._file()
        except UNREADABLE as error:
            if isinstance(error, BadSource):
                raise
            raise BadSource(f"fichier illisible ({type(error).__name__})") from None

    def _file(self) -> bytes:
        handle = os.open(self.disk, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise BadSource(NOT_REGULAR)
            if status.st_size > LARGEST:
                raise BadSource(HUGE)
            return file.read(LARGEST + 1)

    def _member(self) -> bytes:
        with zipfile.ZipFile(self.disk) as zipped:
            info = zipped.getinfo(self.member)
            if info.file_size > LARGEST:
                raise BadSource(HUGE)
            if info.flag_bits & 1:
                raise BadSource("le fichier est chiffré dans le zip")
            if stat.S_ISLNK(info.external_attr >> 16):
                raise BadSource(NOT_REGULAR)
            with zipped.open(info) as file:
                data = file.read(LARGEST + 1)
            if len(data) > LARGEST:
                raise BadSource(HUGE)
            return data


@dataclass(frozen=True)
class Submission:
    """One student's work: the student's name, a folder name that is safe, and candidate files."""

    student: str
    folder: str
    entries: tuple[Entry, ...]

    def cells(self, given: Given) -> tuple[str, list[Cell]]:
        """The file that counts and its cells. Raises BadSource where none does, or more than one could."""
        if not self.entries:
            raise BadSource("aucun fichier .ipynb ou .py n'a été rendu")
        if len(self.entries) == 1:
            return _printable(self.entries[0].path.name), read_cells(self.entries[0].path.name, self.entries[0].read())
        if len(self.entries) > CANDIDATES:
            raise BadSource(f"{len(self.entries)} fichiers .ipynb ou .py ont été rendus : n'en rends qu'un")
        read: list[tuple[str, list[Cell]]] = []
        trouble: list[str] = []
        for entry in self.entries:
            try:
                read.append((str(entry.path), read_cells(entry.path.name, entry.read())))
            except BadSource as error:
                trouble.append(f"{_printable(entry.path.name)} : {error}")
        worked = [pair for pair in read if not given.untouched(pair[1])]
        named = [pair for pair in worked if PurePosixPath(pair[0]).stem == given.lab]
        chosen = worked if len(worked) == 1 else named
        if len(chosen) == 1:
            return _printable(PurePosixPath(chosen[0][0]).name), chosen[0][1]
        if not worked and read:
            return _printable(PurePosixPath(read[0][0]).name), read[0][1]
        if not read:
            raise BadSource(" ; ".join(trouble))
        names = ", ".join(_printable(PurePosixPath(path).name) for path, _ in worked)
        raise BadSource(f"plusieurs fichiers pourraient être le bon ({names}) : n'en rends qu'un")


def find(path: Path, out: Path | None = None, beside: Iterable[str] = ()) -> list[Submission]:
    """Every submission at a path, in order of the students' names. Raises NoSubmission.

    `out` is where the results go: what an earlier run left there is no submission. Nor are the files of
    the names `beside`, which the lab hands out with the notebook.
    """
    if not path.exists():
        raise NoSubmission(f"{path}: no such file or folder")
    if path.is_dir():
        entries = list(_walk(path, out.resolve() if out else None))
    elif path.suffix.lower() == ".zip":
        entries = list(_members(path))
    else:
        entries = [Entry(PurePosixPath(path.name), path.resolve())]
    released = frozenset((*RELEASED, *RESULTS, *beside))
    groups = _one_folder_down(_grouped(entries, released), entries, released)
    if not groups:
        raise NoSubmission(f"{path}: no .py or .ipynb file in it; give a submission, a folder of them, or a zip")
    raw = sorted(groups, key=os.fsencode)
    students = _distinct(map(_printable, raw))
    folders = _distinct(map(_folder, students), RESULTS)
    return [
        Submission(student, folder, tuple(groups[name]))
        for name, student, folder in zip(raw, students, folders, strict=True)
    ]


def _grouped(entries: Sequence[Entry], released: frozenset[str]) -> dict[str, list[Entry]]:
    """The candidate files of each student, who is named after a folder, or after a file that lies in none."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        folders = entry.path.parts[:-1]
        if not folders and entry.path.name in released:
            continue
        files = groups.setdefault(folders[0] if folders else entry.path.stem, [])
        if entry.path.suffix.lower() in (".py", ".ipynb") and entry.path.name not in PROVIDED:
            files.append(entry)
    return groups


def _printable(name: str) -> str:
    """A name of one line that shows as it is: no control characters, no marks that turn text round."""
    plain = name.encode("utf-8", "replace").decode("utf-8")
    return "".join("_" if unicodedata.category(char).startswith(("C", "Z")) and char != " " else char for char in plain)[:200]


def _one_folder_down(groups: dict[str, list[Entry]], entries: Sequence[Entry], released: frozenset[str]) -> dict[str, list[Entry]]:
    """Where everything lies in a single wrapping folder (as zips of a folder do), look inside it."""
    tops = {entry.path.parts[0] for entry in entries}
    deep = all(len(entry.path.parts) > 1 for entry in entries)
    if len(tops) != 1 or not deep or len({entry.path.parts[1] for entry in entries}) < 2:
        return groups
    inner = [Entry(PurePosixPath(*entry.path.parts[1:]), entry.disk, entry.member) for entry in entries]
    regrouped = _grouped(inner, released)
    flat = all(len(entry.path.parts) == 1 for entry in inner)
    if flat and (len(regrouped) < 2 or any(entry.path.name in PROVIDED for entry in inner)):
        return groups  # one student's own folder
    return regrouped


def _walk(top: Path, out: Path | None) -> Iterator[Entry]:
    """The files below a folder, without hidden ones, litter and the results."""
    for folder, names, files in os.walk(top, followlinks=False):
        here = Path(folder)
        if len(here.parts) - len(top.parts) >= DEEPEST:
            names[:] = []
        names[:] = sorted(name for name in names if _wanted(name) and (here / name).resolve() != out)
        if here != top and here.parent == top and not files and not names:
            yield Entry(PurePosixPath(here.name, "-"), here)
        for name in sorted(files):
            if _wanted(name):
                yield Entry(PurePosixPath(*(here / name).relative_to(top).parts), here / name)


def _members(path: Path) -> Iterator[Entry]:
    try:
        with zipfile.ZipFile(path) as zipped:
            infos = zipped.infolist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NoSubmission(f"{path}: not a readable zip ({error}); download it again") from None
    if len(infos) > MEMBERS:
        raise NoSubmission(f"{path}: {len(infos)} files in one zip, more than {MEMBERS}")
    for info in sorted(infos, key=lambda info: info.filename):
        inner = PurePosixPath(info.filename.replace("\\", "/"))
        outside = not inner.parts or inner.is_absolute() or ".." in inner.parts or re.match("[A-Za-z]:", inner.parts[0])
        if info.is_dir() or outside or not all(map(_wanted, inner.parts)):
            continue
        yield Entry(inner, path, info.filename)


def _wanted(name: str) -> bool:
    return name not in LITTER and not name.startswith(".")


def _folder(student: str) -> str:
    """A folder name for a student that any file system takes: at most 80 bytes, no odd characters."""
    plain = re.sub(r"[^\w.@+ -]", "_", unicodedata.normalize("NFC", student))
    return plain.encode()[:80].decode("utf-8", "ignore").strip(" .") or "_"


def _distinct(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """The names in order, no two the same but for their case, none of those `taken`."""
    seen = {name.casefold() for name in taken}
    distinct = []
    for name in names:
        one, number = name, 2
        while one.casefold() in seen:
            one, number = f"{name}~{number}", number + 1
        seen.add(one.casefold())
        distinct.append(one)
    return distinct
