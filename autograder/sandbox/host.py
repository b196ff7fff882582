"""Run submissions in a sandbox. This is what the rest of the engine uses.

with Sandbox(probe(), ("numpy", "matplotlib"), Limits()) as sandbox:
    run = sandbox.run(cells, calls)
"""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any

from autograder.sandbox.attempt import Attempt
from autograder.sandbox.model import Level, Limits
from autograder.sandbox.process import Broken, Zygote
from autograder.student.calls import Call, Outcome, Run

# A submission that cannot fail. Where it does, the sandbox is at fault.
_HEALTH = [{"text": "def well():\n    return 42\n", "where": "health", "line": 0}]


class Sandbox:
    """Owns one zygote, and starts another when that one has died or cannot clean up.

    One thread at a time may use a sandbox. The thread that starts the zygote must live as long as the
    sandbox, because the kernel kills the zygote when that thread ends. `without` names layers of
    isolation to leave out, for the tests that show what each layer is for.
    """

    def __init__(  # noqa: D107
        self,
        level: Level,
        packages: tuple[str, ...] = ("numpy",),
        limits: Limits | None = None,
        *,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.level, self.packages, self.limits = level, packages, limits or Limits()
        self._without = without
        self._zygote: Zygote | None = None

    def __enter__(self) -> Sandbox:  # noqa: D105
        return self

    def __exit__(  # noqa: D105
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote. The next `run` starts a new one."""
        zygote, self._zygote = self._zygote, None
        if zygote is not None:
            zygote.close()

    def start(self) -> None:
        """Start the zygote now rather than at the first submission. Raises Broken when that fails."""
        if self._zygote is not None and not self._zygote.clean:
            self.close()
        if self._zygote is None:
            self._zygote = Zygote(self.level, self.packages, self.limits, self._without)

    def run(
        self, cells: Sequence[dict[str, Any]], calls: Sequence[Call], limits: Limits | None = None
    ) -> Run:
        """Load the cells of one submission, make the calls, and return their outcomes.

        Nothing that a submission does raises an exception here. `limits` gives this submission other
        limits of time; its memory and its files stay under the sandbox's.

        When the zygote dies, the submission is run once more from scratch in a new one. When that one dies
        too, a trivial submission is run. If that one works, the submission has killed the zygotes: its
        calls are `crashed`. If it fails, the sandbox is at fault, and `Run.fault` says how.
        """
        try:
            return self._once(cells, calls, limits)
        except Broken:
            self.close()
        try:
            return self._once(cells, calls, limits)
        except Broken as error:
            self.close()
            fault = str(error)
        try:
            health = self._once(_HEALTH, [Call("health", "well")], None)
        except Broken as error:
            self.close()
            return Run([], {}, str(error))
        if health.outcomes["health"].value != 42:
            return Run([], {}, f"a trivial submission fails: {health.outcomes['health'].report}")
        crashed = Outcome({"status": "crashed", "message": fault})
        return Run([], {call.id: crashed for call in calls}, None)

    def _once(self, cells: Sequence[dict[str, Any]], calls: Sequence[Call], limits: Limits | None) -> Run:
        self.start()
        assert self._zygote is not None
        return Attempt(self._zygote, cells, limits or self.limits).run(calls)
