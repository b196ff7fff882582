"""What was handed in, found: a file, a folder of files, a folder of one folder a student, or a zip of these.

Nothing is unpacked to disk and no link is followed. A submission that cannot be read is still one:
it carries the reason, in one line, and the class goes on.
"""

from __future__ import annotations

import itertools
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from autograder.errors import Refused
from autograder.files import printable
from autograder.student.handout import BESIDE, Handout, find_work
from autograder.student.source import BadSource, Cell

LARGEST = 20 * 2**20  # bytes of one file
DEEPEST = 20  # folders inside one another that are looked into
MEMBERS = 50_000  # files in one zip
RELEASED = (*BESIDE, "expected.npz", "LISEZMOI.md", "requirements.txt")  # beside the lab's own files
RESULTS = ("scores.csv", "run.json")  # what grading writes beside the students' folders
LITTER = ("__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git", ".venv", "venv")
PROGRAMS = (".py", ".ipynb")
ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")  # handed in, they are not opened
EMPTY = "-"  # stands for what a folder does not hold, so that its student is listed
CLOSED = "dossier.py"  # stands for a folder that cannot be listed: reading it says why
METHODS = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # what zipfile unpacks of the others at a time has no bound
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # no name of a folder on Windows
MOODLE = re.compile(  # a student's folder or file in its download of a whole class
    r"(?P<name>.+?)(?P<number>_[0-9]+)?_assignsubmission_(?:file|onlinetext)(?:_|\Z|(?=\.html\Z))(?P<file>.*)",
    re.DOTALL,
)
UNREADABLE = (
    OSError,
    KeyError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)
NOT_REGULAR = "ce n'est pas un fichier ordinaire"
HUGE = f"le fichier dépasse {LARGEST // 2**20} Mio"


class NoSubmission(Refused):
    """A path where there is nothing to grade; the message is one line: what, where, what to do."""


@dataclass(frozen=True)
class Entry:
    """A file that may be a submission: its path inside what was given, and where its bytes are."""

    path: PurePosixPath
    disk: Path  # the file itself, or the zip that holds it
    member: str = ""  # its name inside the zip

    @property
    def name(self) -> str:
        """The name of the file as it is shown, its suffix kept."""
        return printable(self.path.stem) + self.path.suffix

    def read(self) -> bytes:
        """Its bytes. Raises BadSource."""
        if self.path.suffix.lower() in ARCHIVES:
            raise BadSource("c'est une archive : rends le fichier .ipynb ou .py lui-même")
        try:
            data = self._member() if self.member else self._file()
        except BadSource:
            raise
        except UNREADABLE as error:
            raise BadSource(f"fichier illisible ({type(error).__name__})") from None
        if len(data) > LARGEST:  # it grew meanwhile, or its zip lies about it
            raise BadSource(HUGE)
        return data

    def _file(self) -> bytes:
        with open(self.disk, "rb", opener=_unfollowed) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise BadSource(NOT_REGULAR)
            if status.st_size > LARGEST:
                raise BadSource(HUGE)
            return file.read(LARGEST + 1)

    def _member(self) -> bytes:
        zipped = _opened(self.disk, self.disk.stat().st_mtime_ns)
        info = zipped.getinfo(self.member)
        if info.file_size > LARGEST:
            raise BadSource(HUGE)
        if info.flag_bits & 1:
            raise BadSource("le fichier est chiffré dans le zip")
        if info.compress_type not in METHODS:
            raise BadSource("fichier illisible (compression inhabituelle dans le zip)")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise BadSource(NOT_REGULAR)
        with zipped.open(info) as file:
            return file.read(LARGEST + 1)


def _unfollowed(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


@lru_cache(maxsize=1)
def _opened(path: Path, _written: int) -> zipfile.ZipFile:
    """A zip, kept open as long as it is not written anew: its list is read once, not once a student."""
    return zipfile.ZipFile(path)


@dataclass(frozen=True)
class Submission:
    """One student's work: the student's name, a folder name that is safe, and candidate files."""

    student: str
    folder: str
    entries: tuple[Entry, ...]

    def cells(self, handout: Handout) -> tuple[str, list[Cell]]:
        """Return the name of the file that counts and its cells. Raises BadSource where none does, or more than one could."""
        return find_work([(entry.name, entry.read) for entry in self.entries], handout)


def find(
    path: Path, out: Path | None = None, beside: Iterable[str] = (), inside: str = ""
) -> list[Submission]:
    """Every submission at a path, in order of the students' names. Raises NoSubmission.

    `out` is where the results go: what an earlier run left there is no submission. Nor are the files of
    the names `beside`, which the lab hands out with the notebook. Where each student's folder holds one a lab,
    `inside` is the one that counts; who has none has handed nothing in.
    """
    if not path.exists():
        raise NoSubmission(
            f"{path}: no such file or folder" + (f"; collect {inside} first" if inside else "")
        )
    if path.is_dir():
        entries = _walk(path, out.resolve() if out else None)
    elif path.suffix.lower() == ".zip":
        entries = _members(path)
    elif path.suffix.lower() in ARCHIVES:
        raise NoSubmission(f"{path}: an archive that is no zip; unpack it and give the folder")
    else:
        entries = [Entry(PurePosixPath(path.name), path.resolve())]
    released = frozenset((*RELEASED, *RESULTS, *beside))
    if inside:
        held = [(entry, entry.path.parts) for entry in entries if entry.path.parts[1:2] == (inside,)]
        placed = [replace(entry, path=PurePosixPath(parts[0], *parts[2:])) for entry, parts in held]
    else:
        placed = [replace(entry, path=from_moodle(entry.path)) for entry in entries]
    groups = _grouped(placed, released)
    if not inside and not any(MOODLE.fullmatch(entry.path.parts[0]) for entry in entries):
        groups = _one_folder_down(groups, placed, released)
    if not groups and inside:
        raise NoSubmission(
            f"{path}: nobody has handed in {inside}; it is looked for in {path}/<student>/{inside}/"
        )
    if not groups:
        raise NoSubmission(
            f"{path}: no .py or .ipynb file in it; give a submission, a folder of them, or a zip"
        )
    raw = sorted(groups, key=os.fsencode)
    students = _distinct(map(printable, raw))
    folders = _distinct(map(_folder, students), RESULTS)
    return [
        Submission(student, folder, tuple(groups[name]))
        for name, student, folder in zip(raw, students, folders, strict=True)
    ]


def from_moodle(path: PurePosixPath) -> PurePosixPath:
    """Where a file of Moodle's download would lie if each student had one folder; any other file stays where it is.

    Both `Name_123_assignsubmission_file_/tp.py` and `Name_123_assignsubmission_file_tp.py` give `Name_123/tp.py`, and what
    the student wrote online goes beside it. The number is the participant's in Moodle's worksheet: no length of a name cuts it.
    """
    for level, part in enumerate(path.parts):
        if found := MOODLE.fullmatch(part):
            student = unicodedata.normalize("NFC", found["name"])[:150] + (
                found["number"] or ""
            )  # which may lengthen it
            inner = (found["file"], *path.parts[level + 1 :])
            return PurePosixPath(
                *path.parts[:level], student, *(filter(None, inner) if any(inner) else [EMPTY])
            )
    return path


def _grouped(entries: Sequence[Entry], released: frozenset[str]) -> dict[str, list[Entry]]:
    """The candidate files of each student, who is named after a folder, or after a file that lies in none."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        folders = entry.path.parts[:-1]
        if not folders and entry.path.name in released:
            continue
        files = groups.setdefault(folders[0] if folders else entry.path.stem, [])
        if entry.path.suffix.lower() in (*PROGRAMS, *ARCHIVES) and entry.path.name not in BESIDE:
            files.append(entry)
    return groups


def _one_folder_down(
    groups: dict[str, list[Entry]], entries: Sequence[Entry], released: frozenset[str]
) -> dict[str, list[Entry]]:
    """Where everything lies in a single wrapping folder (as zips of a folder do), look inside it."""
    tops = {entry.path.parts[0] for entry in entries}
    deep = all(len(entry.path.parts) > 1 for entry in entries)
    if len(tops) != 1 or not deep or len({entry.path.parts[1] for entry in entries}) < 2:
        return groups
    inner = [Entry(PurePosixPath(*entry.path.parts[1:]), entry.disk, entry.member) for entry in entries]
    regrouped = _grouped(inner, released)
    flat = all(len(entry.path.parts) == 1 for entry in inner)
    if flat and (len(regrouped) < 2 or any(entry.path.name in BESIDE for entry in inner)):
        return groups  # one student's own folder
    return regrouped


def _walk(top: Path, out: Path | None) -> list[Entry]:
    """The files below a folder, without hidden ones, litter and the results. Raises OSError where it cannot be listed."""
    entries: list[Entry] = []
    folders: set[PurePosixPath] = set()

    def closed(error: OSError) -> None:
        if Path(error.filename) == top:
            raise error
        entries.append(
            Entry(PurePosixPath(*Path(error.filename).relative_to(top).parts, CLOSED), Path(error.filename))
        )

    for folder, names, files in os.walk(top, onerror=closed, followlinks=False):
        here = Path(folder)
        inner = PurePosixPath(*here.relative_to(top).parts)
        names[:] = sorted(name for name in names if _wanted(name) and (here / name).resolve() != out)
        folders.update(inner / name for name in names)  # links too, which are not followed
        entries += [Entry(inner / name, here / name) for name in sorted(files) if _wanted(name)]
        if len(inner.parts) >= DEEPEST:
            names[:] = []
    return entries + _hollow(entries, folders)


def _members(path: Path) -> list[Entry]:
    """The files in a zip, of two with one name the last, as when it is unpacked. Raises NoSubmission."""
    try:
        infos = _opened(path.resolve(), path.stat().st_mtime_ns).infolist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NoSubmission(
            f"{path}: not a readable zip ({error}); download it again, or unpack it and give the folder"
        ) from None
    if len(infos) > MEMBERS:
        raise NoSubmission(
            f"{path}: {len(infos)} files in one zip, more than {MEMBERS}; unpack it and give the folder"
        )
    entries: dict[str, Entry] = {}
    folders: set[PurePosixPath] = set()
    for info in sorted(infos, key=lambda info: info.filename):
        inner = PurePosixPath(info.filename.replace("\\", "/"))
        if (
            not inner.parts
            or inner.is_absolute()
            or ".." in inner.parts
            or re.match("[A-Za-z]:", inner.parts[0])
        ):
            continue
        above = inner.parts if info.is_dir() else inner.parts[:-1]
        folders.add(PurePosixPath(*itertools.takewhile(_wanted, above)))
        if not info.is_dir() and all(map(_wanted, inner.parts)):
            entries[info.filename] = Entry(inner, path.resolve(), info.filename)
    return [*entries.values(), *_hollow(entries.values(), folders - {PurePosixPath()})]


def _hollow(entries: Iterable[Entry], folders: set[PurePosixPath]) -> list[Entry]:
    """For each folder with nothing in it, an entry that is no candidate: its student is not lost.

    But for those below a program: they are not a student's, but part of what one handed in.
    """
    paths = folders.union(entry.path for entry in entries)
    holding = {above for path in paths for above in path.parents}
    handed = {entry.path.parent for entry in entries if entry.path.suffix.lower() in PROGRAMS} - {
        PurePosixPath()
    }
    return [
        Entry(folder / EMPTY, Path())
        for folder in sorted(folders - holding)
        if handed.isdisjoint(folder.parents)
    ]


def _wanted(name: str) -> bool:
    return name not in LITTER and not name.startswith(".")


def _folder(student: str) -> str:
    """A folder name for a student that any file system takes: at most 80 bytes, no odd characters."""
    plain = re.sub(r"[^\w.@+ -]", "_", unicodedata.normalize("NFC", student))
    short = plain.encode()[:80].decode("utf-8", "ignore").strip(" .").lstrip("-. ")
    return f"_{short}" if not short or DEVICE.match(short) else short


def _distinct(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """The names in order, no two the same but for their case, none of those `taken`."""
    seen = {name.casefold() for name in taken}
    numbers: Counter[str] = Counter()
    distinct = []
    for name in names:
        one = name
        while one.casefold() in seen:
            numbers[name.casefold()] += 1
            one = f"{name}~{numbers[name.casefold()] + 1}"
        seen.add(one.casefold())
        distinct.append(one)
    return distinct
