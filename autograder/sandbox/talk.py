"""A child of the zygote, seen from the host: ask, listen, time, kill.

What comes from a child is bounded and timed here; what it says is judged elsewhere.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.sandbox.inside.frames import HEADER_CAP, BadFrame, unpack
from autograder.sandbox.model import Limits

_SLACK = 2.0  # seconds by the clock that a deadline allows on top


class Late(Exception):
    """The child has used up its processor time, or the clock's backstop has passed."""


class Gone(Exception):
    """The child has ended, or will not talk any more."""


@dataclass(frozen=True)
class End:
    """How a child ended: signal or exit code, processor time (s), whether it filled its disk."""

    signal: int | None
    code: int | None
    cpu: float
    full: bool


class Child:
    """A forked child, with the host's ends of its two pipes. Start it with `Zygote.fork`.

    `pidfd` is None where the machine has none; then `kill_it` asks the zygote.
    """

    def __init__(  # noqa: D107
        self,
        requests: int,
        replies: int,
        pidfd: int | None,
        kill_it: Callable[[], None],
        limits: Limits,
    ) -> None:
        self._requests, self._replies, self._pidfd = requests, replies, pidfd
        self._kill_it, self._factor = kill_it, limits.wall_factor
        self._fds = [fd for fd in (requests, replies, pidfd) if fd is not None]
        pid = process_of(pidfd)
        # The kernel's number of "the processor time of process pid": see clock_getcpuclockid(3).
        self._clock = None if pid is None else (~pid << 3) | 2
        self._buffer = bytearray()
        self._incoming, self._outgoing = select.poll(), select.poll()
        self._incoming.register(replies, select.POLLIN)
        self._outgoing.register(requests, select.POLLOUT)
        self._cap = limits.output_mb * 2**20 + HEADER_CAP
        self._allowed = self._cpu_end = self._wall_end = 0.0
        self._fresh = False

    def deadline(self, seconds: float) -> None:
        """From now on, allow `seconds` of processor time; raises Late in what waits longer."""
        self._allowed, self._fresh = seconds, True
        self._cpu_end = self.cpu() + seconds
        self._wall_end = time.monotonic() + seconds * self._factor + _SLACK

    def cpu(self) -> float:
        """Processor time used, in seconds; 0 where the machine does not tell."""
        try:
            return 0.0 if self._clock is None else time.clock_gettime(self._clock)
        except OSError:
            return 0.0  # it has ended

    def send(self, frame: bytes) -> None:
        """Write a whole frame. Raises Late, Gone."""
        left = memoryview(frame)
        while left:
            try:
                left = left[os.write(self._requests, left) :]
            except BlockingIOError:
                self._await(self._outgoing)
            except BrokenPipeError:
                raise Gone from None

    def receive(self) -> tuple[dict[str, Any], bytes]:
        """The next frame. Raises Late, Gone, and BadFrame for anything but a frame."""
        while (frame := self._complete()) is None:
            self._await(self._incoming)
            with contextlib.suppress(BlockingIOError):
                part = os.read(self._replies, 2**18)
                if not part:
                    raise Gone
                self._buffer += part
        return unpack(frame)

    def _complete(self) -> bytes | None:
        """Take the next frame out of what has come; None when it is not all there."""
        if len(self._buffer) < 4:
            return None
        end = 4 + int.from_bytes(self._buffer[:4], "big")
        if end > self._cap:
            raise BadFrame(f"a frame of {end} bytes")
        if len(self._buffer) < end:
            return None
        frame = bytes(self._buffer[4:end])
        del self._buffer[:end]
        return frame

    @property
    def silent(self) -> bool:
        """Whether nothing has come that was not asked for."""
        return not self._buffer

    def _await(self, ready: select.poll) -> None:
        # Right after `deadline`, all of the allowance is left: no need to ask the clocks, and
        # nearly every call ends within this first wait.
        left, self._fresh = (self._allowed if self._fresh else self._left()), False
        while left > 0:
            if ready.poll(1000 * left + 1):
                return
            left = self._left()
        raise Late

    def _left(self) -> float:
        return min(self._cpu_end - self.cpu(), self._wall_end - time.monotonic())

    def kill(self) -> None:
        """Kill it, whatever it does, and close the pipes; `Zygote.ended` then says how it ended."""
        if self._pidfd is None:
            self._kill_it()
        else:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """Close the host's ends, whatever becomes of the child."""
        for fd in self._fds:
            os.close(fd)
        self._fds = []


def process_of(pidfd: int | None) -> int | None:
    """The process of a pidfd, as numbered here; None where the machine does not tell."""
    try:
        with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as info:
            pids = [int(line.split()[1]) for line in info if line.startswith("Pid:")]
    except (OSError, ValueError):
        return None
    return pids[0] if pids and pids[0] > 0 else None
