"""The hostile corpus as an ordinary user; as root, the sandbox of the other files drops to nobody."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest
from support.attacks import ATTACKS
from support.repository import ROOT

# Every so many attacks, again. The ordinary user sees Python and a copy of what is tested.
SAMPLE = sorted(ATTACKS)[3::25]
AS_NOBODY_IN_PARTICULAR = """
set -e
closed=$1; prefix=$2; packages=$3; copy=$4; shift 4
mount --bind "$packages" "$copy/packages"
if [ -n "$closed" ]; then  # a home that only root may enter: show the Python in it, and nothing else
    mount --bind "$prefix" "$copy/prefix"
    mount -t tmpfs -o mode=755 tmpfs "$closed"
    mkdir -p "$prefix"
    mount --bind "$copy/prefix" "$prefix"
fi
cd "$copy"
exec setpriv --reuid 54321 --regid 54321 --clear-groups --inh-caps=-all "$@"
"""


def closed_to_others(path):
    """The first folder on the way to `path` that only its owner may enter; empty when there is none."""
    return next((str(folder) for folder in reversed(path.parents) if not folder.stat().st_mode & 0o001), "")


@pytest.mark.skipif(os.geteuid() != 0, reason="the whole corpus has already run as an ordinary user")
@pytest.mark.skipif(
    not (shutil.which("unshare") and shutil.which("setpriv")),
    reason="no util-linux to become another user with",
)
def test_a_sample_as_an_ordinary_user():
    prefix, packages = Path(sys.base_prefix), Path(sysconfig.get_path("purelib"))
    copy = Path(tempfile.mkdtemp(prefix="ordinary-"))
    try:
        copy.chmod(0o755)
        for name in ("autograder", "solutions", "tests"):
            shutil.copytree(
                ROOT / name,
                copy / name,
                ignore=shutil.ignore_patterns("submissions", "sample_class"),
            )
        shutil.copy(ROOT / "grading.toml", copy)
        for name in ("packages", "prefix"):
            (copy / name).mkdir()
        python = [
            str(prefix / "bin" / f"python3.{sys.version_info.minor}"),
            "-B",
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "-rs",
        ]
        wanted = [
            f"tests/sandbox/test_hostile_{level}.py::test_attack[{name}]" for level in "ab" for name in SAMPLE
        ]
        ran = subprocess.run(
            ["unshare", "--mount", "sh", "-c", AS_NOBODY_IN_PARTICULAR, "sh",
             closed_to_others(prefix), prefix, packages, copy, *python, *wanted],
            env={**os.environ, "PYTHONPATH": f"{copy}:{copy}/tests:{copy}/packages", "HOME": "/nowhere"},
            capture_output=True, text=True,
        )  # fmt: skip
    finally:
        shutil.rmtree(copy)
    if "mount: " in ran.stderr or "unshare: " in ran.stderr:
        pytest.skip(f"this machine does not let root mount: {ran.stderr.strip()}")
    assert ran.returncode == 0 and " passed" in ran.stdout, ran.stdout + ran.stderr
