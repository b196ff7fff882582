"""Find out which level of isolation this machine gives, by attacking the sandbox.

That bubblewrap is installed does not show that it works. So a canary submission tries what a hostile one
would try. A level is granted when every attack is refused and honest work still succeeds.
"""

from __future__ import annotations

import os
import socket
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from autograder.sandbox.host import Sandbox
from autograder.sandbox.jail import view
from autograder.sandbox.model import Level, Limits, SandboxUnavailable
from autograder.sandbox.process import Broken
from autograder.student.calls import Call, Outcome

_CANARY = """
import ctypes, fcntl, os, socket, sys, threading
import numpy as np

libc = ctypes.CDLL(None, use_errno=True)

def checked(result):
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return result

def parent():
    ppid = os.getppid()
    return ppid if ppid > 1 else 1

def own(path="own"):
    return os.open(path, os.O_RDWR | os.O_CREAT)

def too_many():
    held = []
    try:
        for _ in range(1000):
            held.append(own())
    finally:
        for fd in held:
            os.close(fd)

def fork():
    if os.fork() == 0:
        os._exit(0)

ATTACKS = {
    "read a file outside": lambda a: open(a["secret"]).read(),
    "read this program": lambda a: open(a["program"]).read(),
    "read /etc/passwd": lambda a: open("/etc/passwd").read(),
    "read the zygote's environment": lambda a: open(f"/proc/{parent()}/environ").read(),
    "list the folder outside": lambda a: os.listdir(a["folder"]),
    "write outside": lambda a: open(a["folder"] + "/written", "w"),
    "link a file outside": lambda a: os.link(a["secret"], "linked"),
    "truncate a file outside": lambda a: os.truncate(a["secret"], 0),
    "set the times of a file outside": lambda a: os.utime(a["secret"]),
    "make a file executable": lambda a: os.fchmod(own(), 0o755),
    "connect over TCP": lambda a: socket.create_connection(("127.0.0.1", a["port"]), 1),
    "open a UDP socket": lambda a: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "open a Unix socket": lambda a: socket.socket(socket.AF_UNIX),
    "open a netlink socket": lambda a: socket.socket(16, socket.SOCK_RAW),
    "fork": lambda a: fork(),
    "spawn": lambda a: os.posix_spawn(a["python"], ["python", "-c", ""], {}),
    "exec": lambda a: os.execv(a["python"], ["python", "-c", ""]),
    "signal the zygote": lambda a: os.kill(parent(), 0),
    "signal everyone": lambda a: os.kill(-1, 0),
    "have the zygote signalled": lambda a: fcntl.fcntl(own(), fcntl.F_SETOWN, parent()),
    "trace": lambda a: checked(libc.ptrace(0, 0, 0, 0)),
    "read another's memory": lambda a: checked(libc.process_vm_readv(parent(), 0, 0, 0, 0, 0)),
    "open a pidfd": lambda a: checked(libc.syscall(434, parent(), 0)),
    "make a memfd": lambda a: os.memfd_create("flood"),
    "make a user namespace": lambda a: checked(libc.unshare(0x10000000)),
    "use io_uring": lambda a: checked(libc.syscall(425, 1, ctypes.create_string_buffer(120))),
    "take too much memory": lambda a: np.empty(a["memory"], np.uint8),
    "make too large a file": lambda a: os.ftruncate(own(), a["file"]),
    "open too many files": lambda a: too_many(),
}

def attack(name, arguments):
    try:
        ATTACKS[name](arguments)
    except (OSError, MemoryError) as error:
        return "refused"
    return "done"

def work():
    np.save("saved.npy", np.arange(6.0))
    seen = []
    thread = threading.Thread(target=lambda: seen.append(np.load("saved.npy").sum()))
    thread.start()
    thread.join()
    os.remove("saved.npy")
    return float(seen[0])
"""

#: The names of the attacks, read from the canary's text, which only the sandbox executes.
ATTACKS = tuple(
    row.split('"')[1] for row in _CANARY.split("\n") if row.startswith('    "') and "lambda" in row
)
_LIMITS = Limits(call_seconds=1.0, load_seconds=2.0, total_seconds=10.0, memory_mb=256, file_mb=1)


def attack(level: Level, *, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return how each attack ended at `level`: "refused", "done", or the report of how it failed.

    The entry "honest work" is "done" or "failed". `without` names layers to leave out. Raises Broken when
    the sandbox cannot be started at this level.
    """
    # Everyone may read and write this folder and this file, so that nothing but the sandbox forbids it.
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listener:
        os.chmod(folder, 0o777)
        secret = Path(folder, "secret")
        secret.write_text("secret", encoding="ascii")
        os.chmod(secret, 0o666)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        arguments = {
            "secret": str(secret),
            "folder": folder,
            "program": str(Path(__file__).resolve()),
            "python": view(()).python if level is Level.A else "/bin/sh",  # one that exists there
            "port": listener.getsockname()[1],
            "memory": 2 * _LIMITS.memory_mb * 2**20,
            "file": 2 * _LIMITS.file_mb * 2**20,
        }
        calls = [Call(name, "attack", (name, arguments)) for name in ATTACKS]
        calls.append(Call("honest work", "work"))
        cells = [{"text": _CANARY, "where": "canary", "line": 0}]
        with Sandbox(level, ("numpy",), _LIMITS, without=without) as sandbox:
            run = sandbox.run(cells, calls)
        if run.fault is not None:
            raise Broken(run.fault)
        result = {call.id: _ending(run.outcomes[call.id]) for call in calls}
        if (
            Path(folder, "written").exists()
            or stat.S_IMODE(secret.stat().st_mode) != 0o666
            or not secret.read_bytes()
        ):
            result["write outside"] = "done"
    result["honest work"] = "done" if run.outcomes["honest work"].value == 15.0 else "failed"
    return result


def _ending(outcome: Outcome) -> str:
    """Return what the canary answered, or the report when it did not answer."""
    return str(outcome.value) if outcome.status == "value" else str(outcome.report)


def probe(minimum: Level | None = None, warn: Callable[[str], None] = lambda line: None) -> Level:
    """Return the best level of A and B that this machine gives, and that is not below `minimum`.

    `warn` is called with one line for each level that is not granted. Raises SandboxUnavailable when none
    is. This takes about a second, so call it once and pass the level on.
    """
    reasons = []
    for level in (Level.A, Level.B)[: 1 if minimum is Level.A else 2]:
        reason = refusal(level)
        if reason is None:
            return level
        reasons.append(f"level {level.value} is not available here: {reason}")
        warn(reasons[-1])
    raise SandboxUnavailable(
        f"{'; '.join(reasons)}. On Linux: apt-get install bubblewrap libseccomp2 (with AppArmor or"
        " in a container, allow user namespaces); on macOS and Windows: a Linux VM or WSL2"
    )


def refusal(level: Level) -> str | None:
    """Return why `level` is not granted here, in one line; None when it is granted."""
    try:
        result = attack(level)
    except (Broken, SandboxUnavailable, OSError) as error:
        return str(error)
    if result["honest work"] != "done":
        return "honest work fails in it"
    through = [name for name in ATTACKS if result[name] != "refused"]
    return f"an attack gets through: {', '.join(through)}" if through else None
