"""The proof that a release leaks nothing: every file that leaves is held against every lab's secrets.

Secrets are the statements of the solutions and the code of the mistakes, the diagnoses, the model
answers, the hidden seed and the hidden inputs. Code is looked for twice: as syntax trees, and as text
without its white space and quotes, wherever it may stand (comments, prose, outputs, metadata).
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

# Statements of solutions that give nothing away, reviewed by hand: they stand in the stubs' own
# demonstrations, or in the engine that check.py carries.
TRIVIAL = {"tokens = list(tokens)", "W = W_Q"}
PLAIN = re.compile(r"(return )?\w*\(?\w+(, \w+)*\)?")  # names, or one function of names: what signatures show
SHORTEST = 12  # characters: a shorter line or expression (`S`, `X @ W`) gives nothing away
LONG_TEXT = 25  # characters from which a line of text is looked for


@dataclass(frozen=True)
class Secrets:
    """What must not leave: code as normalised text, sentences, arrays, and the hidden seed."""

    code: Mapping[str, str]  # normalised statement -> where it comes from
    texts: Mapping[str, str]
    arrays: Sequence[tuple[str, Any]] = field(default_factory=list)
    seed: str = ""


def secrets(labs: Sequence[Lab], config: Config) -> Secrets:
    """Everything that is secret in all labs. Raises ReleaseError where a marker is out of place."""
    code: dict[str, str] = {}
    texts: dict[str, str] = {}
    arrays: list[tuple[str, Any]] = []
    for lab in labs:
        for cell in lab.cells:
            strip(cell, str(lab.folder / "lab.py"))  # markers out of place are its errors, not ours
            for answer in _answers(cell.text):
                if cell.kind == "code":
                    code.update(dict.fromkeys(_code(answer), f"{lab.id}: solution of {cell.id}"))
                else:
                    texts.update(dict.fromkeys(_lines(answer), f"{lab.id}: model answer of {cell.id}"))
        for file in (*sorted(lab.folder.glob("q*.py")), lab.folder.parent / "common.py"):
            code.update(_mistakes(file, lab.id))
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


def public_texts(labs: Sequence[Lab], config: Config) -> set[str]:
    """The sentences that the public tables give anyway, and that are therefore no secret."""
    return {
        leaf
        for lab in labs
        for row in build_table(lab, config, hidden=False).questions
        for arguments in row.cases.values()
        for leaf in _leaves(arguments)
        if isinstance(leaf, str)
    }


def leaks(files: Mapping[str, bytes], known: Secrets, public: set[str]) -> Iterator[str]:
    """One line for every leak in the files of a release; `public` are texts that are no secret."""
    for name, data in files.items():
        if not name.endswith(".npz") and zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as zipped:
                inner = {f"{name}/{member}": zipped.read(member) for member in zipped.namelist()}
            yield from leaks(inner, known, public)
            continue
        text, arrays = _archived(data) if name.endswith(".npz") else (data.decode("utf-8", "replace"), [])
        yield from _leaks_in(name, text, arrays, known, public)


def leaks_of(lab: str, files: Mapping[str, bytes], known: Secrets, public: set[str]) -> list[str]:
    """Return one line for every leak in the files of a release, and in the zip of them."""
    return list(leaks({**files, f"{lab}.zip": archive(files, lab)}, known, public))


def _archived(data: bytes) -> tuple[str, list[Any]]:
    """What a numpy archive holds: its texts as JSON (those of an answer table, or bytes that are text), and its arrays."""
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
    """Whether a statement gives something away."""
    return len(statement) >= SHORTEST and statement not in TRIVIAL and not PLAIN.fullmatch(statement)


def _answers(text: str) -> Iterator[str]:
    lines = text.split("\n")
    begins = [i for i, line in enumerate(lines) if BEGIN.match(line)]
    ends = [i for i, line in enumerate(lines) if END.match(line)]
    for begin, end in zip(begins, ends, strict=True):
        yield "\n".join(lines[begin + 1 : end])


@lru_cache(4096)  # check.py leaves with every lab, and again in its zip
def _code(text: str) -> frozenset[str]:
    """Every statement in a text that is Python, and all that its statements return or assign, normalised."""
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
    return isinstance(node.value if isinstance(node, ast.Expr) else node, ast.Constant)


def _mistakes(file: Path, lab: str) -> dict[str, str]:
    """The code of a questions file: bodies of its functions and lambdas."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        where = f"{lab}: {file.name}, line {getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Lambda):
            found[_flat(ast.unparse(node.body))] = where
        elif isinstance(node, ast.FunctionDef):
            for statement in node.body:
                found.update(dict.fromkeys(_code(ast.unparse(statement)), where))
    return found


def _lines(text: str) -> list[str]:
    return [_flat(line.lstrip("# ")) for line in text.splitlines() if len(line.strip()) >= LONG_TEXT]


def _strings(tree: Any) -> list[str]:
    """Every string of a JSON tree, lists of strings (a cell's lines) put together."""
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
    """The arrays of at least four numbers, and the sentences, in the arguments of a case."""
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list | tuple):
        return [leaf for item in tree for leaf in _leaves(item)]
    if isinstance(tree, np.ndarray):
        return [tree] if tree.size >= 4 else []
    return [tree] if isinstance(tree, str) and " " in tree and not isinstance(tree, Seed) else []


def _flat(text: str) -> str:
    return " ".join(text.split())


def _squeezed(text: str) -> str:
    """Text without what may change when it is copied: white space, quotes, brackets, comment signs."""
    return re.sub(r"""[\s#>()'"`\\]+""", "", text)
