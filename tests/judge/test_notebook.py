"""The released notebook, run from top to bottom in Jupyter: filled, untouched, and alone in its folder."""

import shutil
from concurrent.futures import ThreadPoolExecutor, wait

import nbformat
import pytest
from nbclient import NotebookClient
from support.released import solved
from support.repository import LABS, config, lab

from autograder.release.build import build, write

WAYS = {
    "filled": (True, True),
    "untouched": (False, True),
    "alone, filled": (True, False),
    "alone, untouched": (False, False),
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """(lab, way) -> the cells after running the notebook: CellExecutionError where a cell raises."""
    top = tmp_path_factory.mktemp("assignments")
    with ThreadPoolExecutor(2) as pool, pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMDB_REVIEWS", "400")  # what TP9 trains on
        runs = {}
        for name in LABS:
            write(build(lab(name), config()), top / name)
            for way, (filled, helped) in WAYS.items():
                folder = top / f"{name}, {way}"
                if helped:
                    shutil.copytree(top / name, folder)
                else:
                    folder.mkdir()
                    shutil.copy(top / name / f"{name}.ipynb", folder)
                runs[name, way] = pool.submit(run, folder, name, solved(name) if filled else ())
        wait(runs.values())
    return lambda name, way: runs[name, way].result()


def run(folder, name, answers):
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    for cell, answer in zip(notebook.cells, answers, strict=False):
        cell.source = answer.text
    NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return notebook.cells


def printed(cells):
    return "".join(
        output.text for cell in cells for output in cell.get("outputs", ()) if output.output_type == "stream"
    )


def pictures(cells):
    return [
        cell.metadata.nbgrader.grade_id
        for cell in cells
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", {})
    ]


def checks(cells):
    return sum(cell.metadata.get("tags", []) == ["check"] for cell in cells)


@pytest.mark.parametrize("name", LABS)
def test_filled_it_runs_to_the_end_every_check_passes_and_the_pictures_show(ran, name):
    cells = ran(name, "filled")
    said = printed(cells)
    assert said.count("✓") == checks(cells) > 0
    assert "✗" not in said
    assert "en attente" not in said
    shown = {
        "tp4_ex1": {"demo_show"},
        "tp4_ex2": {"demo_plot"},
        "tp9_imdb": {"demo_histogram", "demo_curves", "demo_entropies"},
    }
    assert set(pictures(cells)) >= shown.get(name, set())
    assert pictures(cells)
    errors = [
        output.text for cell in cells for output in cell.get("outputs", ()) if output.get("name") == "stderr"
    ]
    assert not [
        text for text in errors if text.strip() and not text.startswith("\r")
    ]  # progress bars are told there too


@pytest.mark.parametrize("name", LABS)
def test_untouched_it_runs_to_the_end_and_says_what_is_to_write(ran, name):
    cells = ran(name, "untouched")
    said = printed(cells)
    assert said.count("est encore à écrire") == checks(cells)
    assert "Démonstration en attente : " in said
    assert not pictures(cells)


@pytest.mark.parametrize("way", ["alone, filled", "alone, untouched"])
@pytest.mark.parametrize("name", LABS)
def test_alone_in_its_folder_as_in_colab_it_says_in_one_line_what_is_missing_and_runs_on(ran, name, way):
    cells = ran(name, way)
    first = printed(cells[:2])
    assert first.count("\n") == 1
    assert first.startswith("check.py et expected.npz ne sont pas à côté de ce notebook")
    assert bool(pictures(cells)) is (way == "alone, filled")
    assert printed(cells).count("Vérification impossible sans check.py.") == checks(cells)
