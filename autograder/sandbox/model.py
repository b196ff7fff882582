"""How well a sandbox isolates, and how much a submission may use."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from autograder.errors import Refused


class Level(enum.Enum):
    """The levels of isolation, best first."""

    A = "A"  # bubblewrap, Landlock, seccomp and resource limits
    B = "B"  # Landlock, seccomp and resource limits, run as an ordinary user
    UNSAFE = "unsafe"  # resource limits only: no isolation


class SandboxUnavailable(Refused):
    """This machine cannot isolate. The message is one line: what, where, what to do."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Times are seconds of processor time, sizes are MiB. A submission that sleeps uses no processor time,
    so the clock bounds it too: it may take `wall_factor` times as long, and 2 s more.
    """

    call_seconds: float = 2.0  # one call
    load_seconds: float = 10.0  # running the cells once
    total_seconds: float = 40.0  # all loads, calls and second attempts together
    wall_factor: float = 5.0
    memory_mb: int = 1024  # on top of what Python, numpy and matplotlib take
    file_mb: int = 16  # one file that it writes
    tmp_mb: int = 64  # all files that it writes
    output_mb: int = 4  # one answer, encoded
