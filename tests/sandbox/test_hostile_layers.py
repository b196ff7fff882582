"""The hostile corpus in sandboxes that lack a layer.

Each layer is needed, and bubblewrap alone keeps every attack inside.
"""

import pytest
from support.attacks import ATTACKS, KINDS, LIMITS, Canaries, expectation, launch, wrong_marks
from support.repository import granted

from autograder.sandbox.host import Sandbox
from autograder.sandbox.model import Level

# (the layers that are taken away, the attack, what it touches then)
ALONE = sorted(
    (layers, name, kind) for name in ATTACKS for layers, kind in expectation(name).get("without", {}).items()
)
# What bubblewrap alone keeps off; a process that is left behind is left inside, and dies with the sandbox.
OUTSIDE = sorted(
    {(name, kind) for _, name, kind in ALONE if kind in ("files", "network") or name == "signal_canary"}
)


def test_the_attacks_are_many():
    assert len(ATTACKS) >= 80
    aimed = {kind for name in ATTACKS for kind in expectation(name)["untouched"]}
    assert aimed == KINDS


def test_each_layer_has_its_canary():
    assert {layers for layers, _, _ in ALONE} >= {"landlock", "seccomp", "rlimits"}


class Weakened:
    """One sandbox at a time that lacks layers: started once for all the tests that follow one another in it.

    An attack that leaves a process behind spoils it: then the next test gets a fresh one.
    """

    def __init__(self):
        self.key = self.box = None

    def without(self, level, layers):
        """Return the sandbox of this level without these layers."""
        if self.key != (level, layers):
            self.close()
            self.key = (level, layers)
            self.box = Sandbox(
                granted(level), ("numpy", "matplotlib"), LIMITS, without=frozenset(layers.split("+"))
            )
        return self.box

    def close(self):
        """End the sandbox, and all that was left in it."""
        if self.box is not None:
            self.box.close()
        self.key = self.box = None


@pytest.fixture(scope="module")
def weakened(impatience, canaries):
    opened = Weakened()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("layers", "name", "kind"), ALONE, ids=[f"{layers}-{name}" for layers, name, _ in ALONE]
)
def test_without_its_layer_an_attack_is_seen(weakened, layers, name, kind):
    """What the corpus holds to be untouched is touched when the layer that protects it is taken away."""
    box = weakened.without(Level.B, layers)
    own = Canaries()
    try:
        graded, touched = launch(name, box, own)
    finally:
        own.close()
    if "processes" in touched:
        weakened.close()
    assert kind in touched | ({"marks"} if wrong_marks(graded, expectation(name)) else set())


@pytest.mark.parametrize(("name", "kind"), OUTSIDE, ids=[name for name, _ in OUTSIDE])
def test_bubblewrap_alone_keeps_it_inside(weakened, name, kind, canaries):
    """An attack that gets through may spoil its own mark, and nothing outside."""
    _, touched = launch(name, weakened.without(Level.A, "landlock+seccomp"), canaries)
    assert kind not in touched
