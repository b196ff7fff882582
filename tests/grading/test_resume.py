"""Nothing is lost: a run that is killed at any moment is finished by the same command, to the same bytes.

KILL_TRIALS=200 pytest tests/grading/test_resume.py -k killed   makes as many trials of three kills each.
"""

import contextlib
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from support.repository import ROOT, best_level, config, lab

from autograder import cli
from autograder.files import write_whole
from autograder.grading import resume
from autograder.grading.resume import finished
from autograder.sandbox.model import Level

TRIALS = int(os.environ.get("KILL_TRIALS", "1"))
GOOD = "def tokenize(sentence):\n    return sentence.rstrip('.').split()\n"
WRONG = "def tokenize(sentence):\n    return list(sentence)\n"
SLOW = "import time\nuntil = time.process_time() + 0.2\nwhile time.process_time() < until: pass\n"
CLASS = {
    "alice": GOOD,
    "bob": WRONG,
    "carla": GOOD + SLOW,
    "dan": "def tokenize(:\n",
    "emma": SLOW + WRONG,
    "fred": "import os\nos._exit(0)\n",
}


def arguments(folder, out):
    return ["grade", "tp4_ex1", str(folder), "--out", str(out)]


def command(folder, out):
    return [sys.executable, "-m", "autograder", *arguments(folder, out), "--workers", "2"]


def run(folder, out):
    return subprocess.run(command(folder, out), cwd=ROOT, capture_output=True, text=True, timeout=300)


def contents(out):
    """Every file of the results, but for run.json, which holds times."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory, sandbox):
    """(the class's folder, the bytes of an undisturbed run, seconds it took)."""
    folder = tmp_path_factory.mktemp("class")
    for name, text in CLASS.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    out = tmp_path_factory.mktemp("undisturbed")
    began = time.monotonic()
    assert run(folder, out).returncode == 0
    return folder, contents(out), time.monotonic() - began


def family(pid):
    """The process and all below it."""
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(found[-1])], capture_output=True, text=True
        ).stdout
        waiting += map(int, listed.split())
    return found


@pytest.mark.skipif(not shutil.which("ps"), reason="no ps")
@pytest.mark.parametrize("trial", range(TRIALS))
def test_a_run_that_is_killed_and_killed_again_comes_to_the_same_bytes(whole, tmp_path, trial):
    """First the grader itself is killed, then all its processes at once, then any one of them."""
    folder, undisturbed, seconds = whole
    chance = random.Random(trial)
    for choose in (lambda found: found[:1], list, lambda found: [chance.choice(found)]):
        grader = subprocess.Popen(
            command(folder, tmp_path), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.1, 0.95) * seconds)
        members = family(grader.pid)
        for victim in choose(members):
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                os.kill(victim, signal.SIGKILL)
        grader.wait(timeout=120)
        assert_gone(members)
    again = run(folder, tmp_path)
    assert again.returncode == 0, again.stderr
    assert contents(tmp_path) == undisturbed


def assert_gone(pids):
    """Wait until none of the processes runs; fail where one stays."""
    for _ in range(100):
        left = [pid for pid in pids if _state(pid) != "Z"]
        if not left:
            break
        time.sleep(0.1)
    assert not left


def _state(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def graded(out):
    return json.loads((out / "run.json").read_text())["graded"]


@pytest.fixture
def run_here(monkeypatch, capsys):
    """Run the same command in this process, which has everything imported; return what it prints."""

    def run(folder, out, *more):
        words = [*arguments(folder, out), "--workers", "1", *more]
        monkeypatch.setattr(cli, "probe", best_level)
        monkeypatch.setattr(sys, "argv", ["autograder", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        assert left.value.code == 0, said.err
        return said.out

    return run


def test_only_what_is_unfinished_or_has_changed_is_graded_again(whole, tmp_path, run_here):
    folder, undisturbed, _ = whole
    copy, out = tmp_path / "class", tmp_path / "out"
    shutil.copytree(folder, copy)
    run_here(copy, out)
    assert graded(out) == 6
    said = run_here(copy, out)
    assert graded(out) == 0 and "6 of them were graded before, and nothing has changed since" in said
    assert contents(out) == undisturbed
    (copy / "bob.py").write_text(GOOD, encoding="utf-8")  # a submission
    run_here(copy, out)
    assert graded(out) == 1
    (out / "alice" / "result.json").write_text("{", encoding="utf-8")  # a damaged result
    (out / "carla" / "feedback.html").unlink()
    run_here(copy, out)
    assert graded(out) == 2
    marks = tmp_path / "marks.csv"  # a mark given by hand
    marks.write_text("student,tokenize\nalice,0.5\n", encoding="utf-8")
    run_here(copy, out, "--manual", str(marks))
    assert graded(out) == 1
    changed = tmp_path / "grading.toml"  # the configuration
    settings = (ROOT / "grading.toml").read_text(encoding="utf-8")
    changed.write_text(settings.replace("rounding = 0.25", "rounding = 0.5"), encoding="utf-8")
    run_here(copy, out, "--config", str(changed))
    assert graded(out) == 6


def test_what_a_killed_run_had_begun_to_write_is_removed(whole, tmp_path, run_here):
    (tmp_path / "alice").mkdir()
    for leftover in (tmp_path / ".part-abc", tmp_path / "alice" / ".part-def"):
        leftover.write_bytes(b"half")
    run_here(whole[0], tmp_path)
    assert contents(tmp_path) == whole[1]


def all_of(folder, *suffixes):
    """Return the files below a folder, those of these suffixes alone where any is given."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path for path in found if not suffixes or path.suffix in suffixes}


def test_the_key_of_a_run_covers_the_whole_engine_and_the_whole_lab(tmp_path, monkeypatch):
    assert resume._PACKAGE == ROOT / "autograder"
    package = shutil.copytree(ROOT / "autograder", tmp_path / "autograder")
    folder = shutil.copytree(ROOT / "solutions" / "tp9_imdb", tmp_path / "solutions" / "tp9_imdb")
    common = Path(shutil.copy(ROOT / "solutions" / "common.py", tmp_path / "solutions"))
    monkeypatch.setattr(resume, "_PACKAGE", package)
    copied = replace(lab("tp9_imdb"), folder=folder)

    def key():
        return resume.run_key(copied, config(), Level.A, training=False)

    covered = {*all_of(package, ".py"), *all_of(package / "templates"), *all_of(folder), common}
    rooms = {path.parent.relative_to(package).as_posix() for path in covered if package in path.parents}
    assert rooms >= {
        ".", "bridges", "course", "grading", "judge", "pages", "release", "sandbox", "sandbox/inside",
        "student", "templates",
    }  # fmt: skip
    keys = [key()]
    for path in sorted(covered):
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        keys.append(key())
        path.write_bytes(before)
    assert len(set(keys)) == len(covered) + 1, "every file changes the key, each in its own way"
    assert key() == keys[0]


def test_a_result_without_its_key_its_page_or_its_sense_is_not_finished(tmp_path):
    good = {
        "key": "k",
        "student": "a",
        "status": "graded",
        **{"auto": 1, "manual": 0, "bonus": 0, "total": 1},
        "fault": "",
        "message": "",
        "questions": [{"id": "q", "points": 1, "checks": [{"mistake": "m"}, {"mistake": ""}]}],
    }
    (tmp_path / "result.json").write_text(json.dumps(good), encoding="utf-8")
    assert finished(tmp_path, "k") is None
    (tmp_path / "feedback.html").touch()
    row = finished(tmp_path, "k")
    assert (row.student, row.score.total, row.mistakes) == ("a", 1, {"q": ("m",)})
    assert finished(tmp_path, "other") is None
    for broken in ("[]", "{}", '{"key": "k"}', '{"key": "k", "questions": 3}', "nonsense", '"k"'):
        (tmp_path / "result.json").write_text(broken, encoding="utf-8")
        assert finished(tmp_path, "k") is None


def test_a_full_disk_leaves_the_old_file_and_no_half_one(tmp_path, monkeypatch):
    path = tmp_path / "scores.csv"
    write_whole(path, b"before")

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"No space left on device: '.*scores\.csv'"):
        write_whole(path, b"after")
    assert [item.name for item in tmp_path.iterdir()] == ["scores.csv"]
    assert path.read_bytes() == b"before"
    assert path.stat().st_mode & 0o777 == 0o644
