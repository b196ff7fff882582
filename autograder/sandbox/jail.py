"""What the sandbox may see of this machine, and the bubblewrap command that shows just that."""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

#: Shared libraries, fonts and time zones of the system. No programs: nothing may be executed.
_SYSTEM = (
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/share/fonts",
    "/usr/share/zoneinfo",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/nix/store",
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# The private directory, as bubblewrap shows it. Not /tmp, where an environment may lie.
TMP = "/scratch"

#: The whole environment of the sandbox.
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "TZ": "UTC",
}


@dataclass(frozen=True)
class View:
    """What the sandbox sees: readable trees, trees hidden inside those, the Python to run.

    All paths are real (no links in them); `path` is what `sys.path` gets besides the standard
    library.
    """

    python: str
    path: tuple[str, ...]
    read: tuple[str, ...]
    hidden: tuple[str, ...]


def view(packages: tuple[str, ...]) -> View:
    """The view of this interpreter, numpy and `packages`: never this repository nor its package."""
    sites = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    for package in ("numpy", *packages):
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin not in (None, "built-in", "frozen"):
            # pyplot's site-packages, not pyplot's folder: a package's dependencies lie beside it.
            up = 2 if spec.submodule_search_locations is not None else 1
            sites.add(str(Path(str(spec.origin)).parents[up - 1]))
    library = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
    library += [os.path.join(sys.base_exec_prefix, name) for name in ("lib", "lib64")]
    python = os.path.realpath(sys.executable)
    path = tuple(sorted({os.path.realpath(site) for site in sites}))
    read = {os.path.realpath(item) for item in (*_SYSTEM, *library, *path, python)}
    return View(python, path, tuple(sorted(filter(os.path.exists, read))), _hidden(path))


def _hidden(sites: tuple[str, ...]) -> tuple[str, ...]:
    package = Path(__file__).resolve().parents[1]
    if str(package.parent) in sites:  # installed, not a checkout
        return (str(package),)
    return (str(package.parent),)


def landlock_view(seen: View) -> tuple[list[str], list[str]]:
    """(readable, listable) paths that together are the view: Landlock cannot hide inside a tree."""
    readable: list[str] = []
    listable: list[str] = []
    waiting = list(seen.read)
    while waiting:
        path = waiting.pop()
        if path in seen.hidden:
            continue
        if any(is_within(hidden, path) for hidden in seen.hidden):
            listable.append(path)
            waiting += [entry.path for entry in os.scandir(path) if not entry.is_symlink()]
        else:
            readable.append(path)
    return readable, listable


def is_within(path: str, folder: str) -> bool:
    """Whether `path` lies in `folder`."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def bubblewrap(program: str, seen: View, tmp_mb: int) -> list[str]:
    """The command line, up to where the command to run begins.

    As root, bubblewrap would keep every capability: hence a user namespace of its own, without any.
    """
    command = [program, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    if os.geteuid() == 0:
        command += ["--unshare-user", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
    for name, value in environment(TMP).items():
        command += ["--setenv", name, value]
    mounts = [(path, ["--ro-bind", path, path]) for path in seen.read]
    for path in seen.hidden:
        if any(is_within(path, root) for root in seen.read):
            mounts.append((path, ["--tmpfs", path, "--remount-ro", path]))
    for path in ("/lib", "/lib32", "/lib64"):
        if os.path.islink(path):
            mounts.append((path, ["--symlink", os.readlink(path), path]))
    # Shallow ones first, so that what lies inside another is mounted over it.
    for _, mount in sorted(mounts, key=lambda item: (item[0].count("/"), item[0])):
        command += mount
    command += ["--dev", "/dev", "--size", str(tmp_mb * 2**20), "--tmpfs", TMP, "--chdir", TMP]
    return [*command, "--"]


def environment(tmp: str) -> dict[str, str]:
    """The environment, with everything that wants a place to write sent to `tmp`."""
    return {**ENVIRONMENT, "HOME": tmp, "TMPDIR": tmp, "MPLCONFIGDIR": tmp}
