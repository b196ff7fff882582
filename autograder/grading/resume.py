"""Recognise a result that still holds, so that the submission is not graded again.

A result holds a key: a digest of all that it depends on. That is the submission's bytes, marks given by
hand, the lab, the configuration, this package and the sandbox level. When the key has changed, or a file of
the result is missing, the submission is graded again.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import platform
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course.config import Config
from autograder.course.lab import Lab
from autograder.grading.submission import Entry, Submission
from autograder.pages.files import PAGE, RESULT, row_of
from autograder.results import Row
from autograder.sandbox.model import Level
from autograder.student.handout import CANDIDATES
from autograder.student.source import BadSource

# The folder of the whole engine: a change in any of its modules makes all results invalid.
_PACKAGE = Path(__file__).resolve().parents[1]


def run_key(lab: Lab, config: Config, level: Level, training: bool) -> bytes:
    """Return the digest of what all results of a run depend on."""
    engine = [path for path in _PACKAGE.rglob("*") if path.suffix == ".py" or path.parent.name == "templates"]
    course = [*lab.folder.rglob("*"), *lab.folder.parent.glob("*.py")]
    sources = sorted(
        path for path in {*engine, *course} if path.is_file() and "__pycache__" not in path.parts
    )
    facts = [level.value, str(training), platform.python_version(), np.__version__, config.model_dump_json()]
    return _digest([*(fact.encode() for fact in facts), *(path.read_bytes() for path in sources)])


def submission_key(submission: Submission, manual: Mapping[str, float], run: bytes) -> str:
    """Return the key of one result, as text. `run` is the digest from `run_key`.

    With more than CANDIDATES files, none is graded: the student is asked for one. So only the first ones
    are read here, and of the others only their number counts.
    """
    facts = [
        submission.student,
        submission.folder,
        repr(sorted(manual.items())),
        str(len(submission.entries)),
    ]
    read = itertools.chain.from_iterable(map(_bytes, submission.entries[:CANDIDATES]))
    return _digest(itertools.chain([run], (fact.encode("utf-8", "replace") for fact in facts), read)).hex()


def _bytes(entry: Entry) -> tuple[bytes, bytes]:
    """Return a file's path and its bytes, or the reason why it cannot be read."""
    try:
        return os.fsencode(entry.path), entry.read()
    except BadSource as error:
        return os.fsencode(entry.path), str(error).encode("utf-8", "replace")


def _digest(parts: Iterable[bytes]) -> bytes:
    """Return the SHA-256 of the parts. Each is preceded by its length, so that their borders count too."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.digest()


def finished(folder: Path, key: str) -> Row | None:
    """Return the row of the result in a folder; None where it is not complete, or has another key."""
    try:
        tree: Any = json.loads((folder / RESULT).read_bytes())
        return row_of(tree) if tree["key"] == key and (folder / PAGE).is_file() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
