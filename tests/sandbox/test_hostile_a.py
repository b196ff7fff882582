"""The hostile corpus at level A: every attack gets its verdict, harms nothing, and leaves nothing."""

import pytest
from support.attacks import ATTACKS, assert_harmless, hardened

from autograder.sandbox.model import Level


@pytest.fixture(scope="module")
def sandbox(impatience):
    with hardened(Level.A) as opened:
        yield opened


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(name, sandbox, canaries, request):
    assert_harmless(name, sandbox, canaries, request)
