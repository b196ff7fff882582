"""Moodle: its offline grading worksheet with our marks, and the zip of feedback files that it takes back.

A student of its download is called `Full Name_12345` (`submission.from_moodle`), and 12345 is `Participant 12345` in the
worksheet. Where groups hand in, name and number are the group's, and the worksheet says each student's group.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from autograder.course.config import TOTAL
from autograder.errors import Refused
from autograder.files import archive, printable
from autograder.pages.files import FORMULA, PAGE, RESULT, row_of

COLUMNS = {  # as Moodle calls them in English and in French
    "identifier": ("identifier", "identifiant"),
    "grade": ("grade", "note"),
    "maximum": ("maximum grade", "note maximale"),
    "name": ("full name", "nom complet"),
    "group": ("group", "groupe"),
    "open": ("grade can be changed", "la note peut être modifiée"),
}
NEEDED = ("identifier", "grade", "maximum")
# Moodle refuses a worksheet without the last one; "-" in it stands for a grade that was never given.
ENGLISH = ("Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)")
FRENCH = ("Identifiant", "Nom complet", "Note", "Note maximale", "Dernière modification (note)")
NUMBERED = re.compile(r"(.*)_([0-9]{1,18})", re.DOTALL)
CLOSED = ("no", "non")
BLIND = "participant"  # stands for every name where marking is anonymous
QUOTED = r'"(?:[^"]|"")*+"'  # a cell between quotes, as Moodle writes it
READ_BACK = r'"(?:[^"\\]|\\[\s\S]|"")*+"'  # and as it reads it: in PHP's fgetcsv a quote after a backslash ends nothing


@dataclass(frozen=True)
class Student:
    """A student's result. `number` is None where the name is none of Moodle's, `total` where the mark is not final."""

    student: str
    name: str
    number: int | None
    total: float | None
    page: Path


@dataclass(frozen=True)
class Sheet:
    """A worksheet. Its cells are kept as they are written, quotes included: what is not changed keeps its bytes."""

    mark: str  # of byte order
    encoding: str
    separator: str
    columns: dict[str, int]
    rows: list[tuple[list[str], str]]  # cells, line end; the titles first

    def value(self, cells: Sequence[str], column: str) -> str:
        """What a cell says; nothing where the sheet has no such column."""
        cell = cells[self.columns[column]].strip() if column in self.columns else ""
        return (cell[1:-1].replace('""', '"') if cell.startswith('"') else cell).strip()

    def number(self, cells: Sequence[str]) -> int:
        """The participant's, from `Participant 12345`; -1 where there is none."""
        found = re.search(r"[0-9]{1,18}\Z", self.value(cells, "identifier"))
        return int(found[0]) if found else -1

    def comma(self) -> bool:
        """Whether its decimals have a comma: by its own numbers, else by its language."""
        said = " ".join(
            self.value(cells, column) for cells in self.students() for column in ("maximum", "grade")
        )
        found = re.search("[0-9]([.,])[0-9]", said)
        return found[1] == "," if found else _title(self.rows[0][0][self.columns["grade"]]) == "note"

    def students(self) -> list[list[str]]:
        """The rows below the titles, those that are whole."""
        return [cells for cells, _ in self.rows[1:] if len(cells) >= len(self.rows[0][0])]

    def data(self) -> bytes:
        """The file."""
        return (self.mark + "".join(self.separator.join(cells) + end for cells, end in self.rows)).encode(
            self.encoding
        )


def filled(worksheet: Path, results: Path) -> tuple[bytes, list[str]]:
    """The worksheet with the totals of a folder of results, and warnings for staff. Raises Refused, OSError.

    Only grades change. A total that is not final, or a grade that Moodle has locked, leaves its cell as it is.
    """
    sheet = _sheet(worksheet)
    comma, maxima = sheet.comma(), set()
    matched, warnings = _matched(sheet, _students(results))
    for cells, student in matched:
        who, written = f"{sheet.value(cells, 'identifier')}, {student.student}", sheet.value(cells, "maximum")
        maximum = (
            float("".join(written.split()).replace(",", "."))
            if re.fullmatch(r"[0-9\s]+([.,][0-9]+)?", written)
            else 0.0
        )
        if sheet.value(cells, "open").casefold() in CLOSED:
            warnings.append(f"{who}: Moodle says that this grade cannot be changed; left as it is")
        elif maximum <= 0:
            warnings.append(
                f"{who}: the maximum grade, {written!r}, is no number above 0; the grade is left as it is"
            )
        elif student.total is None:
            warnings.append(f"{who}: the mark is not final; the grade is left as it is")
        else:
            maxima.add(maximum)
            grade = student.total * maximum / TOTAL
            if grade > maximum + 1e-9:
                warnings.append(
                    f"{who}: {_text(grade)} is more than Moodle takes; {_text(maximum)} is written"
                )
            text = _text(min(grade, maximum), comma)
            cells[sheet.columns["grade"]] = f'"{text}"' if sheet.separator in text else text
    for maximum in sorted(maxima - {TOTAL}):
        warnings.append(
            f"{worksheet}: the maximum grade is {maximum:g}, not {TOTAL:g}: totals are multiplied by {maximum / TOTAL:g}"
        )
    return sheet.data(), warnings


def made(results: Path, french: bool = False) -> tuple[bytes, list[str]]:
    """A worksheet from results alone, for an assignment without grades so far, and warnings. Raises Refused, OSError."""
    students, warnings = _numbered(results)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(FRENCH if french else ENGLISH)
    for one in students:
        grade = "" if one.total is None else _text(one.total, french)
        # English has "Participant ", French "Participant": Moodle cuts as much, and a space before the number does no harm.
        writer.writerow(
            [f"Participant {one.number}", FORMULA.sub(r"\1'", one.name), grade, _text(TOTAL), "-"]
        )
    return buffer.getvalue().encode(), warnings


def feedback_zip(results: Path, worksheet: Path | None = None) -> tuple[bytes, list[str]]:
    """Every student's page in the folder that the download had, and warnings; the same bytes every time.

    Moodle takes a group's number for a student's: where groups hand in, give the worksheet, and each member gets the page.
    Raises Refused, OSError.
    """
    owners: list[tuple[str, int | None, Student]]
    if worksheet:
        sheet = _sheet(worksheet)
        matched, warnings = _matched(sheet, _students(results))
        owners = [
            (sheet.value(cells, "name") or one.name, sheet.number(cells), one) for cells, one in matched
        ]
    else:
        students, warnings = _numbered(results)
        owners = [(one.name, one.number, one) for one in students]
    pages = {}
    for name, number, one in owners:
        if one.page.is_file():
            plain = re.sub(
                r"[_/\\]", " ", printable(name)
            )  # Moodle looks for the number after the first underscore
            pages[f"{plain}_{number}_assignsubmission_file_/{PAGE}"] = one.page.read_bytes()
    return archive(pages), warnings


def _scores(results: Path) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO((results / "scores.csv").read_text("utf-8"), newline="")))
    except (OSError, ValueError, csv.Error):
        rows = []
    if not rows or rows[0][:1] != ["student"]:
        raise Refused(f"{results}: no scores.csv in it; give the folder that `autograder grade --out` wrote")
    return rows


def _students(results: Path) -> list[Student]:
    """The results that scores.csv names: what an earlier run left beside them does not count."""
    named = {student for student, *_ in _scores(results)}
    students = []
    for path in sorted(results.glob(f"*/{RESULT}")):
        try:
            row = row_of(json.loads(path.read_bytes()))
            found = NUMBERED.fullmatch(row.student)
        except (ValueError, KeyError, TypeError):
            raise Refused(f"{path}: not a result; remove it and grade again") from None
        if FORMULA.sub(r"\1'", row.student) in named:
            name, number = (found[1], int(found[2])) if found else (row.student, None)
            students.append(Student(row.student, name, number, row.score.total, path.with_name(PAGE)))
    counts = Counter(one.student if one.number is None else str(one.number) for one in students)
    if twice := [key for key, count in counts.items() if count > 1]:
        raise Refused(
            f"{results}: two results of participant {twice[0]}; keep one submission, and grade into an empty folder"
        )
    return students


def _numbered(results: Path) -> tuple[list[Student], list[str]]:
    students = _students(results)
    if all(one.number is None for one in students):
        raise Refused(
            f"{results}: no name ends in a participant's number; grade the zip that Moodle gives, as it is"
        )
    warnings = [
        f"{one.student}: no participant's number in the name; left out"
        for one in students
        if one.number is None
    ]
    return [one for one in students if one.number is not None], warnings


def _sheet(path: Path) -> Sheet:
    data = path.read_bytes()
    for encoding in ("utf-8", "cp1252"):  # the second is what a French Excel saves
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        mark = text[: text.startswith("\ufeff")]
        for separator in ",;\t":
            titles = [_title(cell) for cell in next(_rows(text[len(mark) :], separator))[0]]
            columns = {
                key: titles.index(name) for key, names in COLUMNS.items() for name in names if name in titles
            }
            if all(column in columns for column in NEEDED):
                rows, back = (list(_rows(text[len(mark) :], separator, cell)) for cell in (QUOTED, READ_BACK))
                if rows != back:  # written by a student, it would move marks from one row to another
                    at = next(
                        place for place, (row, other) in enumerate(zip_longest(rows, back), 1) if row != other
                    )
                    raise Refused(
                        f"{path}: row {at}: a backslash before a quote, and Moodle reads the row in another way; remove it"
                    )
                return Sheet(mark, encoding, separator, columns, rows)
    wanted = ", ".join(ENGLISH[place] for place in (0, 2, 3))
    raise Refused(
        f"{path}: not a worksheet graded in points: no columns {wanted}, nor the French ones; download it from Moodle again"
    )


def _rows(text: str, separator: str, quoted: str = QUOTED) -> Iterator[tuple[list[str], str]]:
    """Rows of cells as they are written, and the line end of each: joined again, they are the text."""
    cells: list[str] = []
    for found in re.finditer(rf"({quoted}|[^{separator}\r\n]*)({separator}|\r\n?|\n|\Z)", text):
        cells.append(found[1])
        if found[2] != separator:
            yield cells, found[2]
            cells = []


def _title(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).strip(' "').casefold()


def _matched(sheet: Sheet, students: Sequence[Student]) -> tuple[list[tuple[list[str], Student]], list[str]]:
    """Rows and the results that are theirs (by number, where the name does not say otherwise, else by group), and warnings."""
    numbers = {one.number: one for one in students if one.number is not None}
    names = Counter(_letters(one.name) for one in students)
    groups = {_letters(one.name): one for one in students if names[_letters(one.name)] == 1}
    groups.pop("", None)
    matched = []
    for cells in sheet.students():
        found = numbers.get(sheet.number(cells))
        if found is None or not _alike(found.name, sheet.value(cells, "name")):
            found = groups.get(_letters(sheet.value(cells, "group")))
        if found is not None:
            matched.append((cells, found))
    listed = {found for _, found in matched}
    return matched, [
        f"{one.student}: no row of the worksheet has this number and name; left out"
        for one in students
        if one not in listed
    ]


def _alike(folder: str, name: str) -> bool:
    """Whether a folder can be of that name: Moodle leaves signs out of it, and may put a group before it, and marks after it."""
    one, other = _letters(folder), _letters(name)
    return one == BLIND or other.startswith(one) or one.endswith(other)


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalnum())


def _text(value: float, comma: bool = False) -> str:
    return f"{round(value, 4):.12g}".replace(".", "," if comma else ".")
