"""Fixtures that all tests share."""

import os

import pytest

pytest.register_assert_rewrite("support")  # before any of it is imported

from support import shared  # noqa: E402
from support.repository import best_level  # noqa: E402

from autograder.sandbox.host import Sandbox  # noqa: E402
from autograder.sandbox.model import SandboxUnavailable  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def shared_folder(tmp_path_factory):
    """The folder of what is made once a run, also where several processes run the tests."""
    own = tmp_path_factory.getbasetemp()
    shared.keep_in(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def sandbox():
    """The best sandbox this machine can give. It gives none: a skip, or a failure (REQUIRE_SANDBOX)."""
    try:
        level = best_level()
    except SandboxUnavailable as error:
        if os.environ.get("REQUIRE_SANDBOX"):
            raise
        pytest.skip(str(error))
    with Sandbox(level, ("numpy", "matplotlib", "autograd")) as opened:
        yield opened
