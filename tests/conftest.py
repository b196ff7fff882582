"""Fixtures that all tests share."""

import os

import pytest
from support import shared

from autograder.sandbox.host import Sandbox
from autograder.sandbox.model import SandboxUnavailable
from autograder.sandbox.probe import probe


@pytest.fixture(scope="session", autouse=True)
def shared_folder(tmp_path_factory):
    """The folder of what is made once a run, also where several processes run the tests."""
    own = tmp_path_factory.getbasetemp()
    shared.keep_in(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def sandbox():
    """The best sandbox this machine can give. Where there is none: a skip, or with REQUIRE_SANDBOX a failure."""
    try:
        level = probe()
    except SandboxUnavailable as error:
        if os.environ.get("REQUIRE_SANDBOX"):
            raise
        pytest.skip(str(error))
    with Sandbox(level, ("numpy", "matplotlib", "autograd")) as opened:
        yield opened
