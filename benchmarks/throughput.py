"""How fast a class is graded, as ratios to the bare limit and to nbgrader and otter-grader, within one run.

The bare limit is what no grader can beat: fork a warm interpreter, exec the student's file, make the
same calls, and throw the results away: no isolation, no judging, no pages. All sides start from
nothing, take the same notebooks, and their figures are told per submission. The peers grade one
submission after the other, whatever the workers, and each case once: they are slow (peers.py).

    python benchmarks/throughput.py [--sizes 100 1000] [--workers 1 2]

The last line printed is one JSON object.
"""

import argparse
import copy
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peers import PEERS, apart, measure

from autograder.course.config import load_config
from autograder.course.lab import load_lab
from autograder.course.oracle import build_table
from autograder.grading.one import plan_calls
from autograder.student.values import Seed

ROOT = Path(__file__).resolve().parent.parent
LAB = "tp4_ex1"
CASES = (  # of every style; none of them hangs a grader without a limit of time, or ends it
    "right_class_attention", "right_einsum", "right_loops", "right_plot_bars", "right_prints",
    "mistake_qkv_transposed", "mistake_scores_scaled",
    "mistake_self_attention_causal", "mistake_softmax_columns",
    "partial_two_carried",
)  # fmt: skip


def lay_out(folder, count):
    """A class of `count` notebooks: the cases, over and over."""
    sys.path.append(str(ROOT / "tests"))
    from support.doors import handed_in

    texts = [handed_in(ROOT / "tests" / "submissions" / LAB / case) for case in CASES]
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"student{number:05}.ipynb").write_text(texts[number % len(texts)], encoding="utf-8")


def graded(folder, workers):
    """Grade the folder by the command line: (seconds, MiB of its largest process)."""
    out = folder.parent / f"out-{folder.name}-{workers}"
    shutil.rmtree(out, ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        LAB,
        str(folder),
        "--out",
        str(out),
        "--workers",
        str(workers),
    ]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"grading failed with exit code {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def bare(folder, workers):
    """The bare limit on the same folder, in seconds."""
    paths = sorted(folder.iterdir())
    started = time.perf_counter()
    context = multiprocessing.get_context("spawn")
    shares = [[str(path) for path in paths[share::workers]] for share in range(workers)]
    processes = [context.Process(target=bare_share, args=(share,)) for share in shares]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode != 0:
            raise SystemExit("the bare run failed")
    return time.perf_counter() - started


def bare_share(paths):
    """Fork for each file: exec it, make the calls."""
    os.environ["MPLBACKEND"] = "Agg"
    for name in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{name}_NUM_THREADS"] = "1"
    import gc

    import matplotlib.pyplot as plt
    import numpy as np

    table = build_table(load_lab(ROOT / "solutions" / LAB), load_config(ROOT / "grading.toml"), hidden=True)
    np.ones((3, 3)) @ np.ones((3, 3))
    plt.figure().add_subplot().imshow(np.eye(3))
    plt.close("all")
    plan = [(made.name, made.arguments) for _, _, made in plan_calls(table)]
    gc.freeze()
    os.chdir(Path(paths[0]).parent.parent)  # some save their figures
    for path in paths:
        pid = os.fork()
        if pid == 0:
            bare_one(path, plan, np, plt)
        os.waitpid(pid, 0)


def bare_one(path, plan, np, plt):
    """One submission, in its own process, results thrown away."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    namespace = {"__name__": "submission"}
    try:
        with open(path, encoding="utf-8") as file:
            cells = json.load(file)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        exec(compile(text, path, "exec"), namespace)
    except Exception:
        pass
    for name, arguments in plan:
        try:
            given = [
                np.random.default_rng(a.value) if isinstance(a, Seed) else copy.deepcopy(a) for a in arguments
            ]
            namespace[name](*given)
            plt.close("all")
        except Exception:
            pass
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    asked = parser.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        apart(lay_out, Path(folder) / LAB, len(CASES))
        slow = {
            name: measure(name, sorted((Path(folder) / LAB).iterdir()), Path(folder) / name) for name in PEERS
        }
        print(
            f"{'class':>6}{'workers':>9}{'ms':>8}{'bare ms':>9}{'to bare':>9}"
            f"{'times nbgrader':>16}{'times otter':>13}{'peak MiB':>10}"
        )
        for size in asked.sizes:
            apart(lay_out, Path(folder) / str(size), size)
            for workers in asked.workers:
                limit = bare(Path(folder) / str(size), workers)
                ours, memory = graded(Path(folder) / str(size), workers)
                row = figures[f"{size}x{workers}"] = {
                    "ms_per_submission": round(1000 * ours / size, 1),
                    "bare_ms_per_submission": round(1000 * limit / size, 1),
                    "ratio_to_bare": round(ours / limit, 2),
                    "grader_peak_mb": round(memory),
                }
                for name, found in slow.items():
                    row[f"times_{name}"] = (
                        round(found["ms_per_submission"] * size / (1000 * ours), 1) if found else None
                    )
                ms, limit_ms, ratio, peak, *times = row.values()
                said = "".join(f"{time or '–':>{width}}" for time, width in zip(times, (16, 13), strict=True))
                print(f"{size:>6}{workers:>9}{ms:>8}{limit_ms:>9}{ratio:>9}{said}{peak:>10}", flush=True)
    facts = {"benchmark": "throughput", "lab": LAB, "cpus": os.cpu_count(), "peers": slow, "figures": figures}
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
