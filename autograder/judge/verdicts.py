"""What judging comes to: a verdict for every check, a judgement for every question. Plain data."""

from __future__ import annotations

from dataclasses import dataclass

PASSED = "passed"
FAILED = "failed"
NOT_REACHED = "not_reached"  # a gate before it failed
MISSING = "missing"  # there is no such function
UNWRITTEN = "unwritten"  # the stub is still there
PENDING = "pending"  # waits for a person
INTERNAL = "internal_error"  # the grader's own fault
# The other statuses are those of a call: raised, timeout, memory, crashed, rejected, unreadable.


@dataclass(frozen=True)
class Verdict:
    """What one check came to."""

    check: str
    status: str
    points: float
    out_of: float
    message: str = ""
    hint: str = ""  # symptom of the recognised mistake, or its diagnosis where the table holds one
    mistake: str = ""
    note: str = ""  # about an accepted reading, or a carried error
    title: str = ""  # of the check, in French
    carried: tuple[str, ...] = ()  # the upstream readings that it was passed with, as "question:reading"

    @property
    def passed(self) -> bool:
        """Whether the check found what it asks for."""
        return self.status == PASSED


@dataclass(frozen=True)
class Judgement:
    """What one question came to."""

    question: str
    title: str
    verdicts: tuple[Verdict, ...]
    out_of: float
    bonus: bool
    notes: tuple[str, ...] = ()
    recognised: tuple[str, ...] = ()  # readings that later questions may carry, as "question:reading"
    group: str = ""  # the heading of the handout

    @property
    def points(self) -> float:
        """The points of all checks together."""
        return float(sum(verdict.points for verdict in self.verdicts))

    @property
    def full(self) -> bool:
        """Whether every check passed, with all its points."""
        return self.points >= self.out_of - 1e-9 and all(verdict.passed for verdict in self.verdicts)

    @property
    def lost(self) -> bool:
        """Whether some check failed."""
        return any(verdict.status == FAILED for verdict in self.verdicts)

    @property
    def pending(self) -> bool:
        """Whether some check waits for a person."""
        return any(verdict.status == PENDING for verdict in self.verdicts)

    @property
    def unwritten(self) -> bool:
        """Whether the stub is still there."""
        return any(verdict.status == UNWRITTEN for verdict in self.verdicts)
