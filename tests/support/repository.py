"""The repository, its configuration, its labs and their tables; which sandbox levels this machine gives."""

import os
from functools import lru_cache
from pathlib import Path

import pytest

from autograder.course.config import load_config
from autograder.course.lab import load_lab
from autograder.course.oracle import build_table, carrier, portable
from autograder.judge.table import load_table, save
from autograder.sandbox.probe import probe, refusal
from support.shared import once

ROOT = Path(__file__).resolve().parents[2]
LABS = sorted(path.parent.name for path in (ROOT / "solutions").glob("*/lab.py"))


@lru_cache
def config():
    return load_config(ROOT / "grading.toml")


@lru_cache
def lab(name):
    return load_lab(ROOT / "solutions" / name)


@lru_cache
def table(name, hidden=True):
    return build_table(lab(name), config(), hidden=hidden)


@lru_cache
def portable_table(name):
    """Return the table for a judge without the reference. A large lab's takes half a minute: once a run."""
    path = once(f"portable-{name}.npz", lambda path: path.write_bytes(save(portable(lab(name), config()))))
    return load_table(path.read_bytes())


@lru_cache
def carry(name):
    return carrier(lab(name), table(name))


@lru_cache
def best_level():
    return probe()


@lru_cache
def refused(level):
    return refusal(level)


def granted(level):
    """Skip, or fail, where this machine cannot give the level."""
    reason = refused(level)
    if reason is not None:
        if os.environ.get("REQUIRE_SANDBOX", "") in ("A", level.value):
            pytest.fail(f"level {level.value} is required: {reason}")
        pytest.skip(f"level {level.value}: {reason}")
    return level
