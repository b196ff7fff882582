"""Fixtures for the hostile corpus."""

import ctypes

import pytest
from support.attacks import Canaries


@pytest.fixture(scope="module")
def canaries():
    """Canaries that anybody may touch. Orphaned processes become this one's children, and are seen."""
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
    opened = Canaries()
    yield opened
    opened.close()
    ctypes.CDLL(None).prctl(36, 0)


@pytest.fixture(scope="module")
def impatience():
    """Wait less for a child that does not answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.sandbox.talk._SLACK", 0.2)
        patch.setattr("autograder.sandbox.attempt._GRACE", 0.1)
        yield
