"""Read a `.py` or `.ipynb` file, a lab's or a submission's, as cells. Standard library only.

A `.py` file in the percent format is cut at its `# %%` lines, so that a syntax error costs one cell
and not the whole file. Any other `.py` file is one cell.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

# Matching takes time linear in the line: `rest` can only begin after white space.
HEADER = re.compile(r"^# %%(?P<title>.*?)(?P<markdown>\[(?:markdown|md)\]\s*)?(?P<rest>(?:(?<=\s)\w+=.*)?)$")
LONGEST = 500  # characters; a longer `# %%` line still begins a cell, but its title is not read
MOST_CELLS = 2000
MOST_BRACKETS = 500_000  # in a notebook: each may take a hundred bytes of memory when it is parsed
LARGEST_TEXT = 2**20  # characters in all cells together
TOO_MANY = f"le fichier a plus de {MOST_CELLS} cellules"
TOO_LONG = f"le fichier contient plus de {LARGEST_TEXT // 2**20} Mio de texte dans ses cellules"


class BadSource(ValueError):
    """The file is no readable lab or submission. The message is one French line for the student."""


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook or of a `.py` file."""

    kind: str  # code | markdown
    id: str  # its title in a `.py` file, its id in a notebook; may be empty
    text: str
    where: str  # the name of its place, for students: a file name, or "cellule 3"
    line: int = 0  # the number of lines in the file before the text
    tags: tuple[str, ...] = ()


def read_cells(name: str, data: bytes) -> list[Cell]:
    """Return the cells of a `.py` or `.ipynb` file from its name and its bytes. Raises BadSource."""
    cells = _notebook(data) if name.lower().endswith(".ipynb") else _script(name, as_text(data))
    if sum(len(cell.text) for cell in cells) > LARGEST_TEXT:
        raise BadSource(TOO_LONG)
    return cells


def as_text(data: bytes) -> str:
    """Decode UTF-8, UTF-16 with a BOM, or the Latin encoding that a Python file declares. Raises BadSource.

    Every line end comes out as a newline.
    """
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadSource("le fichier contient des octets nuls : ce n'est pas du texte")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        declared = re.match(
            rb"(?:[^\n]*\n)?[ \t\f]*#.*?coding[:=][ \t]*(latin-1|iso-8859-1|iso-8859-15|cp1252)", data
        )
        if not declared:
            raise BadSource("le fichier n'est pas en UTF-8 : enregistre-le en UTF-8") from None
        text = data.decode(declared.group(1).decode("ascii"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _script(name: str, text: str) -> list[Cell]:
    if len(text) > LARGEST_TEXT:
        raise BadSource(TOO_LONG)
    cells: list[Cell] = []
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("# %%")]
    if len(starts) > MOST_CELLS:
        raise BadSource(TOO_MANY)
    if not starts or any(line.strip() for line in lines[: starts[0]]):
        starts.insert(0, -1)
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        header = HEADER.match(lines[start].rstrip()) if start >= 0 and len(lines[start]) < LONGEST else None
        body = lines[start + 1 : end]
        title = header.group("title").strip() if header else ""
        markdown = bool(header and header.group("markdown"))
        tags = (
            re.findall(r'"([\w-]+)"', header.group("rest"))
            if header and "tags=" in header.group("rest")
            else []
        )
        if markdown:
            body = [re.sub(r"^# ?", "", line) for line in body]
        cells.append(
            Cell(
                "markdown" if markdown else "code",
                title,
                "\n".join(body).strip("\n") if markdown else "\n".join(body),
                name,
                start + 1,
                tuple(tags),
            )
        )
    return cells


def _notebook(data: bytes) -> list[Cell]:
    text = as_text(data)
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        raise BadSource(
            "le notebook est trop complexe : efface ses résultats (« Clear all outputs ») "
            "et enregistre-le à nouveau"
        )
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise BadSource(
            "le notebook n'est pas du JSON lisible : télécharge-le à nouveau depuis Jupyter"
        ) from None
    if not isinstance(notebook, dict):
        raise BadSource("le fichier n'est pas un notebook Jupyter")
    if notebook.get("nbformat") != 4:
        raise BadSource(
            "le notebook n'est pas au format 4 de Jupyter (nbformat) : ouvre-le et enregistre-le à nouveau"
        )
    raw = notebook.get("cells")
    if not isinstance(raw, list):
        raise BadSource("le notebook n'a pas de cellules")
    if len(raw) > MOST_CELLS:
        raise BadSource(TOO_MANY)
    return [
        _cell(number, item)
        for number, item in enumerate(raw, 1)
        if isinstance(item, dict) and item.get("cell_type") in ("code", "markdown")
    ]


def _cell(number: int, item: Any) -> Cell:
    source = item.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    metadata = item.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    tags = metadata.get("tags")
    return Cell(
        item["cell_type"],
        next((str(id) for id in (grade_id, item.get("id")) if id and isinstance(id, (str, int))), ""),
        (source if isinstance(source, str) else "").replace("\r\n", "\n"),
        f"cellule {number}",
        0,
        tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )
