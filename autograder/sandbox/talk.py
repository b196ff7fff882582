"""A child of the zygote, as the host sees it: send to it, receive from it, time it, kill it.

This module bounds the size of a child's answers and the time that it takes. `reply` and `values` check
what the answers say.
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

_SLACK = 2.0  # seconds that the clock allows beyond `wall_factor` times the processor time


class Late(Exception):
    """The child has used up its processor time, or has taken too long by the clock."""


class Gone(Exception):
    """The child has ended, or has closed its pipe."""


@dataclass(frozen=True)
class End:
    """How a child ended."""

    signal: int | None  # the signal that killed it
    code: int | None  # its exit code, where no signal killed it
    cpu: float  # processor time that it used, in seconds
    full: bool  # whether it was killed because its private directory was full


class Child:
    """A forked child and the host's ends of its two pipes. `Zygote.fork` makes one.

    `pidfd` is the descriptor that stands for the process. It is None where the machine has no such
    descriptors; then `kill_it` is called, which has the zygote kill the child.
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
        # The kernel's number for the clock of the child's processor time: see clock_getcpuclockid(3).
        self._clock = None if pid is None else (~pid << 3) | 2
        self._buffer = bytearray()
        self._incoming, self._outgoing = select.poll(), select.poll()
        self._incoming.register(replies, select.POLLIN)
        self._outgoing.register(requests, select.POLLOUT)
        self._cap = limits.output_mb * 2**20 + HEADER_CAP
        self._allowed = self._cpu_end = self._wall_end = 0.0
        self._just_set = False  # whether nothing has been awaited since `deadline`

    def deadline(self, seconds: float) -> None:
        """Allow `seconds` of processor time from now on. `send` and `receive` raise Late beyond it."""
        self._allowed, self._just_set = seconds, True
        self._cpu_end = self.cpu() + seconds
        self._wall_end = time.monotonic() + seconds * self._factor + _SLACK

    def cpu(self) -> float:
        """Return the processor time used so far, in seconds; 0 where the machine does not tell."""
        try:
            return 0.0 if self._clock is None else time.clock_gettime(self._clock)
        except OSError:
            return 0.0  # the child has ended

    def send(self, frame: bytes) -> None:
        """Write a whole frame to the child. Raises Late, Gone."""
        left = memoryview(frame)
        while left:
            try:
                left = left[os.write(self._requests, left) :]
            except BlockingIOError:
                self._await(self._outgoing)
            except BrokenPipeError:
                raise Gone from None

    def receive(self) -> tuple[dict[str, Any], bytes]:
        """Return the header and body of the next frame. Raises Late, Gone, BadFrame."""
        while (frame := self._complete()) is None:
            self._await(self._incoming)
            with contextlib.suppress(BlockingIOError):
                part = os.read(self._replies, 2**18)
                if not part:
                    raise Gone
                self._buffer += part
        return unpack(frame)

    def _complete(self) -> bytes | None:
        """Take the next frame out of what has come; return None while a part of it is missing."""
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
        """Whether the child has sent nothing beyond the frames already received."""
        return not self._buffer

    def _await(self, ready: select.poll) -> None:
        """Wait until a pipe is ready. Raises Late when the deadline passes first."""
        # Right after `deadline` the whole allowance is left, so the clocks need not be read. Nearly every
        # call ends within this first wait.
        left, self._just_set = (self._allowed if self._just_set else self._left()), False
        while left > 0:
            if ready.poll(1000 * left + 1):
                return
            left = self._left()
        raise Late

    def _left(self) -> float:
        """Return the seconds that are left: the lesser of processor time and clock time."""
        return min(self._cpu_end - self.cpu(), self._wall_end - time.monotonic())

    def kill(self) -> None:
        """Kill the child and close the pipes. `Zygote.ended` then says how it ended."""
        if self._pidfd is None:
            self._kill_it()
        else:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """Close the host's descriptors, without touching the child."""
        for fd in self._fds:
            os.close(fd)
        self._fds = []


def process_of(pidfd: int | None) -> int | None:
    """Return the number that a pidfd's process has on the host; None where the machine does not tell."""
    try:
        with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as info:
            pids = [int(line.split()[1]) for line in info if line.startswith("Pid:")]
    except (OSError, ValueError):
        return None
    return pids[0] if pids and pids[0] > 0 else None
