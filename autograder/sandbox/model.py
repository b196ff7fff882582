"""What goes into the sandbox and what comes out of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from autograder.errors import Refused


class Level(enum.Enum):
    """How well this machine can isolate, best first."""

    A = "A"  # bubblewrap, Landlock, seccomp, rlimits
    B = "B"  # Landlock, seccomp, rlimits, as an ordinary user
    UNSAFE = "unsafe"  # rlimits only: no isolation


class SandboxUnavailable(Refused):
    """This machine cannot isolate; one line: what, where, what to do."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Seconds are processor time; `wall_factor` times as much by the clock, and a little, is the
    backstop. `total_seconds` counts all loads, calls and reruns. Sizes are MiB: `memory_mb` comes
    on top of what numpy and matplotlib take, `file_mb` is one file, `tmp_mb` all of them.
    """

    call_seconds: float = 2.0
    load_seconds: float = 10.0
    total_seconds: float = 40.0
    wall_factor: float = 5.0
    memory_mb: int = 1024
    file_mb: int = 16
    tmp_mb: int = 64
    output_mb: int = 4
