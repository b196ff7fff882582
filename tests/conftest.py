"""Shared by the tests: the repository, its configuration, its labs and their tables."""

import os
from functools import lru_cache
from pathlib import Path

import pytest

from autograder.config import load_config
from autograder.lab import load_lab
from autograder.oracle import build_table, carrier, portable
from autograder.sandbox.host import Sandbox, SandboxUnavailable
from autograder.sandbox.probe import probe, refusal

ROOT = Path(__file__).resolve().parent.parent
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
    return portable(lab(name), config())


@lru_cache
def carry(name):
    return carrier(lab(name), table(name))


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


@pytest.fixture(scope="session")
def sandbox():
    """The best sandbox this machine can give; a machine that can give none skips, unless REQUIRE_SANDBOX is set."""
    try:
        level = probe()
    except SandboxUnavailable as error:
        if os.environ.get("REQUIRE_SANDBOX"):
            raise
        pytest.skip(str(error))
    with Sandbox(level, ("numpy", "matplotlib", "autograd")) as opened:
        yield opened
