"""Which files of this machine the sandbox may see, and the bubblewrap command that shows only those."""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

#: Shared libraries, fonts and time zones of the system. Programs are missing because none may be run.
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
# Where bubblewrap shows the private directory. It is not /tmp, because a Python environment may lie there.
TMP = "/scratch"

#: All environment variables of the sandbox, but for those that `environment` adds.
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
    """What the sandbox may see of this machine. No path has a symbolic link in it."""

    python: str  # the interpreter to run
    path: tuple[str, ...]  # what `sys.path` gets besides the standard library
    read: tuple[str, ...]  # files and folders that may be read, with all that lies in them
    hidden: tuple[str, ...]  # folders that may not be read, even inside a folder of `read`


def view(packages: tuple[str, ...]) -> View:
    """Return a view of this interpreter, of numpy and of `packages`, without this repository."""
    sites = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    for package in ("numpy", *packages):
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin not in (None, "built-in", "frozen"):
            # The folder that holds the package, because its dependencies lie beside it. The origin of a
            # package is its __init__.py, one folder further down than the file of a single module.
            up = 2 if spec.submodule_search_locations is not None else 1
            sites.add(str(Path(str(spec.origin)).parents[up - 1]))
    library = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
    library += [os.path.join(sys.base_exec_prefix, name) for name in ("lib", "lib64")]
    python = os.path.realpath(sys.executable)
    path = tuple(sorted({os.path.realpath(site) for site in sites}))
    read = {os.path.realpath(item) for item in (*_SYSTEM, *library, *path, python)}
    return View(python, path, tuple(sorted(filter(os.path.exists, read))), _hidden(path))


def _hidden(sites: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folder to hide: this package where it is installed, else the whole repository."""
    package = Path(__file__).resolve().parents[1]
    if str(package.parent) in sites:
        return (str(package),)
    return (str(package.parent),)


def landlock_view(seen: View) -> tuple[list[str], list[str]]:
    """Return the paths that may be read and the folders that may only be listed.

    Landlock cannot hide a folder inside a readable one. So a folder that has a hidden one in it may only
    be listed, and what else lies in it is made readable item by item.
    """
    readable: list[str] = []
    listable: list[str] = []
    to_visit = list(seen.read)
    while to_visit:
        path = to_visit.pop()
        if path in seen.hidden:
            continue
        if any(is_within(hidden, path) for hidden in seen.hidden):
            listable.append(path)
            to_visit += [entry.path for entry in os.scandir(path) if not entry.is_symlink()]
        else:
            readable.append(path)
    return readable, listable


def is_within(path: str, folder: str) -> bool:
    """Return whether `path` is `folder` or lies in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def bubblewrap(program: str, seen: View, tmp_mb: int) -> list[str]:
    """Return the start of a command line, after which the command to run follows.

    `program` is the path of bubblewrap, `tmp_mb` the size of the private directory in MiB. Run by root,
    bubblewrap would keep root's capabilities, so it then gets a user namespace and gives them all up.
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
    # Outer folders first: a mount hides what was mounted inside its folder before.
    for _, mount in sorted(mounts, key=lambda item: (item[0].count("/"), item[0])):
        command += mount
    command += ["--dev", "/dev", "--size", str(tmp_mb * 2**20), "--tmpfs", TMP, "--chdir", TMP]
    return [*command, "--"]


def environment(tmp: str) -> dict[str, str]:
    """Return the environment variables, with `tmp` as the home and as the place for temporary files."""
    return {**ENVIRONMENT, "HOME": tmp, "TMPDIR": tmp, "MPLCONFIGDIR": tmp}
