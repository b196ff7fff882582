"""A child of the zygote: it gives up every right that it does not need, then runs one submission.

The host sends requests: load these cells, call this function, read this variable. The child answers each,
until the host kills it.
"""

from __future__ import annotations

import base64
import ctypes
import itertools
import os
import random
import resource
import signal
import struct
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from autograder.sandbox.inside.frames import pack, read, unpack, write
from autograder.sandbox.inside.landlock import LIBC, landlock_enforce
from autograder.student.loader import load
from autograder.student.runner import call, variable
from autograder.student.values import BadValue, decode, encode

REQUESTS, REPLIES = 3, 4  # descriptors of its two pipes; 0, 1 and 2 are /dev/null
_NULL, _RULES = 5, 6  # descriptors that it closes once it has given up its rights
_MIB = 2**20

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38


class Jail:
    """The rights that a child keeps. The zygote prepares them once, and each child enters the jail.

    `config` is the zygote's, `rules` the descriptor of its Landlock rules, or -1 where there are none.
    """

    def __init__(self, config: dict[str, Any], rules: int) -> None:  # noqa: D107
        self.tmp = str(config["tmp"])
        self.tmp_bytes = int(config["tmp_mb"]) * _MIB
        self.file_bytes = int(config["file_mb"]) * _MIB
        self.limits, self.seals = "rlimits" in config["layers"], "seccomp" in config["layers"]
        self.rules = rules
        self.null = os.open(os.devnull, os.O_RDWR)
        self.bpf = ctypes.create_string_buffer(base64.b64decode(config["seccomp"]))
        # The C structure sock_fprog: the number of instructions, and their address.
        self.program = struct.pack("HP", (len(self.bpf) - 1) // 8, ctypes.addressof(self.bpf))

    def enter(self, fds: list[int], order: dict[str, Any]) -> None:
        """Give up all other rights, as a child whose pipes for requests and replies are `fds`.

        `order` holds the memory (bytes) and the processor time (seconds) that it may use. The order of
        the steps matters: each may need a right that a later one gives up. stderr leads to the host until
        the end, so that the host learns which step has failed. Raises OSError.
        """
        parent = os.getppid()
        os.setsid()
        kept = {REQUESTS: fds[0], REPLIES: fds[1], _NULL: self.null}
        if self.rules >= 0:
            kept[_RULES] = self.rules
        for wanted, fd in zip(kept, _out_of_the_way(list(kept.values()))):
            os.dup2(fd, wanted, inheritable=False)
        os.dup2(_NULL, 0)
        os.dup2(_NULL, 1)
        os.closerange(max(kept) + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        die_with(parent)
        if self.limits:
            self._limit(int(order["memory"]), int(order["seconds"]) + 1)
        random.seed(0)
        np.random.seed(0)
        np.random.default_rng = _seeded(np.random.default_rng)
        if self.rules >= 0 or self.seals:
            prctl(_PR_SET_NO_NEW_PRIVS, 1)
        if self.rules >= 0:
            landlock_enforce(_RULES)
            os.close(_RULES)
        if self.seals:
            prctl(_PR_SET_SECCOMP, 2, self.program)  # SECCOMP_MODE_FILTER
        os.dup2(_NULL, 2)
        os.close(_NULL)

    def _limit(self, memory: int, seconds: int) -> None:
        """Set the resource limits of this process: memory in bytes, processor time in seconds."""
        for kind, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_FSIZE, self.file_bytes),
            (resource.RLIMIT_NOFILE, 64),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(kind, (most, most))


def serve(packages: list[str]) -> NoReturn:
    """Report to the host, then answer its requests until it closes the pipe."""
    namespace: dict[str, Any] = {}
    write(REPLIES, pack({"entered": True}))
    while True:
        frame = read(REQUESTS)
        if frame is None:
            os._exit(0)
        request, body = unpack(frame)
        token = request["token"]
        if request["do"] == "load":
            namespace, problems = _load(request, packages)
            write(REPLIES, pack({"token": token, "problems": problems}))
        else:
            report, data = answer(namespace, request, body)
            write(REPLIES, pack({"token": token, "report": report}, data))


def _load(request: dict[str, Any], packages: list[str]) -> tuple[dict[str, Any], list[Any]]:
    """Run the cells of a request; return their namespace and the problems.

    In a careful load, the host is told of each statement before it runs.
    """

    def started(cell: int, statement: int) -> None:
        write(REPLIES, pack({"token": request["token"], "started": [cell, statement]}))

    return load(
        request["cells"],
        packages=packages,
        skip={(cell, statement) for cell, statement in request["skip"]},
        on_statement=started if request["careful"] else None,
        seconds=request["seconds"],
    )


def answer(namespace: dict[str, Any], request: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """Make the call of a request, or read its variable; return the report and the encoded value."""
    name, seconds = request["name"], request["seconds"]
    try:
        if request["do"] == "variable":
            outcome = variable(namespace, name, seconds)
        else:
            arguments = decode(body, seeds=True)
            outcome = call(namespace, name, arguments, seconds, request["do"] == "figure")
        return outcome.report, encode(outcome.value)
    except BadValue as error:
        return {"status": "unreadable", "message": str(error)}, encode(None)
    except MemoryError:
        return {"status": "memory"}, encode(None)


def _seeded(default_rng: Callable[..., Any]) -> Callable[..., Any]:
    """Return a `default_rng` that gives the same generators in every run, even without a seed.

    So a student's mark does not change from one run to the next.
    """
    unseeded = itertools.count()
    return lambda seed=None: default_rng([0, next(unseeded)] if seed is None else seed)


def prctl(option: int, value: int, pointer: bytes | None = None) -> None:
    """Make the system call of that name, which sets an option of this process. Raises OSError."""
    zero = ctypes.c_ulong(0)
    if LIBC.prctl(ctypes.c_int(option), ctypes.c_ulong(value), pointer or zero, zero, zero):
        error = ctypes.get_errno()
        raise OSError(error, f"prctl {option}: {os.strerror(error)}")


def die_with(parent: int) -> None:
    """Have the kernel kill this process when the thread that started it ends. Exit if it has ended."""
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(71)


def _out_of_the_way(fds: list[int]) -> list[int]:
    """Return duplicates of the descriptors, with numbers above all those that a child sets."""
    high: list[int] = []
    for fd in fds:
        fd = os.dup(fd)
        while fd <= _RULES:
            fd = os.dup(fd)
        high.append(fd)
    return high
