"""The results of judging, as plain data: a verdict for every check, a judgement for every question."""

from __future__ import annotations

from dataclasses import dataclass

PASSED = "passed"
FAILED = "failed"
NOT_REACHED = "not_reached"  # an earlier check on the same part failed, and is a gate
MISSING = "missing"  # there is no such function
UNWRITTEN = "unwritten"  # the stub is still there
PENDING = "pending"  # a person must mark it
INTERNAL = "internal_error"  # the grader itself failed
# Otherwise a status is that of a call: raised, timeout, memory, crashed, rejected, unreadable.


@dataclass(frozen=True)
class Verdict:
    """The result of one check."""

    check: str
    status: str
    points: float
    out_of: float
    message: str = ""  # in French
    hint: str = ""  # in French: the diagnosis of the recognised mistake, or its symptom in a public table
    mistake: str = ""  # the id of the recognised mistake; "question:mistake" for an upstream one
    note: str = ""  # in French: about an accepted reading or a carried error
    title: str = ""  # of the check, in French
    carried: tuple[str, ...] = ()  # upstream mistakes that it passed in spite of, as "question:mistake"

    @property
    def passed(self) -> bool:
        """Return whether the check passed."""
        return self.status == PASSED


@dataclass(frozen=True)
class Judgement:
    """The result of one question."""

    question: str
    title: str
    verdicts: tuple[Verdict, ...]
    out_of: float
    bonus: bool
    notes: tuple[str, ...] = ()  # in French
    recognised: tuple[str, ...] = ()  # readings that later questions may carry, as "question:reading"
    group: str = ""  # the heading in the handout

    @property
    def points(self) -> float:
        """Return the points of all checks together."""
        return float(sum(verdict.points for verdict in self.verdicts))

    @property
    def full(self) -> bool:
        """Return whether every check passed, with all points of the question."""
        return self.points >= self.out_of - 1e-9 and all(verdict.passed for verdict in self.verdicts)

    @property
    def any_failed(self) -> bool:
        """Return whether a check failed."""
        return any(verdict.status == FAILED for verdict in self.verdicts)

    @property
    def pending(self) -> bool:
        """Return whether a check waits for a person."""
        return any(verdict.status == PENDING for verdict in self.verdicts)

    @property
    def unwritten(self) -> bool:
        """Return whether the stub is still there."""
        return any(verdict.status == UNWRITTEN for verdict in self.verdicts)
