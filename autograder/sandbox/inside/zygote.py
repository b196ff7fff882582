"""The zygote: a process that has imported and used everything once, and forks a child for each submission.

It runs no student's code itself. It tells the host how each child ended, and empties the private directory
for the next one.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
from typing import Any, NoReturn

import numpy as np

from autograder.sandbox.inside.child import Jail, answer, die_with, serve
from autograder.sandbox.inside.frames import pack, unpack
from autograder.sandbox.inside.landlock import LIBC, landlock_rules
from autograder.sandbox.inside.sweep import empty, is_full
from autograder.student.loader import load
from autograder.student.values import encode

_LOOK = 0.05  # seconds between two looks at how full the private directory is

# Modules that submissions commonly import.
_COMMON = """
    abc bisect builtins calendar cmath collections collections.abc contextlib copy csv dataclasses
    datetime decimal enum fractions functools gc glob hashlib heapq inspect io itertools json
    locale logging math numbers operator os os.path pathlib pickle pprint random re shutil signal
    statistics string struct sys tempfile textwrap threading time timeit traceback types typing
    unicodedata warnings numpy.fft numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.random
"""
# Modules that they rarely import. They are imported in advance only where it would fail later: started by
# root without bubblewrap, the zygote becomes an ordinary user, who may not open files of root's home.
_RARE = """
    argparse array ast asyncio base64 codecs colorsys concurrent.futures difflib doctest getpass
    html keyword linecache mmap multiprocessing platform queue secrets socket sqlite3 subprocess
    sysconfig token tokenize unittest unittest.mock urllib.parse urllib.request uuid weakref zipfile
    zlib encodings.ascii encodings.cp1252 encodings.idna encodings.latin_1 encodings.utf_16
    encodings.utf_8_sig numpy.polynomial numpy.testing numpy.typing
"""


def zygote(config: dict[str, Any], control_fd: int) -> NoReturn:
    """Get ready, say so on the control socket, then fork children until the host closes it."""
    control = socket.socket(fileno=control_fd)
    user = config["user"]
    if user is not None:
        _own_file_system(config["tmp"], int(config["tmp_mb"]), user)
    names = _COMMON.split() + (_RARE.split() if user is not None else [])
    warm_up([*names, *config["packages"]])
    rules = -1
    if "landlock" in config["layers"]:
        rules = landlock_rules(config["read"], config["listed"], [config["tmp"]], config["devices"])
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    if config["parent"] is not None:
        die_with(config["parent"])
    os.chdir(config["tmp"])
    jail = Jail(config, rules)
    clean = empty(jail.tmp)
    gc.collect()
    gc.freeze()
    _tell(control, {"ready": True, "clean": clean}, _pidfd(os.getpid()))
    while True:
        order, fds = _hear(control)
        if order["do"] == "fork":
            _submission(control, jail, order, fds)


def _own_file_system(folder: str, size: int, user: int) -> None:
    """As root, mount a file system of `size` MiB in memory on the private directory.

    The kernel then bounds what the directory holds, and no other process sees it. Where the mount is not
    allowed, `is_full` is the only bound; it does not see files that were deleted while open.
    """
    options = f"size={size}m,nr_inodes=8000,mode=700,uid={user},gid={user}".encode("ascii")
    # CLONE_NEWNS; MS_REC and MS_PRIVATE; MS_NOSUID, MS_NODEV and MS_NOEXEC.
    if LIBC.unshare(0x20000) == 0 and LIBC.mount(None, b"/", None, 0x44000, None) == 0:
        LIBC.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0xE, options)


def warm_up(modules: list[str]) -> None:
    """Import what submissions import, and use it once, because much is set up on first use."""
    for name in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    square = np.random.default_rng(0).standard_normal((8, 8)).astype(np.float32)
    np.exp(square @ square.T).sum(axis=-1, keepdims=True)
    np.linalg.svd(square)
    np.random.seed(0)
    np.random.randn(3)
    str(square)
    if "matplotlib" in modules:
        with contextlib.suppress(ImportError):
            _draw(square)
    _rehearse(square)


def _draw(square: Any) -> None:
    """Draw a figure, so that matplotlib loads its fonts."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    image = axes.imshow(square)
    axes.set_title("$x_1$ é")
    figure.colorbar(image)
    with open(os.devnull, "wb") as nowhere:
        figure.savefig(nowhere, format="png")
    plt.close("all")


def _rehearse(square: Any) -> None:
    """Load and call as a child does, several times, so that each child starts with all caches filled."""
    text = "import numpy as np\ndef f(x):\n    return np.exp(x).sum(axis=-1), [x, 1.5]\n"
    cell = {"text": text, "where": "", "line": 0}
    for _ in range(5):
        namespace, _ = load([cell], packages=["numpy"], seconds=10.0)
    request = {"token": "", "do": "call", "name": "f", "seconds": 10.0}
    for _ in range(30):
        header, body = unpack(pack(request, encode([square]))[4:])
        report, data = answer(namespace, header, body)
        pack({"token": "", "report": report}, data)


def _submission(control: socket.socket, jail: Jail, order: dict[str, Any], fds: list[int]) -> None:
    """Fork a child, wait for its end and clean up; tell the host of the fork and of the end."""
    pid = os.fork()
    if pid == 0:
        try:
            jail.enter(fds, order)
            serve(order["packages"])
        except BaseException as error:
            # This reaches the host if entering the jail fails. Afterwards stderr is /dev/null.
            os.write(2, f"{type(error).__name__}: {error}\n".encode("utf-8", "replace")[:500])
        finally:
            os._exit(70)
    for fd in fds:
        os.close(fd)
    pidfd = _pidfd(pid)
    _tell(control, {"forked": pid}, pidfd)
    status, usage, full = _wait(control, pid, pidfd, jail)
    if pidfd is not None:
        os.close(pidfd)
    if not jail.seals:  # without seccomp, the child may have left processes behind
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    cpu = usage.ru_utime + usage.ru_stime
    _tell(control, {"ended": status, "cpu": cpu, "full": full, "clean": empty(jail.tmp)})


def _wait(
    control: socket.socket, pid: int, pidfd: int | None, jail: Jail
) -> tuple[int, resource.struct_rusage, bool]:
    """Wait for a child's end; return its status, what it used, and whether it filled the directory.

    Kill it when the host asks for it, or when the private directory is full.
    """
    watch = select.poll()
    watch.register(control, select.POLLIN)
    if pidfd is not None:
        watch.register(pidfd, select.POLLIN)
    full = False
    while True:
        events = watch.poll(1000 * _LOOK if pidfd is not None else 5)
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended and not os.WIFSTOPPED(status):
            return status, usage, full
        if ended:  # it has only stopped, because it has asked to be traced
            os.kill(pid, signal.SIGKILL)
        if any(fd == control.fileno() for fd, _ in events):
            _hear(control)  # the only order while a child runs is to kill it
            os.kill(pid, signal.SIGKILL)
        elif not full and is_full(jail.tmp, jail.tmp_bytes):
            full = True
            os.kill(pid, signal.SIGKILL)


def _pidfd(pid: int) -> int | None:
    """Return a descriptor for a process; None where the machine has no such descriptors."""
    try:
        return os.pidfd_open(pid)
    except (OSError, AttributeError):
        return None


def _tell(control: socket.socket, message: dict[str, Any], fd: int | None = None) -> None:
    """Send the host a message, and a descriptor with it."""
    data = json.dumps(message).encode("ascii")
    if fd is None:
        control.send(data)
    else:
        socket.send_fds(control, [data], [fd])


def _hear(control: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Return the host's next message and the descriptors sent with it. Exit when the host has gone."""
    data, fds, _, _ = socket.recv_fds(control, 65536, 4)
    if not data:  # a child that is running is killed when this process ends
        os._exit(0)
    return json.loads(data), fds
