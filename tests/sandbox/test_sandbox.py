"""The sandbox: honest work comes through, attacks do not, and each layer does its part.

At level A and at level B; a machine that cannot give one skips it, which REQUIRE_SANDBOX=A (or B)
forbids.
"""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from support.repository import ROOT, granted

from autograder.sandbox import probe as probing
from autograder.sandbox import reply
from autograder.sandbox.host import Sandbox
from autograder.sandbox.inside.frames import BadFrame, pack, unpack
from autograder.sandbox.inside.sweep import empty
from autograder.sandbox.jail import View, landlock_view
from autograder.sandbox.model import Level, Limits, SandboxUnavailable
from autograder.sandbox.process import Broken
from autograder.student.calls import Call
from autograder.student.values import Seed

SHORT = Limits(
    call_seconds=0.1, load_seconds=0.3, total_seconds=3.0, wall_factor=1.0,
    memory_mb=300, file_mb=2, tmp_mb=8, output_mb=2,
)  # fmt: skip


@pytest.fixture(autouse=True)
def impatience(monkeypatch):
    monkeypatch.setattr("autograder.sandbox.talk._SLACK", 0.2)
    monkeypatch.setattr("autograder.sandbox.attempt._GRACE", 0.1)


@pytest.fixture(scope="module", params=[Level.A, Level.B], ids=lambda level: level.value)
def level(request):
    return granted(request.param)


@pytest.fixture(scope="module")
def sandbox(level):
    with Sandbox(level, ("numpy",), SHORT) as box:
        yield box


def cells(*texts):
    return [
        {"text": textwrap.dedent(text), "where": f"cell {number}", "line": 0}
        for number, text in enumerate(texts)
    ]


def run(sandbox, text, *names, calls=()):
    result = sandbox.run(cells(text), [Call(name, name) for name in names] + list(calls))
    assert result.fault is None
    return result


def status(result, name):
    return result.outcomes[name].status


# ---- honest work


def test_values_in_and_out(sandbox):
    text = """
        import numpy as np
        ANSWER = {"a": np.arange(3)}
        def double(x, k=2):
            return (x * k, [k, "é", None, float("inf")])
        def draw(generator):
            return generator.standard_normal(3)
    """
    x = np.arange(6.0).reshape(2, 3)
    calls = [
        Call("one", "double", (x,)),
        Call("two", "double", (x, 3)),
        Call("drawn", "draw", (Seed(5),)),
        Call("answer", "ANSWER", variable=True),
        Call("absent", "absent"),
    ]
    result = run(sandbox, text, calls=calls)
    assert np.array_equal(result.outcomes["one"].value[0], 2 * x)
    assert result.outcomes["two"].value[1] == [3, "é", None, float("inf")]
    assert np.array_equal(result.outcomes["drawn"].value, np.random.default_rng(5).standard_normal(3))
    assert result.outcomes["answer"].value["a"].tolist() == [0, 1, 2]
    assert status(result, "absent") == "missing"
    assert not result.problems


def test_files_in_the_private_directory(sandbox):
    text = """
        import os, tempfile
        import numpy as np
        def files():
            np.save("a.npy", np.ones(3))
            os.makedirs("deep/er")
            with tempfile.TemporaryFile() as file:
                file.write(b"x")
            return float(np.load("a.npy").sum()), sorted(os.listdir("."))
    """
    for _ in range(2):  # the second finds nothing of the first
        assert run(sandbox, text, "files").outcomes["files"].value == (3.0, ["a.npy", "deep"])


def test_nothing_of_a_submission_reaches_the_next(sandbox):
    text = """
        import builtins, os, random, sys
        import numpy as np
        def state():
            seen = [hasattr(builtins, "mark"), hasattr(np, "mark"), "mark" in os.environ]
            builtins.mark = np.mark = True
            os.environ["mark"] = "1"
            return seen, random.random(), float(np.random.rand()), hash("a")
    """
    first = run(sandbox, text, "state").outcomes["state"].value
    assert first[0] == [False, False, False]
    assert run(sandbox, text, "state").outcomes["state"].value == first


def test_figures(level):
    text = """
        import matplotlib.pyplot as plt
        import numpy as np
        def draw():
            figure, axes = plt.subplots()
            axes.imshow(np.eye(3))
            axes.set_title("Matrice d'identité $\\\\alpha$")
            figure.savefig("figure.png")
            figure.savefig("figure.svg")
            return figure
    """
    with Sandbox(level, ("numpy", "matplotlib")) as box:
        outcome = run(box, text, calls=[Call("draw", "draw", figure=True)]).outcomes["draw"]
    assert outcome.status == "value" and outcome.report["figure"] == "returned"


def test_threads_work_and_are_capped(sandbox):
    text = """
        import threading, time
        def one():
            seen = []
            thread = threading.Thread(target=lambda: seen.append(1))
            thread.start()
            thread.join()
            return seen
        def bomb():
            count = 0
            try:
                while count < 2000:
                    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
                    count += 1
            except RuntimeError:
                return count
            return -1
    """
    result = run(sandbox, text, "one", "bomb")
    assert result.outcomes["one"].value == [1]
    assert 0 < result.outcomes["bomb"].value < 1000


# ---- hangs and deaths


def test_a_hang_costs_that_function_only(sandbox):
    text = """
        import signal, time
        def loop():
            while True: pass
        def stubborn():
            while True:
                try:
                    while True: pass
                except BaseException: pass
        def sleeper():
            for number in (signal.SIGALRM, signal.SIGPROF):
                signal.signal(number, signal.SIG_IGN)
            time.sleep(1000)
        def well(): return 1
    """
    calls = [Call(f"loop {number}", "loop") for number in range(5)]
    result = run(sandbox, text, "stubborn", calls=[*calls, Call("well", "well")])
    assert {status(result, call.id) for call in calls} == {"timeout"}
    assert result.outcomes["loop 4"].report["note"] == "not tried"
    assert status(result, "stubborn") == "timeout"
    assert result.outcomes["well"].value == 1
    result = run(sandbox, text, "sleeper", "well")
    assert (status(result, "sleeper"), status(result, "well")) == ("timeout", "value")


@pytest.mark.parametrize(
    "body, expected",
    [
        ("os._exit(0)", "crashed"),
        ("os._exit(70)", "crashed"),
        ("ctypes.string_at(1)", "crashed"),
        ("os.abort()", "crashed"),
        ("sys.setrecursionlimit(10**9); f = lambda: f(); f()", None),
        ("sys.exit(0)", "raised"),
        ("raise KeyboardInterrupt", "raised"),
        ("raise GeneratorExit", "raised"),
        ("np.ones(10**12)", "memory"),
        ("np.ones((10**6, 1)) + np.ones((1, 10**6))", "memory"),
        ("[0] * 10**11", "memory"),
        ("return np.broadcast_to(1.0, (10**6, 10**6))", "unreadable"),
        ("return np.zeros(2**20)", "rejected"),  # 8 MiB, above this test's cap
        ("return np.array([print])", "unreadable"),
        ("9**9**9", None),
        ("return (i for i in iter(int, 1))", "unreadable"),
        ("sys.settrace(lambda *a: 1/0)", None),
    ],
)
def test_a_death_costs_that_call_only(sandbox, body, expected):
    text = f"""
        import ctypes, os, sys
        import numpy as np
        def bad(): {body}
        def well(): return 1
    """
    result = run(sandbox, text, "bad", "well")
    if expected is None:
        assert status(result, "bad") != "value" or result.outcomes["bad"].value is None
    else:
        assert status(result, "bad") == expected
    assert result.outcomes["well"].value == 1


@pytest.mark.parametrize(
    "statement, expected",
    [
        ("os._exit(3)", "crashed"),
        ("while True: pass", "timeout"),
        ("os.close(4)", "crashed"),
        ("os.write(4, b'forged')", "rejected"),
    ],
)
def test_a_death_at_load_costs_that_statement_only(sandbox, statement, expected):
    loop = "signal.signal(signal.SIGPROF, signal.SIG_IGN)\n" if "while" in statement else ""
    result = sandbox.run(
        cells("import os, signal\ndef first(): return 1\n", f"{loop}{statement}\nx = 2\n"),
        [Call("first", "first"), Call("x", "x", variable=True)],
    )
    assert result.fault is None
    assert result.outcomes["first"].value == 1
    assert result.outcomes["x"].value == 2
    assert [(problem["status"], problem["cell"]) for problem in result.problems] == [(expected, 1)]


def test_a_submission_that_never_loads_passes_nothing(sandbox):
    result = run(sandbox, "import os\n" + "os._exit(0)\n" * 5 + "def f(): return 1\n", "f")
    assert status(result, "f") == "crashed"
    assert len(result.problems) == 4


def test_the_budget_bounds_everything(level):
    text = "\n".join(f"def f{n}():\n    while True: pass" for n in range(30))
    limits = Limits(call_seconds=0.1, load_seconds=0.2, total_seconds=0.5, wall_factor=2)
    with Sandbox(level, ("numpy",), limits) as box:
        box.start()
        began = time.monotonic()
        result = box.run(cells(text), [Call(f"f{n}", f"f{n}") for n in range(30)])
    assert time.monotonic() - began < 3
    assert {outcome.status for outcome in result.outcomes.values()} == {"timeout"}
    assert result.outcomes["f29"].report["message"] == "budget"


def test_a_slow_dribble_is_a_hang(sandbox):
    text = """
        import os, signal, struct, time
        def dribble():
            for number in (signal.SIGALRM, signal.SIGPROF):
                signal.signal(number, signal.SIG_IGN)
            os.write(4, struct.pack("!I", 10**6))
            while True:
                os.write(4, b"x")
                time.sleep(0.05)
    """
    began = time.monotonic()
    assert status(run(sandbox, text, "dribble"), "dribble") == "timeout"
    assert time.monotonic() - began < 10


# ---- forgery


@pytest.mark.parametrize(
    "frame",
    [
        "b'garbage' * 100",
        "b'\\xff' * 4",
        "b'\\0' * 64",
        "pack({'token': 'forged', 'report': {'status': 'value'}}, encode(1.0))",
        "pack({'entered': True})",
        "pack({'report': {'status': 'value'}}) * 50",
        "struct.pack('!II', 8, 2**31) + b'abcd'",
        "struct.pack('!II', 6, 2) + b'[]'",
        "pack({'token': 1})[:9]",
    ],
)
def test_forged_frames_on_every_descriptor(sandbox, frame):
    text = f"""
        import os, struct, sys
        globals().update(vars(sys.modules["sandbox_program"]))
        def forge():
            for fd in range(64):
                try: os.write(fd, {frame})
                except OSError: pass
            return 1
        def well(): return 2
    """
    result = run(sandbox, text, "forge", "well")
    assert status(result, "forge") in ("rejected", "timeout")
    assert set(result.outcomes) == {"forge", "well"}
    assert result.outcomes["well"].value == 2


def test_a_takeover_of_the_child_is_one_more_value(sandbox):
    """Student code owns its own process: it may answer what it likes, and nothing else."""
    text = """
        import sys
        program = sys.modules["sandbox_program"]
        report = {"status": "value", "admin": [[1]], "x": {"y": 1}}
        program.call = lambda *a: program.Outcome(report, 42.0)
        def f(): return 1
        def g(): return 1
    """
    result = run(sandbox, text, "f", "g")
    assert result.outcomes["f"].value == 42.0
    assert result.outcomes["f"].report == {"status": "value", "admin": []}
    text = text.replace("value", "internal error")
    assert status(run(sandbox, text, "f"), "f") == "rejected"


def test_patching_numpy_changes_nothing_for_us(sandbox):
    text = """
        import numpy as np
        np.allclose = np.array_equal = lambda *a, **k: True
        np.asarray = np.array = np.frombuffer = lambda *a, **k: 1/0
        def f(x): return x + 1
    """
    result = run(sandbox, text, calls=[Call("f", "f", (np.ones(2),))])
    assert result.outcomes["f"].value.tolist() == [2.0, 2.0]


def test_flood(sandbox):
    text = """
        import os, sys
        def flood():
            print("x" * 10**7)
            sys.stderr.write("y" * 10**7)
            return 1
        def disk():
            for number in range(10**6):
                with open(str(number), "wb") as file:
                    file.write(b"x" * 2**20)
        def large():
            with open("large", "wb") as file:
                file.write(b"x" * 2**22)
        def well(): return 1
    """
    result = run(sandbox, text, "flood", "disk", "large", "well")
    assert result.outcomes["flood"].value == 1
    assert status(result, "disk") in ("raised", "crashed")
    assert status(result, "large") == "raised"
    assert result.outcomes["well"].value == 1


def test_terminal_escapes_are_neutral(sandbox):
    result = run(sandbox, "def f(): raise ValueError('\\x1b[2J \\u202e \\ud800 \\u0085 é')\n", "f")
    assert result.outcomes["f"].report["message"] == "\ufffd[2J \ufffd \ufffd \ufffd é"


# ---- isolation


def test_every_attack_is_refused(level):
    result = probing.attack(level)
    assert result.pop("honest work") == "done"
    assert set(result) == set(probing.ATTACKS) and set(result.values()) == {"refused"}


#: For each layer, attacks that only this layer stops (at one level, at least).
ALONE = {
    (Level.A, "bubblewrap"): [],
    (Level.B, "landlock"): ["read a file outside", "write outside", "list the folder outside"],
    (Level.B, "seccomp"): [
        "fork", "make a memfd", "open a UDP socket", "open a Unix socket", "make a file executable",
        "set the times of a file outside", "open a pidfd", "trace",
    ],
    (Level.A, "seccomp"): ["fork", "make a memfd", "open a Unix socket", "trace"],
    (Level.A, "rlimits"): ["take too much memory", "make too large a file", "open too many files"],
    (Level.B, "rlimits"): ["take too much memory", "make too large a file", "open too many files"],
}  # fmt: skip


@pytest.mark.parametrize(
    "case", [case for case in ALONE if ALONE[case]], ids=lambda case: f"{case[0].value}-{case[1]}"
)
def test_each_layer_stops_something_alone(case):
    """With a layer off its canaries sing: so no layer can stop working unseen."""
    level, layer = case
    result = probing.attack(granted(level), without=frozenset({layer}))
    assert {name: result[name] for name in ALONE[case]} == dict.fromkeys(ALONE[case], "done")


def test_bubblewrap_alone_hides_the_machine():
    others = frozenset({"landlock", "seccomp"})
    result = probing.attack(granted(Level.A), without=others)
    for name in ("read a file outside", "read this program", "read /etc/passwd", "write outside"):
        assert result[name] == "refused"
    granted(Level.B)
    bare = probing.attack(Level.B, without=others)
    for name in ("read a file outside", "read /etc/passwd", "write outside", "signal the zygote"):
        assert bare[name] == "done"


def test_the_environment_is_cleared(sandbox, monkeypatch):
    monkeypatch.setenv("SECRET", "x")
    text = "import os, sys\ndef f(): return sorted(os.environ), os.getcwd(), sys.argv\n"
    sandbox.close()
    names, cwd, argv = run(sandbox, text, "f").outcomes["f"].value
    assert "SECRET" not in names and "PATH" not in names
    assert str(ROOT) not in cwd and argv == ["-c"]


def test_nothing_beside_the_submission_is_imported(sandbox, tmp_path, monkeypatch):
    for name in ("numpy.py", "sitecustomize.py", "json.py"):
        (tmp_path / name).write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    sandbox.close()
    assert run(sandbox, "def f(): return 1\n", "f").outcomes["f"].value == 1


def test_later_inputs_are_not_there_before_their_turn(sandbox):
    text = """
        import gc
        def search(x):
            found = [o for o in gc.get_objects() if isinstance(o, list) and "needle" in o[:3]]
            held = [o for o in gc.get_objects() if isinstance(o, bytes) and b"needle" in o]
            return len(found) + len(held)
    """
    calls = [Call("1", "search", (1,)), Call("2", "search", (["needle"],))]
    result = run(sandbox, text, calls=calls)
    assert result.outcomes["1"].value == 0 and result.outcomes["2"].value >= 1


def test_the_hidden_folder_is_not_readable_inside_a_readable_one(tmp_path):
    for name in ("site/numpy", "site/autograder/inner", "site/other"):
        (tmp_path / name).mkdir(parents=True)
    site = str(tmp_path / "site")
    seen = View("python", (site,), (site,), (f"{site}/autograder",))
    readable, listable = landlock_view(seen)
    assert sorted(readable) == [f"{site}/numpy", f"{site}/other"] and listable == [site]


# ---- the sandbox's own faults


def test_a_dead_zygote_is_replaced(sandbox):
    assert run(sandbox, "def f(): return 1\n", "f").outcomes["f"].value == 1
    sandbox._zygote._process.kill()
    sandbox._zygote._process.wait()
    assert run(sandbox, "def f(): return 2\n", "f").outcomes["f"].value == 2


def test_a_submission_that_brings_the_zygote_down_gains_nothing(level, monkeypatch):
    with Sandbox(level, ("numpy",), SHORT) as box:
        once = box._once

        def flaky(cells, calls, limits):
            if "bad" in cells[0]["text"]:
                raise Broken("it has died")
            return once(cells, calls, limits)

        monkeypatch.setattr(box, "_once", flaky)
        result = box.run(cells("bad = 1\n"), [Call("f", "f")])
        assert result.fault is None and status(result, "f") == "crashed"
        monkeypatch.setattr(box, "_once", lambda *a: (_ for _ in ()).throw(Broken("always")))
        result = box.run(cells("x = 1\n"), [Call("f", "f")])
        assert result.fault == "always" and not result.outcomes


def test_what_cannot_be_started_is_our_fault(level, monkeypatch):
    monkeypatch.setattr("autograder.sandbox.process._BOOTSTRAP", "raise ImportError('no numpy')")
    with Sandbox(level, ("numpy",), SHORT) as box:
        result = box.run(cells("x = 1\n"), [Call("x", "x", variable=True)])
    assert "no numpy" in result.fault


def test_the_zygote_dies_with_us(level):
    program = f"""
import os, signal
from autograder.sandbox.host import *
box = Sandbox(Level({level.value!r}))
box.start()
box.run([{{"text": "x = 1", "where": "", "line": 0}}], [])
print(box._zygote._process.pid, box._zygote._folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    pid, folder = output.stdout.split()
    pid = int(pid)
    if "autograder-" in folder:  # nobody is left to remove it
        os.rmdir(folder)
    for _ in range(100):
        if not os.path.exists(f"/proc/{pid}"):
            return
        if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("the zygote has outlived its host")


def test_no_descriptor_leaks(sandbox):
    run(sandbox, "x = 1\n", "x")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        run(sandbox, "import os\ndef f(): os._exit(1)\n", "f")
    assert len(os.listdir("/proc/self/fd")) == before


def test_two_sandboxes_at_once(level):
    results = []

    def work(number):
        with Sandbox(level, ("numpy",), SHORT) as box:
            for _ in range(3):
                results.append(run(box, f"def f(): return {number}\n", "f").outcomes["f"].value)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [0, 0, 0, 1, 1, 1]


def test_probe_says_why(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    said = []
    with pytest.raises(SandboxUnavailable, match="apt-get install bubblewrap"):
        probing.probe(Level.A, said.append)
    assert "bubblewrap is not installed" in said[0]


# ---- small parts


def test_empty_takes_everything(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o755)
    (outside / "kept").write_text("x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "file").write_text("x")
    os.symlink(outside, folder / "link")
    os.symlink("/nowhere", folder / "dangling")
    (folder / "closed" / "inner").mkdir(parents=True)
    (folder / "closed" / "inner" / "file").write_text("x")
    os.chmod(folder / "closed" / "inner", 0)
    os.chmod(folder / "closed", 0)
    os.mkfifo(folder / "fifo")
    fd = os.open(folder, os.O_RDONLY)
    for _ in range(1500):  # deeper than recursion, and than a path may be long
        os.mkdir("deep", dir_fd=fd)
        inner = os.open("deep", os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = inner
    os.close(fd)
    assert empty(str(folder)) and not os.listdir(folder)
    assert (outside / "kept").exists() and outside.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    "frame", [b"", b"\0\0\0\x09{}", b"\0\0\0\x02[]", b"\0\0\0\x01{", b"\0\0\0\x02\xff\xff"]
)
def test_frames_are_strict(frame):
    with pytest.raises(BadFrame):
        unpack(frame)
    assert unpack(pack({"a": 1}, b"body")[4:]) == ({"a": 1}, b"body")


def test_reports_are_flat():
    data = {"status": "value", "a": {"b": 1}, "c": [1, [2], "x\x07"], "d": float("nan"), "e": 2**70}
    assert reply.report(data) == {"status": "value", "c": [1, "x\ufffd"]}
    for bad in (None, [], {}, {"status": "crashed"}, {"status": ["value"]}, {"status": {}}):
        with pytest.raises(BadFrame):
            reply.report(bad)


def test_listening_sockets_are_not_reached(sandbox):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.05)
        port = listener.getsockname()[1]
        text = f"""
            import urllib.request
            def fetch(): return urllib.request.urlopen("http://127.0.0.1:{port}").read()
        """
        assert status(run(sandbox, text, "fetch"), "fetch") == "raised"
        with pytest.raises(TimeoutError):
            listener.accept()
