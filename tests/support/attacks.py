"""The hostile corpus: an attack of tests/hostile is graded, and all that it must leave alone is looked at.

The attacker knows this machine: a first cell tells where the canaries are. See tests/hostile/README.md.
"""

import contextlib
import glob
import os
import pwd
import re
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
import uuid
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import pytest

from autograder.grading.one import grade
from autograder.sandbox.host import Sandbox
from autograder.sandbox.model import Level, Limits
from autograder.student.source import Cell, read_cells
from support.repository import ROOT, granted, lab, table

ATTACKS = {
    path.parent.name: path.parent for path in sorted((ROOT / "tests" / "hostile").glob("*/expect.toml"))
}
KEYS = {"title", "lab", "base", "whole", "points", "verdicts", "untouched", "without", "weakness", "seconds"}
KINDS = {"files", "processes", "network", "zygote", "descriptors", "memory", "discretion", "next_student"}
LIMITS = Limits(
    call_seconds=0.2, load_seconds=0.5, total_seconds=2.0, wall_factor=2.0,
    memory_mb=300, file_mb=4, tmp_mb=16, output_mb=4,
)  # fmt: skip
GROWTH = 16 * 2**20  # bytes by which one attack may leave the grader larger: the allocator keeps some
PEAK = 192 * 2**20  # bytes that judging one attack may take on the way
LONGEST = 2000  # characters of one thing that is told of a submission
PRELUDE = '''
import ctypes
import os
import sys

CANARY = {told!r}


def system_call(number, *arguments):
    """A system call by its number on x86-64; raises OSError."""
    result = ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def asked():
    """The request that is being answered, found on the stack."""
    frame = sys._getframe()
    while "token" not in frame.f_locals.get("request", ()):
        frame = frame.f_back
    return frame.f_locals["request"]
'''


# ---- what must be left alone


class Canaries:
    """Things outside of the sandbox that anybody may touch, so that the sandbox alone protects them."""

    def __init__(self):
        self.mark = f"hostile-{uuid.uuid4().hex}"
        self.folder = Path(tempfile.mkdtemp(prefix="canaries-"))
        self.folder.chmod(0o777)
        for name in ("marks.csv", "neighbour.py", "victim"):
            (self.folder / name).write_text(f"{name} {self.mark}\n")
            (self.folder / name).chmod(0o666)
        user = {"user": pwd.getpwnam("nobody").pw_uid} if os.geteuid() == 0 else {}
        self.process = subprocess.Popen(["sleep", "1000"], **user)
        self.tcp, self.udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        self.unix, self.abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        self.tcp.bind(("127.0.0.1", 0))
        self.udp.bind(("127.0.0.1", 0))
        self.unix.bind(str(self.folder / "unix"))
        os.chmod(self.folder / "unix", 0o777)
        self.abstract.bind(f"\0{self.mark}")
        for listener in (self.tcp, self.unix, self.abstract):
            listener.listen()
        self.told = {
            "mark": self.mark,
            "folder": str(self.folder),
            "repo": str(ROOT),
            "process": self.process.pid,
            "grader": os.getpid(),
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "python": sys.executable,
        }
        self.look()

    def look(self):
        """Remember what there is: what is touched is touched from here on."""
        self.before = self.files()

    def files(self):
        """What there is to change: contents, modes, times, and names that an attack would leave."""
        seen = {}
        for path in (self.folder, *self.folder.iterdir(), ROOT / "grading.toml", ROOT / "tests" / "hostile"):
            status = path.lstat()
            text = path.read_bytes() if path.is_file() else None
            seen[path] = (status.st_mode, status.st_uid, status.st_mtime_ns, status.st_nlink, text)
        for place in ("/tmp", "/var/tmp", "/dev/shm", "/run", str(ROOT)):
            seen[place] = glob.glob(f"{place}/*{self.mark}*")
        return seen

    def touched(self):
        """The kinds of canaries that have been touched."""
        if self.files() != self.before:
            yield "files"
        if self.process.poll() is not None or _state(self.process.pid) not in "SR":
            yield "processes"
        if select.select([self.tcp, self.udp, self.unix, self.abstract], [], [], 0)[0]:
            yield "network"

    def close(self):
        for opened in (self.tcp, self.udp, self.unix, self.abstract):
            opened.close()
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)


class Watch:
    """The grader and its sandbox before an attack, to be held against what they are after it."""

    def __init__(self, sandbox):
        sandbox.start()
        self.sandbox, self.zygote = sandbox, sandbox._zygote
        self.descriptors, self.descendants, self.size = _descriptors(), _descendants(), _memory("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here on

    def touched(self):
        """The kinds of our own canaries that have been touched."""
        if _descriptors() != self.descriptors:
            yield "descriptors"
        if _descendants() - self.descendants:
            yield "processes"
        if self.sandbox._zygote is not self.zygote or self.zygote._process.poll() is not None:
            yield "zygote"
        if _memory("VmRSS") - self.size > GROWTH or _memory("VmHWM") - self.size > PEAK:
            yield "memory"
        if not self.zygote.clean or (
            "/autograder-" in self.zygote._folder and os.listdir(self.zygote._folder)
        ):
            yield "files"


def _state(pid):
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def _descriptors():
    return sorted(os.listdir("/proc/self/fd"))


def _descendants():
    """All processes below this one. Orphans are among them: this process is their reaper."""
    children = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            parent = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1]
        except OSError:
            continue
        children.setdefault(int(parent), []).append(int(pid))
    found, waiting = set(), [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.update(below)
        waiting += below
    return found


def _memory(name):
    status = Path("/proc/self/status").read_text()
    return 1024 * int(re.search(rf"{name}:\s+(\d+)", status).group(1))


def indiscreet(graded, answers):
    """Whether what the student will read could steer a terminal, is endless, or holds a hidden input."""
    told = [text for j in graded.judgements for v in j.verdicts for text in (v.message, v.hint, v.note)]
    told += [str(value) for problem in graded.problems for value in problem.values()]
    text = "\n".join(told)
    steers = any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c not in "\n\t" for c in text)
    return (
        steers or max(map(len, told)) > LONGEST or any(number in text for number in hidden_numbers(answers))
    )


def hidden_numbers(answers):
    """The first digits of every number that a hidden call is given."""
    arrays = (
        value
        for row in answers.questions
        for arguments in row.cases.values()
        for value in arguments
        if isinstance(value, np.ndarray)
    )
    return {f"{abs(number):.7f}"[:-1] for array in arrays for number in array.ravel().tolist()}


# ---- one attack


def expectation(name):
    """The attack's expect.toml. A key or a canary that does not exist is an error."""
    expected = tomllib.loads((ATTACKS[name] / "expect.toml").read_text(encoding="utf-8"))
    assert set(expected) <= KEYS and expected.get("title"), (
        f"{name}: unknown keys {set(expected) - KEYS}, or no title"
    )
    assert expected.get("base", False) is not expected.get("whole", False), (
        f"{name}: one of base and whole must be true"
    )
    assert expected["untouched"] and set(expected["untouched"]) <= KINDS, (
        f"{name}: untouched is empty, or unknown"
    )
    return expected


@lru_cache
def answers_to(name):
    """The table that the attack is judged by. Drawing takes most of the time: only where it is at stake."""
    full = table(expectation(name)["lab"])
    if name.startswith(("figure_", "patch_", "leak_")):
        return full
    return _without_figures(full)


@lru_cache
def _without_figures(full):
    return replace(full, questions=tuple(row for row in full.questions if row.kind != "figure"))


def launch(name, sandbox, canaries):
    """Grade the attack; return (what it came to, the canaries that were touched)."""
    expected = expectation(name)
    file = ATTACKS[name] / "submission.py"
    cells = [] if expected.get("whole") else lab(expected["lab"]).solution
    cells = [
        *cells,
        Cell("code", "prelude", PRELUDE.format(told=canaries.told), "prelude"),
        *read_cells(file.name, file.read_bytes()),
    ]
    answers = answers_to(name)
    watch = Watch(sandbox)
    canaries.look()
    limits = replace(LIMITS, call_seconds=expected.get("seconds", LIMITS.call_seconds))
    graded = grade(cells, answers, partial(sandbox.run, limits=limits))
    touched = {*watch.touched(), *canaries.touched()}
    if graded.fault or indiscreet(graded, answers):
        touched.add("discretion")
    following = grade(lab(expected["lab"]).solution, answers, sandbox.run)
    if (
        following.fault
        or following.problems
        or any(j.points != j.out_of and not j.pending for j in following.judgements)
    ):
        touched.add("next_student")
    return graded, touched


def wrong_marks(graded, expected):
    """Questions and checks that did not get what they must, as lines."""
    points, lines = expected.get("points", {}), []
    if graded.fault:
        return [f"a fault of ours: {graded.fault}"]
    for judgement in graded.judgements:
        wanted = points.get(judgement.question, points.get("others", judgement.out_of))
        if judgement.points != pytest.approx(wanted):
            said = [(v.check, v.status, v.message) for v in judgement.verdicts if v.points < v.out_of]
            lines.append(f"{judgement.question}: {judgement.points} for {wanted}: {said}")
    verdicts = {f"{j.question}.{v.check}": v.status for j in graded.judgements for v in j.verdicts}
    for check, wanted in expected.get("verdicts", {}).items():
        if verdicts[check] != wanted:
            lines.append(f"{check}: {verdicts[check]}, not {wanted}")
    return lines


@contextlib.contextmanager
def hardened(level):
    """Open a sandbox of that level that has seen honest work: what this takes is not an attack's doing."""
    with Sandbox(granted(level), ("numpy", "matplotlib"), LIMITS) as opened:
        grade(lab("tp4_ex1").solution, table("tp4_ex1"), opened.run)
        yield opened


def known_weakness(expected, sandbox):
    """Return why the attack is known to get through, or nothing.

    It may be known at that level, or where the private directory is not mounted.
    """
    sandbox.start()
    known, zygote = expected.get("weakness", {}), sandbox._zygote
    mounts = Path(f"/proc/{zygote._process.pid}/mountinfo").read_text()
    unmounted = sandbox.level is Level.B and zygote._folder not in mounts
    return known.get(sandbox.level.value) or (known.get("unmounted") if unmounted else None)


def assert_harmless(name, sandbox, canaries, request):
    """Launch the attack; fail where it gets a wrong mark or touches a canary. A known weakness must fail."""
    expected = expectation(name)
    weakness = known_weakness(expected, sandbox)
    if weakness:
        request.applymarker(pytest.mark.xfail(strict=True, reason=weakness))
    graded, touched = launch(name, sandbox, canaries)
    assert not wrong_marks(graded, expected)
    assert not touched
