"""Prove that a release leaks nothing: look in every released file for the secrets of every lab.

The secrets are the statements of the solutions and of all other hidden code, the diagnoses of mistakes, the
model answers, the hidden seed and the hidden inputs. Code is looked for in two ways. Text that is Python is
compared statement by statement. All text (comments, prose, outputs, metadata) is also compared as
characters, without white space, quotes and brackets.
"""

from __future__ import annotations

import ast
import io
import json
import re
import textwrap
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course.config import Config
from autograder.course.handout import BEGIN, END, strip
from autograder.course.lab import Lab
from autograder.course.oracle import build_table
from autograder.course.question import Question
from autograder.files import archive
from autograder.judge.table import load_table
from autograder.student.values import Seed

# Statements of solutions that are no secret, reviewed by hand. They also stand in the demonstrations that
# students receive, or in the engine inside check.py.
TRIVIAL = {"tokens = list(tokens)", "W = W_Q"}
# Statements that give nothing away: names, one function of names, a chain of names and of calls without
# arguments.
PLAIN = re.compile(r"(return )?(\w*\(?\w+(, \w+)*\)?|\w+(\(\))?(\.\w+(\(\))?)*)")
SHORTEST = 12  # characters; shorter code (`S`, `X @ W`) gives nothing away
LONG_TEXT = 25  # characters; a shorter line of text is not looked for


@dataclass(frozen=True)
class Secrets:
    """What must not be in a release."""

    code: Mapping[str, str]  # statement, with single spaces -> where it comes from
    texts: Mapping[str, str]  # sentence -> where it comes from
    arrays: Sequence[tuple[str, Any]] = field(default_factory=list)
    seed: str = ""


def secrets(labs: Sequence[Lab], config: Config) -> Secrets:
    """Return the secrets of all labs. Raises Refused where a marker of a solution is out of place."""
    code: dict[str, str] = {}
    texts: dict[str, str] = {}
    arrays: list[tuple[str, Any]] = []
    for lab in labs:
        for cell in lab.cells:
            strip(cell, str(lab.folder / "lab.py"))  # raises Refused for a marker that is out of place
            for answer in _answers(cell.text):
                if cell.kind == "code":
                    code.update(dict.fromkeys(_code(answer), f"{lab.id}: solution of {cell.id}"))
                else:
                    texts.update(dict.fromkeys(_lines(answer), f"{lab.id}: model answer of {cell.id}"))
        for file in hidden_files(lab.folder):
            where = file.relative_to(lab.folder.parent).as_posix()
            code.update(dict.fromkeys(_code(file.read_text(encoding="utf-8")), where))
        for question in lab.questions:
            if isinstance(question, Question):
                texts.update(
                    {_flat(m.diagnosis): f"{lab.id}: diagnosis of {m.id}" for m in question.mistakes}
                )
        for row in build_table(lab, config, hidden=True).questions:
            for case, arguments in row.cases.items():
                arrays += [
                    (f"{lab.id}: hidden input of {row.id}, {case}", array) for array in _leaves(arguments)
                ]
    code = {text: where for text, where in code.items() if _telling(text)}
    return Secrets(code, texts, arrays, config.seeds.hidden)


def hidden_files(folder: Path) -> list[Path]:
    """Return the hidden Python files of a lab, and those beside the labs, which all labs share.

    `lab.py` is not among them, because only a part of it is hidden: what stands between the markers.
    """
    own = (file for file in folder.rglob("*.py") if file.relative_to(folder).parts[0] != "files")
    return sorted({*own, *folder.parent.glob("*.py")} - {folder / "lab.py"})


def public_texts(labs: Sequence[Lab], config: Config) -> set[str]:
    """Return the sentences in the public tables. Students receive these, so they are no secret."""
    return {
        leaf
        for lab in labs
        for row in build_table(lab, config, hidden=False).questions
        for arguments in row.cases.values()
        for leaf in _leaves(arguments)
        if isinstance(leaf, str)
    }


def leaks(files: Mapping[str, bytes], known: Secrets, public: set[str]) -> Iterator[str]:
    """Yield one line for every leak in the files of a release. Texts in `public` are no secret."""
    for name, data in files.items():
        if not name.endswith(".npz") and zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as zipped:
                inner = {f"{name}/{member}": zipped.read(member) for member in zipped.namelist()}
            yield from leaks(inner, known, public)
            continue
        text, arrays = _archived(data) if name.endswith(".npz") else (data.decode("utf-8", "replace"), [])
        yield from _leaks_in(name, text, arrays, known, public)


def leaks_of(lab: str, files: Mapping[str, bytes], known: Secrets, public: set[str]) -> list[str]:
    """Return one line for every leak in the files of a release, and in the zip made of them."""
    return list(leaks({**files, f"{lab}.zip": archive(files, lab)}, known, public))


def _archived(data: bytes) -> tuple[str, list[Any]]:
    """Return the texts in a numpy archive, as JSON, and its arrays.

    The texts of an answer table are those of its JSON part. In another archive, bytes may be text.
    """
    with np.load(io.BytesIO(data)) as archive:
        held = {item: archive[item] for item in archive.files}
    if "table" in held:
        table = load_table(data)
        values = [row.cases for row in table.questions] + [
            answer.values for row in table.questions for answer in row.answers
        ]
        return held.pop("table").tobytes().decode(), [*_leaves(values), *held.values()]
    texts = [array.tobytes().decode("utf-8", "replace") for array in held.values() if array.dtype == np.uint8]
    texts += [str(item) for array in held.values() if array.dtype.kind == "U" for item in array.ravel()]
    return json.dumps(texts), list(held.values())


def _leaks_in(name: str, text: str, arrays: Sequence[Any], known: Secrets, public: set[str]) -> Iterator[str]:
    """Yield one line for every leak in a file of this name, given its text and its arrays."""
    if known.seed in text:
        yield f"{name}: the hidden seed"
    strings = _strings(json.loads(text)) if name.endswith((".ipynb", ".npz")) else [text]
    code = {statement for string in set(strings) if len(string) >= SHORTEST for statement in _code(string)}
    squeezed = _squeezed(" ".join(strings))
    for statement, where in known.code.items():
        if statement in code or _squeezed(statement) in squeezed:
            yield f"{name}: {where}: {statement}"
    for sentence, where in known.texts.items():
        if sentence and _squeezed(sentence) in squeezed:
            yield f"{name}: {where}: {sentence}"
    for where, secret in known.arrays:
        if isinstance(secret, str):
            if _squeezed(secret) in squeezed and secret not in public:
                yield f"{name}: {where}: {secret!r}"
        elif any(np.shape(array) == np.shape(secret) and np.allclose(array, secret) for array in arrays):
            yield f"{name}: {where}"


def _telling(statement: str) -> bool:
    """Return whether a statement gives something away."""
    return len(statement) >= SHORTEST and statement not in TRIVIAL and not PLAIN.fullmatch(statement)


def _answers(text: str) -> Iterator[str]:
    """Yield what stands between each pair of markers in a cell of `lab.py`."""
    lines = text.split("\n")
    begins = [i for i, line in enumerate(lines) if BEGIN.match(line)]
    ends = [i for i, line in enumerate(lines) if END.match(line)]
    for begin, end in zip(begins, ends, strict=True):
        yield "\n".join(lines[begin + 1 : end])


@lru_cache(4096)  # the same check.py is in every release, and again in its zip
def _code(text: str) -> frozenset[str]:
    """Return the statements of a Python text, and what they return or assign, with single spaces.

    A text that is not Python has none.
    """
    try:
        tree = ast.parse(textwrap.dedent(text))
    except (SyntaxError, ValueError):
        return frozenset()
    found: set[ast.AST | None] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Return | ast.Assign | ast.AugAssign | ast.Expr):
            found.add(node.value)
        elif isinstance(node, ast.Lambda):
            found.add(node.body)
        if isinstance(node, ast.stmt) and not isinstance(node, ast.Import | ast.ImportFrom | ast.Pass):
            found.add(node)
    return frozenset(_flat(ast.unparse(node)) for node in found if node is not None and not _is_text(node))


def _is_text(node: ast.AST) -> bool:
    """Return whether a node is a constant, such as a docstring."""
    return isinstance(node.value if isinstance(node, ast.Expr) else node, ast.Constant)


def _lines(text: str) -> list[str]:
    """Return the long lines of a text, without comment signs, with single spaces."""
    return [_flat(line.lstrip("# ")) for line in text.splitlines() if len(line.strip()) >= LONG_TEXT]


def _strings(tree: Any) -> list[str]:
    """Return every string in a JSON tree. A list of strings, as the lines of a cell, is also joined."""
    if isinstance(tree, str):
        return [tree]
    if isinstance(tree, dict):
        return [string for pair in tree.items() for item in pair for string in _strings(item)]
    if isinstance(tree, list):
        if tree and all(isinstance(item, str) for item in tree):
            return ["".join(tree), *tree]
        return [string for item in tree for string in _strings(item)]
    return []


def _leaves(tree: Any) -> list[Any]:
    """Return the arrays of at least four numbers, and the sentences, in a tree of arguments."""
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list | tuple):
        return [leaf for item in tree for leaf in _leaves(item)]
    if isinstance(tree, np.ndarray):
        return [tree] if tree.size >= 4 else []
    return [tree] if isinstance(tree, str) and " " in tree and not isinstance(tree, Seed) else []


def _flat(text: str) -> str:
    """Return a text on one line, with single spaces."""
    return " ".join(text.split())


def _squeezed(text: str) -> str:
    """Return a text without what may change when it is copied: white space, quotes, brackets, `#`, `>`."""
    return re.sub(r"""[\s#>()'"`\\]+""", "", text)
