"""Lab tp9_imdb done for real: its released notebook, filled with the solutions,
run in Jupyter on the real reviews.

    python benchmarks/imdb.py [--reviews 2000]

Leaves results/imdb/, with the executed notebook and the cache of the reviews (theirs: never to be published).
Prints the accuracy and seconds of every model. The last line printed is one JSON object.
"""

import argparse
import json
import os
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from autograder.course.config import load_config
from autograder.course.handout import solved_cells
from autograder.course.lab import DEMO, load_lab
from autograder.release.build import build

ROOT = Path(__file__).resolve().parent.parent
LAB = "tp9_imdb"
# What the lab's own cells measured.
FIGURES = 'import json; print(json.dumps({"source": reviews.source, "models": table}))'


def lay_out(folder):
    """The release in `folder`, and its notebook, filled, with a last cell that tells the figures."""
    lab = load_lab(ROOT / "solutions" / LAB)
    files = build(lab, load_config(ROOT / "grading.toml"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    notebook = nbformat.reads(files[f"{LAB}.ipynb"].decode(), as_version=4)
    for cell, solved in zip(notebook.cells, solved_cells(lab), strict=True):
        cell.source = solved.text
    notebook.cells.append(nbformat.v4.new_code_cell(FIGURES))
    return notebook


def execute(notebook, folder):
    """Run the notebook in its folder, telling which demonstration it is at; save it even if a cell fails."""

    def told(cell, cell_index):
        if DEMO in cell.metadata.get("tags", ()):
            print(f"{time.perf_counter() - begun:6.0f} s  {cell.id}", flush=True)

    begun = time.perf_counter()
    where = {"metadata": {"path": str(folder)}}
    try:
        NotebookClient(
            notebook, timeout=None, kernel_name="python3", resources=where, on_cell_start=told
        ).execute()
    except CellExecutionError as error:
        raise SystemExit(f"{folder / LAB}.ipynb: a cell failed\n{error}") from None
    finally:
        nbformat.write(notebook, folder / f"{LAB}.ipynb")
    return time.perf_counter() - begun


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--reviews", type=int, default=20_000, help="at most so many to learn from, and a quarter to test"
    )
    asked = parser.parse_args()
    os.environ["IMDB_REVIEWS"] = str(asked.reviews)
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # small matrices: a second thread costs more than it brings
    folder = ROOT / "results" / "imdb"
    notebook = lay_out(folder)
    seconds = execute(notebook, folder)
    measured = json.loads(notebook.cells[-1].outputs[0].text)
    for model in measured["models"]:
        model["seconds"] = round(model["seconds"], 1)
    print(f"Notebook: {folder / LAB}.ipynb\n{measured['source']}")
    for model in measured["models"]:
        print(
            f"{model['name']:<24} {model['parameters']:>7} parameters  "
            f"accuracy {model['accuracy']:.3f}  {model['seconds']:6.1f} s"
        )
    figures = {**measured, "reviews": asked.reviews, "seconds": round(seconds, 1)}
    print(
        json.dumps(
            {"benchmark": "imdb", "lab": LAB, "cpus": os.cpu_count(), "figures": figures}, ensure_ascii=False
        )
    )


if __name__ == "__main__":
    main()
