"""The zygote: has imported and used everything once, and forks a child for each submission.

It runs no student code. It tells the host how each child ended, and empties the private directory
for the next. Untrusted side: Python 3.9, standard library, numpy.
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

_GLANCE = 0.05  # seconds between two looks at how full the private directory is

# What submissions commonly import.
_COMMON = """
    abc bisect builtins calendar cmath collections collections.abc contextlib copy csv dataclasses
    datetime decimal enum fractions functools gc glob hashlib heapq inspect io itertools json
    locale logging math numbers operator os os.path pathlib pickle pprint random re shutil signal
    statistics string struct sys tempfile textwrap threading time timeit traceback types typing
    unicodedata warnings numpy.fft numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.random
"""
# And what they might, where it could not be imported later: as root without bubblewrap, nothing
# below a home of mode 700 can be opened any more once the zygote is an ordinary user.
_RARE = """
    argparse array ast asyncio base64 codecs colorsys concurrent.futures difflib doctest getpass
    html keyword linecache mmap multiprocessing platform queue secrets socket sqlite3 subprocess
    sysconfig token tokenize unittest unittest.mock urllib.parse urllib.request uuid weakref zipfile
    zlib encodings.ascii encodings.cp1252 encodings.idna encodings.latin_1 encodings.utf_16
    encodings.utf_8_sig numpy.polynomial numpy.testing numpy.typing
"""


def zygote(config: dict[str, Any], control_fd: int) -> NoReturn:
    """Get ready, say so on the control socket, then serve until its other end is closed."""
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
    """As root: mount a tmpfs of `size` MiB on the private directory, unseen by others, so that the
    kernel bounds what it holds. Where that is not allowed, only files that have a name are counted.
    """
    options = f"size={size}m,nr_inodes=8000,mode=700,uid={user},gid={user}".encode("ascii")
    # CLONE_NEWNS; MS_REC and MS_PRIVATE; MS_NOSUID, MS_NODEV and MS_NOEXEC.
    if LIBC.unshare(0x20000) == 0 and LIBC.mount(None, b"/", None, 0x44000, None) == 0:
        LIBC.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0xE, options)


def warm_up(modules: list[str]) -> None:
    """Import what submissions import, and use it once: much of it is set up on first use."""
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
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    image = axes.imshow(square)
    axes.set_title("$x_1$ é")
    figure.colorbar(image)
    with open(os.devnull, "wb") as nowhere:
        figure.savefig(nowhere, format="png")
    plt.close("all")


def _rehearse(square: Any) -> None:
    """Do what a child does, some times over: Python adapts its code to how it is used, caches fill,
    and each child then inherits that.
    """
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
    """Fork a child, tell the host, wait for the child's end, clean up, tell the host."""
    pid = os.fork()
    if pid == 0:
        try:
            jail.enter(fds, order)
            serve(order["packages"])
        except BaseException as error:
            # Heard by the host while the jail is being entered, and by nobody afterwards.
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
    if not jail.seals:  # without seccomp it may have left processes behind
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    cpu = usage.ru_utime + usage.ru_stime
    _tell(control, {"ended": status, "cpu": cpu, "full": full, "clean": empty(jail.tmp)})


def _wait(
    control: socket.socket, pid: int, pidfd: int | None, jail: Jail
) -> tuple[int, resource.struct_rusage, bool]:
    """(wait status, resources, whether it filled the directory) of a child, once it has ended."""
    watch = select.poll()
    watch.register(control, select.POLLIN)
    if pidfd is not None:
        watch.register(pidfd, select.POLLIN)
    full = False
    while True:
        events = watch.poll(1000 * _GLANCE if pidfd is not None else 5)
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended and not os.WIFSTOPPED(status):
            return status, usage, full
        if ended:  # stopped, because it has asked to be traced
            os.kill(pid, signal.SIGKILL)
        if any(fd == control.fileno() for fd, _ in events):
            _hear(control)  # only ever: kill
            os.kill(pid, signal.SIGKILL)
        elif not full and is_full(jail.tmp, jail.tmp_bytes):
            full = True
            os.kill(pid, signal.SIGKILL)


def _pidfd(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except (OSError, AttributeError):
        return None


def _tell(control: socket.socket, message: dict[str, Any], fd: int | None = None) -> None:
    data = json.dumps(message).encode("ascii")
    if fd is None:
        control.send(data)
    else:
        socket.send_fds(control, [data], [fd])


def _hear(control: socket.socket) -> tuple[dict[str, Any], list[int]]:
    data, fds, _, _ = socket.recv_fds(control, 65536, 4)
    if not data:  # the host has gone, and so do we; a child goes with us
        os._exit(0)
    return json.loads(data), fds
