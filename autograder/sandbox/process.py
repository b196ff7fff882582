"""The zygote, as the host sees it: start it, have it fork a child, learn how the child ended.

A zygote is a process that has imported everything a submission may need. A child that it forks starts in a
millisecond, where a new Python with numpy would take a good part of a second.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import select
import shutil
import socket
import subprocess
import tempfile
from typing import IO, Any

from autograder.bundle import bundle
from autograder.sandbox.allowed import seccomp_filter
from autograder.sandbox.inside.frames import BadFrame
from autograder.sandbox.jail import DEVICES, TMP, View, bubblewrap, environment, landlock_view, view
from autograder.sandbox.model import Level, Limits
from autograder.sandbox.talk import Child, End, Gone, Late, process_of

LAYERS = {
    Level.A: frozenset({"bubblewrap", "landlock", "seccomp", "rlimits"}),
    Level.B: frozenset({"landlock", "seccomp", "rlimits"}),
    Level.UNSAFE: frozenset({"rlimits"}),
}
PROGRAM_PARTS = ("autograder.student", "autograder.sandbox.inside")  # what runs in the sandbox
# The program becomes a module in sys.modules, because dataclasses look their own module up there.
_BOOTSTRAP = """
import json, sys, types
config = json.loads(sys.stdin.buffer.readline())
sys.path += config["path"]
module = sys.modules["sandbox_program"] = types.ModuleType("sandbox_program")
exec(compile(sys.stdin.buffer.read(), "<sandbox>", "exec"), module.__dict__)
module.zygote(config, int(sys.argv.pop()))
"""
_START = 120.0  # seconds that the zygote may take to get ready
_ANSWER = 20.0  # seconds that it may take to carry out an order
_MIB = 2**20


class Broken(Exception):
    """The sandbox itself does not work. It counts as our fault. The message is one line."""


class Zygote:
    """The process that forks children, at one level. Raises Broken when it cannot be started.

    The kernel kills it when the thread that started it ends, so start it from the main thread or from one
    that lives as long. `without` names layers of isolation to leave out, for tests.
    """

    def __init__(  # noqa: D107
        self,
        level: Level,
        packages: tuple[str, ...],
        limits: Limits,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.level, self.packages, self.limits = level, packages, limits
        self.layers = LAYERS[level] - without
        self.clean = True  # whether the private directory is empty
        self._folder = TMP if "bubblewrap" in self.layers else _private_folder(_ordinary_user())
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._child: Child | None = None
        try:
            with theirs:
                self._process = self._start(theirs.fileno())
            message, fds = self._hear(_START)
            # Every child starts with the address space of the zygote.
            self._memory = _address_space(process_of(fds[0]) if fds else None)
            for fd in fds:
                os.close(fd)
            self.clean = bool(message["clean"])
        except BaseException:
            self.close()
            raise

    def _start(self, control: int) -> subprocess.Popen[bytes]:
        """Start the process, and send it its configuration and its program. Raises Broken."""
        seen = view(self.packages)
        config = self._config(seen)
        command = [seen.python, "-P", "-s", "-S", "-B", "-c", _BOOTSTRAP, str(control)]
        if "bubblewrap" in self.layers:
            program = shutil.which("bwrap")
            if program is None:
                raise Broken("bubblewrap is not installed: apt-get install bubblewrap")
            command = bubblewrap(program, seen, self.limits.tmp_mb) + command
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            pass_fds=[control],
            env=environment(self._folder),
            cwd="/",
            start_new_session=True,
        )
        assert process.stdin is not None
        try:
            with process.stdin as program_text:
                program_text.write(json.dumps(config).encode("utf-8") + b"\n")
                program_text.write(_program().encode("utf-8"))
        except BrokenPipeError:
            pass  # the process has died: `_hear` reports it, with the reason
        return process

    def _config(self, seen: View) -> dict[str, Any]:
        """Return what the zygote is told when it starts."""
        readable, listable = landlock_view(seen)
        bubble = "bubblewrap" in self.layers
        seccomp = seccomp_filter() if "seccomp" in self.layers else b""
        return {
            "packages": list(self.packages),
            "layers": sorted(self.layers),
            "path": seen.path,
            "read": readable,
            "listed": listable,
            "devices": DEVICES,
            "tmp": self._folder,
            "tmp_mb": self.limits.tmp_mb,
            "file_mb": self.limits.file_mb,
            "user": None if bubble else _ordinary_user(),
            "parent": None if bubble else os.getpid(),
            "seccomp": base64.b64encode(seccomp).decode("ascii"),
        }

    def fork(self, seconds: float) -> Child:
        """Return a new child that may use `seconds` of processor time in all. Raises Broken."""
        requests, replies, pidfd = self._forked(seconds)
        kill_it = functools.partial(self.tell, {"do": "kill"})
        child = self._child = Child(requests, replies, pidfd, kill_it, self.limits)
        child.deadline(_ANSWER)
        try:
            child.receive()  # It says that it has given up its rights. No student's code has run yet.
        except (Late, Gone, BadFrame) as error:
            child.kill()
            self.ended()
            raise Broken(self._why(f"a child cannot be sealed ({type(error).__name__})")) from None
        return child

    def _forked(self, seconds: float) -> tuple[int, int, int | None]:
        """Order a fork. Return the host's ends of the child's two pipes, and its pidfd. Raises Broken."""
        theirs_in, requests = os.pipe()
        replies, theirs_out = os.pipe()
        order = {
            "do": "fork",
            "packages": list(self.packages),
            "seconds": seconds,
            "memory": self._memory + self.limits.memory_mb * _MIB,
        }
        try:
            data = json.dumps(order).encode("ascii")
            socket.send_fds(self._control, [data], [theirs_in, theirs_out])
            _, fds = self._hear(_ANSWER)
        except OSError as error:
            os.close(requests)
            os.close(replies)
            raise Broken(self._why(str(error))) from None
        except Broken:
            os.close(requests)
            os.close(replies)
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        os.set_blocking(requests, False)
        os.set_blocking(replies, False)
        return requests, replies, fds[0] if fds else None

    def tell(self, message: dict[str, Any]) -> None:
        """Send an order to the zygote. Raises Broken when it has died."""
        try:
            self._control.send(json.dumps(message).encode("ascii"))
        except OSError as error:
            raise Broken(self._why(str(error))) from None

    def ended(self) -> End:
        """Wait until the child has ended and the private directory is emptied. Raises Broken."""
        message, _ = self._hear(_ANSWER)
        status = int(message["ended"])
        self.clean = bool(message["clean"])
        killed = os.WIFSIGNALED(status)
        return End(
            os.WTERMSIG(status) if killed else None,
            None if killed else os.WEXITSTATUS(status),
            float(message["cpu"]),
            bool(message["full"]),
        )

    def _hear(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        """Return the next message of the zygote and the descriptors sent with it. Raises Broken."""
        watch = select.poll()
        watch.register(self._control, select.POLLIN)
        if not watch.poll(1000 * seconds):
            raise Broken(self._why(f"the zygote has said nothing for {seconds:.0f} s"))
        try:
            data, fds, _, _ = socket.recv_fds(self._control, 65536, 1)
        except OSError as error:
            raise Broken(self._why(str(error))) from None
        if not data:
            raise Broken(self._why("the zygote has died"))
        return json.loads(data), fds

    def _why(self, what: str) -> str:
        """Return `what`, followed by the last line that the zygote wrote to stderr."""
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 2000))
        said = self._errors.read().decode("utf-8", "replace").strip().split("\n")[-1]
        return f"{what}: {said[:300]}" if said else what

    def close(self) -> None:
        """Kill the zygote, and its child with it, and remove the private directory."""
        if self._child is not None:
            self._child.close()
        self._control.close()
        process = getattr(self, "_process", None)
        if process is not None:
            process.kill()
            process.wait()
        self._errors.close()
        if self._folder != TMP:
            shutil.rmtree(self._folder, ignore_errors=True)


@functools.lru_cache(maxsize=1)
def _program() -> str:
    """Return the source text of the zygote and its children."""
    return bundle(*PROGRAM_PARTS)


def _ordinary_user() -> int | None:
    """Return the user that a zygote started by root must become; None when we are not root."""
    import pwd  # here, because Windows does not have it

    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return 65534


def _private_folder(user: int | None) -> str:
    """Make a private directory on disk, for a zygote without bubblewrap, and return its path."""
    folder = tempfile.mkdtemp(prefix="autograder-")
    if user is not None:
        os.chown(folder, user, user)
    return os.path.realpath(folder)


def _address_space(pid: int | None) -> int:
    """Return the address space of a process in bytes; 1 GiB where the machine does not tell."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as sizes:
            return int(sizes.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 1024 * _MIB
