"""The house around the engine: preflight, Makefile, lock, README, the sample class."""

import csv
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.repository import ROOT
from typer.main import get_command

from autograder import cli

SAMPLE = ROOT / "tests" / "sample_class"


def read(*parts):
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def run(*command, **options):
    options = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL, **options}
    return subprocess.run(command, **options)


# ---- preflight, run where only the programs of a made-up PATH can be found


def machine(folder, *, system="Linux", **programs):
    """A folder of programs to stand for a machine: `uname`, and shell scripts by name."""
    folder.mkdir(exist_ok=True)
    for name, body in {"uname": f"echo {system}", **programs}.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        program.chmod(0o755)
    return folder


def preflight(path, *arguments, script=ROOT / "preflight"):
    ran = run("/bin/sh", str(script), *arguments, env={"PATH": str(path)})
    assert ran.stdout == ""
    return ran.returncode, ran.stderr.splitlines()


REAL = f'exec "{sys.executable}" "$@"'
OLD = 'case "$2" in *version_info\\ \\<*) exit 1;; *) echo "Python 3.9.2";; esac'
NO_VENV = f'case "$2" in *ensurepip*) exit 1;; *) {REAL};; esac'
NO_SECCOMP = f'case "$2" in *libseccomp*) exit 1;; *) {REAL};; esac'


def test_preflight_is_content_where_nothing_is_missing(tmp_path):
    path = machine(tmp_path / "bin", python3=REAL, bwrap="exit 0")
    status, lines = preflight(path)
    assert status == 0
    assert all("libseccomp" in line for line in lines)  # which the real machine may lack


WANTED = "and Python 3.11 or newer is needed; run:"


def test_preflight_names_another_python(tmp_path):
    path = machine(tmp_path / "bin", python3=OLD, bwrap="exit 0", **{"python3.12": REAL})
    status, lines = preflight(path, "python3", "demo")
    assert status == 1
    assert lines == [f"preflight: python3 is Python 3.9.2, {WANTED} make PYTHON=python3.12 demo"]


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        ({"python3": OLD}, f"is Python 3.9.2, {WANTED} sudo apt-get install python3.11"),
        ({}, f"is not there, or does not run, {WANTED} sudo apt-get install python3 "),
    ],
)
def test_preflight_says_how_to_install_python(tmp_path, programs, said):
    # /usr/bin/python3 would do, where there is one: what is run here does not know of it
    script = tmp_path / "preflight"
    script.write_text(read("preflight").replace(" /usr/bin/python3;", ";"), encoding="utf-8")
    path = machine(tmp_path / "bin", bwrap="exit 0", **{"apt-get": "exit 0"}, **programs)
    status, lines = preflight(path, script=script)
    assert status == 1
    assert len(lines) == 1 and said in lines[0]


@pytest.mark.parametrize(
    ("python", "package"), [("python3", "python3-venv"), ("python3.12", "python3.12-venv")]
)
def test_preflight_asks_for_venv(tmp_path, python, package):
    path = machine(tmp_path / "bin", bwrap="exit 0", **{"apt-get": "exit 0", python: NO_VENV})
    status, lines = preflight(path, python)
    assert status == 1
    assert lines[0].endswith(f"(no venv or ensurepip); run: sudo apt-get install {package}")


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        ({}, "grading falls to sandbox level B; run: sudo apt-get install bubblewrap"),
        ({"bwrap": "exit 1"}, "run: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
        (
            {"bwrap": "exit 0", "python3": NO_SECCOMP},
            "no libseccomp: grading is refused; run: sudo apt-get install libseccomp2",
        ),
        ({"system": "Darwin"}, "this is Darwin: grading wants Linux (a virtual machine, or WSL2"),
    ],
)
def test_preflight_only_warns_of_the_sandbox(tmp_path, programs, said):
    path = machine(tmp_path / "bin", **{"apt-get": "exit 0", "python3": REAL, **programs})
    status, lines = preflight(path)
    assert status == 0
    assert all(line.startswith("preflight: warning: ") for line in lines)
    assert any(said in line for line in lines), lines


def test_preflight_without_apt(tmp_path):
    _, lines = preflight(machine(tmp_path / "bin", python3=REAL))
    assert any(line.endswith("install bubblewrap with your package manager") for line in lines)


# ---- Makefile and CI


@pytest.mark.skipif(not shutil.which("make"), reason="no make")
def test_make_alone_lists_the_targets():
    listed = run("make", cwd=ROOT, env={"PATH": os.environ["PATH"]}, check=True).stdout
    targets = [line.split()[1] for line in listed.splitlines()]
    assert {"help", "setup", "demo", "test", "check", "bench", "release", "clean"} <= {*targets}


@pytest.mark.parametrize("script", ["preflight", ".ci/run"])
def test_scripts_parse(script):
    shell = "sh" if script == "preflight" else "bash"
    subprocess.run([shell, "-n", str(ROOT / script)], check=True)
    assert os.access(ROOT / script, os.X_OK)


def test_ci_forbids_skipping():
    said = read(".ci", "run")
    assert 'REQUIRE_SANDBOX="${SANDBOX:-A}"' in said and "bubblewrap" in said
    assert not re.search(
        r"(?m)^[^#\n]*\bSANDBOX\b", read(".gitlab-ci.yml")
    )  # a weaker level is asked for by hand
    assert said.rstrip().endswith("make test")
    workflow = read(".github", "workflows", "checks.yml")
    assert "REQUIRE_SANDBOX: A" in workflow and '["3.11", "3.13"]' in workflow


# ---- The locked environment


def locked(name):
    """The requirements of a lock file, by name."""
    text = read("requirements", name)
    found = [Requirement(line.rstrip(" \\")) for line in text.splitlines() if line[:1].isalnum()]
    assert text.count("--hash=sha256:") >= len(found)
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def test_lock_is_in_step_with_pyproject():
    project = tomllib.loads(read("pyproject.toml"))
    build = project["dependency-groups"]["build"]
    assert build == project["build-system"]["requires"]
    core, test = locked("core.txt"), locked("test.txt")
    wanted = {"core.txt": [*project["project"]["dependencies"], *build]}
    wanted["test.txt"] = wanted["core.txt"] + project["project"]["optional-dependencies"]["test"]
    for name, pins in (("core.txt", core), ("test.txt", test)):
        for text in wanted[name]:
            asked = Requirement(text)
            pin = pins.get(canonicalize_name(asked.name))
            assert pin is not None, f"requirements/{name} lacks {asked.name}: run `make lock`"
            (version,) = (spec.version for spec in pin.specifier)
            told = f"requirements/{name}: {pin} is not {asked}: run `make lock`"
            assert asked.specifier.contains(version), told
    assert all(test[name].specifier == pin.specifier for name, pin in core.items())
    assert not {"pytest", "jupytext", "mypy", "ruff"} & set(core)


def test_core_alone_imports_the_command_line():
    """Nothing of the test environment is imported by the command line."""
    project = tomllib.loads(read("pyproject.toml"))
    extra = project["project"]["optional-dependencies"]["test"]
    only = {Requirement(text).name for text in extra}
    code = "import sys, autograder.cli; print(*sys.modules)"
    loaded = run(sys.executable, "-c", code, cwd=ROOT, check=True).stdout
    assert not only & {name.split(".")[0] for name in loaded.split()}


# ---- What is written about it


COMMANDS = get_command(cli.app).commands
WITH_COMMANDS = ["README.md", "CONTRIBUTING.md", "docs/grading.md", "docs/bridges.md", "docs/install.md"]
DOCUMENTS = [
    "SECURITY.md",
    "CHANGELOG.md",
    "docs/sandbox.md",
    "docs/attacks.md",
    "tests/submissions/README.md",
    "tests/hostile/README.md",
    *WITH_COMMANDS,
]


@pytest.mark.parametrize("document", WITH_COMMANDS)
def test_commands_that_are_written_exist(document):
    text = read(document)
    lines = re.findall(r"^(?:\.venv/bin/)?autograder +(.*?)(?: +#.*)?$", text, re.M)
    lines += re.findall(r"`(?:\.venv/bin/)?autograder +([^`]+)`", text)
    assert lines
    for line in lines:
        name, *words = line.split()
        assert name in COMMANDS, f"{document}: autograder {line}"
        command = COMMANDS[name]
        if words and hasattr(command, "commands"):
            assert words[0] in command.commands, f"{document}: autograder {line}"
            command = command.commands[words[0]]
        options = {option for parameter in command.params for option in parameter.opts}
        given = {word for word in words if word.startswith("--")}
        assert given <= options, f"{document}: autograder {line}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_and_files_that_are_written_exist(document):
    text = read(document)
    makefile = read("Makefile")
    for target in re.findall(r"(?:^|`)make (?:PYTHON=\S+ )?([a-z]+)", text, re.M):
        assert f"\n{target}:" in makefile, f"{document}: make {target}"
    for path in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / document).parent.joinpath(path).exists(), f"{document}: {path}"
    for path in re.findall(r"`((?:autograder|benchmarks|docs|requirements|solutions|tests)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), f"{document}: {path}"


def test_every_page_of_docs_is_read_here_and_named_in_the_readme():
    pages = {f"docs/{path.name}" for path in (ROOT / "docs").iterdir()}
    assert pages == {document for document in DOCUMENTS if document.startswith("docs/")}
    assert all(f"]({page})" in read("README.md") for page in pages - {"docs/attacks.md"})
    assert "](docs/attacks.md)" in read("SECURITY.md")


def test_the_readme_is_one_page():
    assert len(read("README.md").splitlines()) <= 150


def section(text, start, end):
    """Return the lines from the one that starts so to the one that starts otherwise."""
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith(start))
    return lines[first : next(i for i in range(first + 1, len(lines)) if lines[i].startswith(end))]


def layout():
    """Return the README's map: path -> what is said of it, with the lines that go on below it."""
    told, parents = {}, []
    lines = section(read("README.md"), "grading.toml ", "```")
    for line in filter(str.strip, lines):
        depth = len(line) - len(line.lstrip())
        named = re.match(r" *(\S+(?: \S+\.py)*)  +(\S.*)", line)
        if named is None or depth > 8:  # the line above goes on
            told[next(reversed(told))] += " " + line.strip()
            continue
        parents = [(at, name) for at, name in parents if at < depth]
        above = "".join(name for _, name in parents)
        for name in named.group(1).split():
            told[above + name] = named.group(2)
        parents.append((depth, re.sub(r"<\w+>", "*", name) if name.endswith("/") else ""))
    return told


def rooms():
    """Return the folders of the engine, as paths from there: "judge", "sandbox/inside"."""
    engine = ROOT / "autograder"
    return {path.parent.relative_to(engine).as_posix() for path in engine.rglob("__init__.py")} - {"."}


def modules(room):
    """Return the names of the modules of a folder of the engine."""
    return {path.stem for path in (ROOT / "autograder" / room).glob("*.py")} - {"__init__"}


def listed(told, room):
    """Return the words of a text that stand in a list of modules: most of the list are modules."""
    words = set()
    for clause in re.split(r"[:;]", re.sub(r"\([^)]*\)", "", told)):
        some = re.findall(r"[\w*]+", clause)
        if 2 * sum(bool(fnmatch.filter(modules(room), word)) for word in some) > len(some):
            words.update(some)
    return words


def test_the_layout_in_the_readme_is_the_real_one():
    text = read("README.md")
    for module in (ROOT / "autograder").glob("*.py"):
        if not module.name.startswith("__"):
            assert module.name in text, f"README.md, where things are: {module.name} is missing"
    engine = text.split("\nautograder/ ")[1].split("\ntests/ ")[0]
    for module in set(re.findall(r"\b(\w+\.py)\b", engine)) - {"check.py"}:
        assert list((ROOT / "autograder").rglob(module)), f"README.md: no {module}"


def test_every_path_of_the_map_exists():
    for path in layout():
        assert list(ROOT.glob(re.sub(r"<\w+>", "*", path).rstrip("/"))), (
            f"README.md, where things are: no {path}"
        )


def test_the_map_shows_every_room_of_the_engine_and_no_other():
    shown = {
        path.removeprefix("autograder/").rstrip("/") for path in layout() if path.startswith("autograder/")
    }
    folders = {name for name in shown if name and (ROOT / "autograder" / name).is_dir()}
    assert folders == rooms() | {"templates"}


@pytest.mark.parametrize("room", sorted(rooms()))
def test_the_map_names_the_modules_of_a_room_and_no_other(room):
    words = listed(layout()[f"autograder/{room}/"], room)
    missing = {module for module in modules(room) if not any(fnmatch.fnmatch(module, word) for word in words)}
    assert not missing, f"README.md, where things are: {room}/ lacks {sorted(missing)}"
    gone = {word for word in words if not fnmatch.filter(modules(room), word)}
    assert not gone, f"README.md, where things are: {room}/ has no {sorted(gone)}"


def test_a_bundled_folder_says_in_its_docstring_what_each_module_is():
    for room in ("student", "judge", "sandbox/inside"):
        text = read("autograder", *room.split("/"), "__init__.py")
        assert set(re.findall(r"(?m)^(\w+)  +\S", text)) == modules(room), room


def test_no_host_of_a_registry_and_no_path_of_a_machine():
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    files = run("git", "-c", "safe.directory=*", *listing, cwd=ROOT, check=True).stdout.split("\0")
    hosts = (r"py" r"pi\.org", r"python" r"hosted", r"an" r"aconda\.org", r"index" r"-url = ")
    paths = (re.escape(str(ROOT)) + "(?=/)", r"/(?:home|Users)/[a-z]\w+/")
    banned = re.compile("|".join((*hosts, *paths)).encode())
    for name in filter(None, files):
        path = ROOT / name
        found = banned.search(path.read_bytes()) if path.is_file() else None
        assert found is None, f"{name}: {found.group()!r}"


# ---- The sample class


def test_the_sample_class_is_mixed():
    files = sorted(path.name for path in SAMPLE.iterdir())
    assert len(files) == 30
    assert Counter(Path(name).suffix for name in files) == {".ipynb": 15, ".py": 15}


def test_the_sample_class_is_graded(tmp_path, sandbox):
    out, config = tmp_path / "out", tmp_path / "grading.toml"
    hurried = read("grading.toml").replace("call_seconds = 2", "call_seconds = 1")
    config.write_text(hurried, encoding="utf-8")
    command = ("-m", "autograder", "grade", "tp4_ex1", str(SAMPLE))
    ran = run(sys.executable, *command, "--out", str(out), "--config", str(config), cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    assert "30 submissions (29 graded, 1 unreadable)" in ran.stdout
    with open(out / "scores.csv", encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert Counter(row["status"] for row in rows.values()) == {"graded": 29, "unreadable": 1}
    assert len(list(out.glob("*/feedback.html"))) == 30
    totals = {name: float(row["total"]) for name, row in rows.items()}
    whole = {"adele01", "amine02", "hana13", "hugo14", "liam19", "nour23", "paul25", "rose26"}
    assert {name for name, total in totals.items() if total == 20} == whole
    nothing = {"camille05", "chloe06", "emma09", "farid10"}
    assert {name for name, total in totals.items() if total == 0} == nothing
