"""Moodle: its offline grading worksheet with our marks, and the zip of feedback files that it takes back.

In Moodle's download a student is called `Full Name_12345`, and the worksheet calls the same student
`Participant 12345`. Where groups hand in, the name and the number in the download are those of the group;
the worksheet then names the group of each student.
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
from autograder.pages.files import PAGE, RESULT, plain_cell, row_of

COLUMNS = {  # our name of each column -> its titles in Moodle, in English and in French
    "identifier": ("identifier", "identifiant"),
    "grade": ("grade", "note"),
    "maximum": ("maximum grade", "note maximale"),
    "name": ("full name", "nom complet"),
    "group": ("group", "groupe"),
    "unlocked": ("grade can be changed", "la note peut être modifiée"),
}
NEEDED = ("identifier", "grade", "maximum")
# Moodle refuses a worksheet without the last column; there "-" means that no grade was ever given.
ENGLISH = ("Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)")
FRENCH = ("Identifiant", "Nom complet", "Note", "Note maximale", "Dernière modification (note)")
NUMBERED = re.compile(r"(.*)_([0-9]{1,18})", re.DOTALL)
LOCKED = ("no", "non")  # what the worksheet says of a grade that cannot be changed
ANONYMOUS = "participant"  # the name of every student where marking is anonymous
# A cell between quotes, as Moodle writes it and as it reads it back. It reads with PHP's fgetcsv, for which a
# quote after a backslash does not end the cell.
QUOTED = r'"(?:[^"]|"")*+"'
READ_BACK = r'"(?:[^"\\]|\\[\s\S]|"")*+"'

SheetRow = tuple[list[str], str]  # the cells of a line of a worksheet, and its line end


@dataclass(frozen=True)
class StudentResult:
    """A student's result: the name as graded ("Ada Li_12"), and its two parts ("Ada Li", 12)."""

    student: str
    name: str
    number: int | None  # None where the name is not one that Moodle gives
    total: float | None  # None where the mark is not final
    page: Path


@dataclass(frozen=True)
class Worksheet:
    """A worksheet. Its cells are kept as written, quotes included, so that only what we change changes."""

    byte_order_mark: str
    encoding: str
    separator: str
    columns: dict[str, int]
    rows: list[SheetRow]  # the titles first

    def value(self, cells: Sequence[str], column: str) -> str:
        """Return the text of a cell without quotes; the empty text where the sheet has no such column."""
        cell = cells[self.columns[column]].strip() if column in self.columns else ""
        return (cell[1:-1].replace('""', '"') if cell.startswith('"') else cell).strip()

    def number(self, cells: Sequence[str]) -> int:
        """Return the number in `Participant 12345`; -1 where there is none."""
        found = re.search(r"[0-9]{1,18}\Z", self.value(cells, "identifier"))
        return int(found[0]) if found else -1

    def comma(self) -> bool:
        """Return whether numbers have a decimal comma: as in the sheet, or else as in its language."""
        numbers = " ".join(
            self.value(cells, column) for cells in self.students() for column in ("maximum", "grade")
        )
        found = re.search("[0-9]([.,])[0-9]", numbers)
        return found[1] == "," if found else _title(self.rows[0][0][self.columns["grade"]]) == "note"

    def students(self) -> list[list[str]]:
        """Return the rows below the titles that are as long as the titles."""
        return [cells for cells, _ in self.rows[1:] if len(cells) >= len(self.rows[0][0])]

    def data(self) -> bytes:
        """Return the bytes of the file."""
        lines = (self.separator.join(cells) + end for cells, end in self.rows)
        return (self.byte_order_mark + "".join(lines)).encode(self.encoding)


def fill_worksheet(worksheet: Path, results: Path) -> tuple[bytes, list[str]]:
    """Return the worksheet with the totals of a folder of results, and warnings for staff.

    Only grades change. A grade is left as it is where the total is not final or where Moodle has locked the
    grade. Raises Refused, OSError.
    """
    sheet = _read_worksheet(worksheet)
    comma, maxima = sheet.comma(), set()
    matched, warnings = _match(sheet, _read_results(results))
    for cells, result in matched:
        who, written = f"{sheet.value(cells, 'identifier')}, {result.student}", sheet.value(cells, "maximum")
        maximum = _maximum(written)
        if sheet.value(cells, "unlocked").casefold() in LOCKED:
            warnings.append(f"{who}: Moodle says that this grade cannot be changed; left as it is")
        elif maximum <= 0:
            warnings.append(
                f"{who}: the maximum grade, {written!r}, is no number above 0; the grade is left as it is"
            )
        elif result.total is None:
            warnings.append(f"{who}: the mark is not final; the grade is left as it is")
        else:
            maxima.add(maximum)
            grade = result.total * maximum / TOTAL
            if grade > maximum + 1e-9:
                too_much, most = _number_text(grade), _number_text(maximum)
                warnings.append(f"{who}: {too_much} is more than Moodle takes; {most} is written")
            text = _number_text(min(grade, maximum), comma)
            cells[sheet.columns["grade"]] = f'"{text}"' if sheet.separator in text else text
    for maximum in sorted(maxima - {TOTAL}):
        warnings.append(
            f"{worksheet}: the maximum grade is {maximum:g}, not {TOTAL:g}: "
            f"totals are multiplied by {maximum / TOTAL:g}"
        )
    return sheet.data(), warnings


def new_worksheet(results: Path, french: bool = False) -> tuple[bytes, list[str]]:
    """Return a worksheet made from results alone, and warnings for staff.

    It suits an assignment that has no grades so far. Raises Refused, OSError.
    """
    numbered, warnings = _numbered_results(results)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(FRENCH if french else ENGLISH)
    for result in numbered:
        grade = "" if result.total is None else _number_text(result.total, french)
        # Moodle takes off its own word, "Participant " in English and "Participant" in French; a space that
        # is left before the number does no harm.
        identifier, name = f"Participant {result.number}", plain_cell(result.name)
        writer.writerow([identifier, name, grade, _number_text(TOTAL), "-"])
    return buffer.getvalue().encode(), warnings


def feedback_zip(results: Path, worksheet: Path | None = None) -> tuple[bytes, list[str]]:
    """Return a zip of every student's page, and warnings for staff.

    Each page lies in a folder of the name that the student's folder had in Moodle's download. Moodle takes
    the number of a group for that of a student: where groups hand in, give the worksheet, so that each
    member gets the page. The same results give the same bytes every time. Raises Refused, OSError.
    """
    owners: list[tuple[str, int | None, StudentResult]]
    if worksheet:
        sheet = _read_worksheet(worksheet)
        matched, warnings = _match(sheet, _read_results(results))
        owners = [
            (sheet.value(cells, "name") or result.name, sheet.number(cells), result)
            for cells, result in matched
        ]
    else:
        numbered, warnings = _numbered_results(results)
        owners = [(result.name, result.number, result) for result in numbered]
    pages = {}
    for name, number, result in owners:
        if result.page.is_file():
            # Moodle looks for the number after the first underscore.
            plain = re.sub(r"[_/\\]", " ", printable(name))
            pages[f"{plain}_{number}_assignsubmission_file_/{PAGE}"] = result.page.read_bytes()
    return archive(pages), warnings


def _maximum(written: str) -> float:
    """Return a maximum grade as a number; 0 where it is none."""
    if not re.fullmatch(r"[0-9\s]+([.,][0-9]+)?", written):
        return 0.0
    return float("".join(written.split()).replace(",", "."))


def _read_scores(results: Path) -> list[list[str]]:
    """Return the rows of scores.csv, the titles first. Raises Refused."""
    try:
        rows = list(csv.reader(io.StringIO((results / "scores.csv").read_text("utf-8"), newline="")))
    except (OSError, ValueError, csv.Error):
        rows = []
    if not rows or rows[0][:1] != ["student"]:
        raise Refused(f"{results}: no scores.csv in it; give the folder that `autograder grade --out` wrote")
    return rows


def _read_results(results: Path) -> list[StudentResult]:
    """Return the results of the students that scores.csv names. Raises Refused.

    Other results in the folder come from an earlier run, and do not count.
    """
    named = {student for student, *_ in _read_scores(results)}
    found = []
    for path in sorted(results.glob(f"*/{RESULT}")):
        try:
            row = row_of(json.loads(path.read_bytes()))
            parts = NUMBERED.fullmatch(row.student)
        except (ValueError, KeyError, TypeError):
            raise Refused(f"{path}: not a result; remove it and grade again") from None
        if plain_cell(row.student) in named:
            name, number = (parts[1], int(parts[2])) if parts else (row.student, None)
            found.append(StudentResult(row.student, name, number, row.score.total, path.with_name(PAGE)))
    counts = Counter(one.student if one.number is None else str(one.number) for one in found)
    if twice := [key for key, count in counts.items() if count > 1]:
        raise Refused(
            f"{results}: two results of participant {twice[0]}; "
            "keep one submission, and grade into an empty folder"
        )
    return found


def _numbered_results(results: Path) -> tuple[list[StudentResult], list[str]]:
    """Return the results whose names hold a number, and a warning for each other one. Raises Refused."""
    found = _read_results(results)
    if all(one.number is None for one in found):
        raise Refused(
            f"{results}: no name ends in a participant's number; grade the zip that Moodle gives, as it is"
        )
    warnings = [
        f"{one.student}: no participant's number in the name; left out" for one in found if one.number is None
    ]
    return [one for one in found if one.number is not None], warnings


def _read_worksheet(path: Path) -> Worksheet:
    """Return a worksheet of Moodle's. Raises Refused, OSError."""
    data = path.read_bytes()
    for encoding in ("utf-8", "cp1252"):  # the second is what a French Excel saves
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        byte_order_mark = text[: text.startswith("\ufeff")]
        body = text[len(byte_order_mark) :]
        for separator in ",;\t":
            titles = [_title(cell) for cell in next(_rows(body, separator))[0]]
            columns = {
                key: titles.index(name) for key, names in COLUMNS.items() for name in names if name in titles
            }
            if all(column in columns for column in NEEDED):
                rows = list(_rows(body, separator))
                _require_read_back(path, rows, list(_rows(body, separator, READ_BACK)))
                return Worksheet(byte_order_mark, encoding, separator, columns, rows)
    wanted = ", ".join(ENGLISH[place] for place in (0, 2, 3))
    raise Refused(
        f"{path}: not a worksheet graded in points: no columns {wanted}, nor the French ones; "
        "download it from Moodle again"
    )


def _require_read_back(path: Path, rows: list[SheetRow], read_back: list[SheetRow]) -> None:
    """Raise Refused unless Moodle would read the rows as they were written.

    A student's own text in a row could otherwise move marks from one row to another.
    """
    for place, (row, other) in enumerate(zip_longest(rows, read_back), 1):
        if row != other:
            raise Refused(
                f"{path}: row {place}: a backslash before a quote, "
                "and Moodle reads the row in another way; remove it"
            )


def _rows(text: str, separator: str, quoted: str = QUOTED) -> Iterator[SheetRow]:
    """Yield the rows: their cells as written, and their line end. Joined again, they are the text."""
    cells: list[str] = []
    for found in re.finditer(rf"({quoted}|[^{separator}\r\n]*)({separator}|\r\n?|\n|\Z)", text):
        cells.append(found[1])
        if found[2] != separator:
            yield cells, found[2]
            cells = []


def _title(cell: str) -> str:
    """Return the title of a column in a form that can be compared."""
    return unicodedata.normalize("NFC", cell).strip(' "').casefold()


def _match(
    sheet: Worksheet, results: Sequence[StudentResult]
) -> tuple[list[tuple[list[str], StudentResult]], list[str]]:
    """Return the rows of the worksheet with the result of each, and a warning for each result without a row.

    A row has the result of its number, unless the names contradict each other. Otherwise it has the result
    whose name is that of its group.
    """
    by_number = {one.number: one for one in results if one.number is not None}
    counts = Counter(_letters(one.name) for one in results)
    by_group = {_letters(one.name): one for one in results if counts[_letters(one.name)] == 1}
    by_group.pop("", None)
    matched = []
    for cells in sheet.students():
        found = by_number.get(sheet.number(cells))
        if found is None or not _same_person(found.name, sheet.value(cells, "name")):
            found = by_group.get(_letters(sheet.value(cells, "group")))
        if found is not None:
            matched.append((cells, found))
    listed = {found for _, found in matched}
    return matched, [
        f"{one.student}: no row of the worksheet has this number and name; left out"
        for one in results
        if one not in listed
    ]


def _same_person(folder: str, name: str) -> bool:
    """Return whether a folder of the download can be that of a person of this name.

    Moodle leaves some signs out of the name of a folder, may cut its end off, and may put a group before it.
    In the worksheet, Moodle may add a note to the name, such as the markup of "suspended".
    """
    in_folder, in_sheet = _letters(folder), _letters(name)
    return in_folder == ANONYMOUS or in_sheet.startswith(in_folder) or in_folder.endswith(in_sheet)


def _letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case and without accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalnum())


def _number_text(value: float, comma: bool = False) -> str:
    """Return a number with at most four decimals, after a point or a comma."""
    return f"{round(value, 4):.12g}".replace(".", "," if comma else ".")
