"""Find what students handed in: one file, a folder of files, a folder of students' folders, or a zip.

Nothing is unpacked to disk, and no link is followed. A file that cannot be read does not stop the class: it
is still a submission, and reading it raises BadSource with the reason, in one line.
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
DEEPEST = 20  # levels of folders that are searched
MEMBERS = 50_000  # the most files that one zip may hold
RELEASED = (*BESIDE, "expected.npz", "LISEZMOI.md", "requirements.txt")  # files that every release holds
RESULTS = ("scores.csv", "run.json")  # what grading writes beside the students' folders
# Folders and files that other programs leave behind.
LITTER = ("__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git", ".venv", "venv")
PROGRAMS = (".py", ".ipynb")
# Archives. When a student hands one in, it is not opened.
ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
# The name of an entry that stands for an empty folder. It is no file to grade, but its student is listed.
EMPTY_FOLDER = "-"
# The name of an entry that stands for a folder that cannot be opened. Reading it raises BadSource.
CLOSED_FOLDER = "dossier.py"
# The only compressions that are unpacked. With the others, zipfile may unpack a huge amount for one small
# read, so that LARGEST would come too late.
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Names that Windows reserves for devices, and that a folder cannot have there.
DEVICE_NAME = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
MOODLE = re.compile(  # the name of a student's folder or file in Moodle's download of a whole class
    r"(?P<name>.+?)(?P<number>_[0-9]+)?_assignsubmission_(?:file|onlinetext)(?:_|\Z|(?=\.html\Z))(?P<file>.*)",
    re.DOTALL,
)
# What Python raises for a file or a zip that cannot be read.
READ_ERRORS = (
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
TOO_LARGE = f"le fichier dépasse {LARGEST // 2**20} Mio"


class NoSubmission(Refused):
    """There is nothing to grade at a path. The message is one line: what, where, what to do."""


@dataclass(frozen=True)
class Entry:
    """A file that may be a student's work, on disk or in a zip."""

    path: PurePosixPath  # inside the folder or the zip that is graded
    disk: Path  # the file itself, or the zip that holds it
    member: str = ""  # its name inside the zip

    @property
    def name(self) -> str:
        """The name of the file, as it can be shown. Its suffix is unchanged."""
        return printable(self.path.stem) + self.path.suffix

    def read(self) -> bytes:
        """Return the bytes of the file. Raises BadSource."""
        if self.path.suffix.lower() in ARCHIVES:
            raise BadSource("c'est une archive : rends le fichier .ipynb ou .py lui-même")
        try:
            data = self._member() if self.member else self._file()
        except BadSource:
            raise
        except READ_ERRORS as error:
            raise BadSource(f"fichier illisible ({type(error).__name__})") from None
        if len(data) > LARGEST:  # the file has grown, or the zip gave a false size
            raise BadSource(TOO_LARGE)
        return data

    def _file(self) -> bytes:
        """Return the bytes of a file on disk, cut just beyond LARGEST. Raises BadSource, OSError."""
        with open(self.disk, "rb", opener=_unfollowed) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise BadSource(NOT_REGULAR)
            if status.st_size > LARGEST:
                raise BadSource(TOO_LARGE)
            return file.read(LARGEST + 1)

    def _member(self) -> bytes:
        """Return the bytes of a file in a zip, cut just beyond LARGEST. Raises BadSource, READ_ERRORS."""
        zipped = _opened(self.disk, self.disk.stat().st_mtime_ns)
        info = zipped.getinfo(self.member)
        if info.file_size > LARGEST:
            raise BadSource(TOO_LARGE)
        if info.flag_bits & 1:  # encrypted
            raise BadSource("le fichier est chiffré dans le zip")
        if info.compress_type not in COMPRESSIONS:
            raise BadSource("fichier illisible (compression inhabituelle dans le zip)")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise BadSource(NOT_REGULAR)
        with zipped.open(info) as file:
            return file.read(LARGEST + 1)


def _unfollowed(path: str, flags: int) -> int:
    """Open a file for `open`: follow no link, and do not wait for the other end of a pipe."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


@lru_cache(maxsize=1)
def _opened(path: Path, _written: int) -> zipfile.ZipFile:
    """Return an open zip. It stays open until another is asked for, so that its list of files is read once.

    `_written` is the time of its last change: a zip that has changed is opened again.
    """
    return zipfile.ZipFile(path)


@dataclass(frozen=True)
class Submission:
    """What one student handed in."""

    student: str  # the name, as it can be shown
    folder: str  # a name for the folder of the results that every file system takes
    entries: tuple[Entry, ...]  # the files that may be the work

    def cells(self, handout: Handout) -> tuple[str, list[Cell]]:
        """Return the name of the file that counts, and its cells.

        Raises BadSource where no file counts, or where several could.
        """
        return find_work([(entry.name, entry.read) for entry in self.entries], handout)


def find(
    path: Path, out: Path | None = None, beside: Iterable[str] = (), inside: str = ""
) -> list[Submission]:
    """Return every submission at a path, in order of the students' names. Raises NoSubmission.

    Two kinds of files are passed over: what an earlier run left in `out`, the folder of the results, and
    files named in `beside`, which the lab hands out with the notebook.

    `inside` is for a folder that holds `<student>/<lab>/…`: it names the lab that counts. A student without
    that folder has handed nothing in.
    """
    if not path.exists():
        raise NoSubmission(
            f"{path}: no such file or folder" + (f"; collect {inside} first" if inside else "")
        )
    entries = _entries(path, out)
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
    names = sorted(groups, key=os.fsencode)
    students = _distinct(map(printable, names))
    folders = _distinct(map(_folder, students), RESULTS)
    return [
        Submission(student, folder, tuple(groups[name]))
        for name, student, folder in zip(names, students, folders, strict=True)
    ]


def _entries(path: Path, out: Path | None) -> list[Entry]:
    """Return the files in a folder or a zip, or the file itself. Raises NoSubmission, OSError."""
    if path.is_dir():
        return _walk(path, out.resolve() if out else None)
    if path.suffix.lower() == ".zip":
        return _members(path)
    if path.suffix.lower() in ARCHIVES:
        raise NoSubmission(f"{path}: an archive that is no zip; unpack it and give the folder")
    return [Entry(PurePosixPath(path.name), path.resolve())]


def from_moodle(path: PurePosixPath) -> PurePosixPath:
    """Return where a file of Moodle's download would lie if each student had one folder.

    `Name_123_assignsubmission_file_/tp.py` and `Name_123_assignsubmission_file_tp.py` both become
    `Name_123/tp.py`; what the student wrote online goes into the same folder. 123 is the participant's
    number in Moodle's worksheet, and is kept even where the name is cut. A path of another form is
    returned as it is.
    """
    for level, part in enumerate(path.parts):
        if found := MOODLE.fullmatch(part):
            name = unicodedata.normalize("NFC", found["name"])  # cut afterwards, for it may become longer
            student = name[:150] + (found["number"] or "")
            inner = (found["file"], *path.parts[level + 1 :])
            return PurePosixPath(
                *path.parts[:level], student, *(filter(None, inner) if any(inner) else [EMPTY_FOLDER])
            )
    return path


def _grouped(entries: Sequence[Entry], released: frozenset[str]) -> dict[str, list[Entry]]:
    """Return the files of each student that may be the work: name -> entries.

    The name is that of the outermost folder or, for a file that lies in no folder, of the file itself. A
    file of that kind belongs to no student when its name is in `released`.
    """
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
    """Return the groups one folder further down, where a single folder holds everything.

    The zip of a folder is such a case. Where that folder seems to be one student's own, or there are
    several folders, return `groups` as they are.
    """
    tops = {entry.path.parts[0] for entry in entries}
    deep = all(len(entry.path.parts) > 1 for entry in entries)
    if len(tops) != 1 or not deep or len({entry.path.parts[1] for entry in entries}) < 2:
        return groups
    inner = [Entry(PurePosixPath(*entry.path.parts[1:]), entry.disk, entry.member) for entry in entries]
    regrouped = _grouped(inner, released)
    flat = all(len(entry.path.parts) == 1 for entry in inner)
    if flat and (len(regrouped) < 2 or any(entry.path.name in BESIDE for entry in inner)):
        return groups  # the folder holds one program, or files of a release: it is one student's
    return regrouped


def _walk(top: Path, out: Path | None) -> list[Entry]:
    """Return the files below a folder, without hidden ones, litter and the results in `out`.

    Raises OSError where the folder itself cannot be listed.
    """
    entries: list[Entry] = []
    folders: set[PurePosixPath] = set()

    def closed(error: OSError) -> None:
        folder = Path(error.filename)
        if folder == top:
            raise error
        entries.append(Entry(PurePosixPath(*folder.relative_to(top).parts, CLOSED_FOLDER), folder))

    for folder, names, files in os.walk(top, onerror=closed, followlinks=False):
        here = Path(folder)
        inner = PurePosixPath(*here.relative_to(top).parts)
        names[:] = sorted(name for name in names if _wanted(name) and (here / name).resolve() != out)
        folders.update(inner / name for name in names)  # also links to folders, which are not followed
        entries += [Entry(inner / name, here / name) for name in sorted(files) if _wanted(name)]
        if len(inner.parts) >= DEEPEST:
            names[:] = []
    return entries + _empty_folders(entries, folders)


def _members(path: Path) -> list[Entry]:
    """Return the files in a zip. Of two with the same name, the last counts, as when it is unpacked.

    Raises NoSubmission where the zip cannot be read, or holds too many files.
    """
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
    return [*entries.values(), *_empty_folders(entries.values(), folders - {PurePosixPath()})]


def _empty_folders(entries: Iterable[Entry], folders: set[PurePosixPath]) -> list[Entry]:
    """Return an entry for each empty folder, so that a student who handed nothing in is listed.

    An empty folder below a student's program is passed over: it is part of what the student handed in.
    """
    paths = folders.union(entry.path for entry in entries)
    not_empty = {above for path in paths for above in path.parents}
    programs = {entry.path.parent for entry in entries if entry.path.suffix.lower() in PROGRAMS}
    with_program = programs - {PurePosixPath()}
    return [
        Entry(folder / EMPTY_FOLDER, Path())
        for folder in sorted(folders - not_empty)
        if with_program.isdisjoint(folder.parents)
    ]


def _wanted(name: str) -> bool:
    """Return whether a file or folder of this name is looked at: not hidden, and not litter."""
    return name not in LITTER and not name.startswith(".")


def _folder(student: str) -> str:
    """Return a folder name for a student that any file system takes: at most 80 bytes, plain characters."""
    plain = re.sub(r"[^\w.@+ -]", "_", unicodedata.normalize("NFC", student))
    short = plain.encode()[:80].decode("utf-8", "ignore").strip(" .").lstrip("-. ")
    return f"_{short}" if not short or DEVICE_NAME.match(short) else short


def _distinct(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return the names in order, each made different from the others and from those `taken`.

    Two names that differ only in upper and lower case count as the same. `~2` is added to the second one.
    """
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
