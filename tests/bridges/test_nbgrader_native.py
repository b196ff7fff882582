"""A class that nbgrader grades alone, by hidden tests: it gets our marks."""

import copy
import json
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from support.nbgrader_course import (
    EX1,
    EX2,
    TEXT,
    WARNS,
    at,
    automatic,
    confused,
    export_natively,
    filled,
    hand_in,
    id_of,
    marks,
    nbgrader,
    ours,
    own_cells,
    unwritten,
)
from support.repository import table

from autograder.student.handout import CHECKED
from autograder.student.source import read_cells

NATIVE = {
    "ada": (),
    "bob": None,
    "chloé": own_cells(EX1, "mistake_scores_scaled_by_d"),
    "dan": own_cells(EX1, "partial_two_carried"),
    "dee": (),
    "eve": [WARNS],
    "cyd": None,
    "fil": own_cells(EX1, "partial_two_carried"),
    "gil": None,
    "hed": (),
    "ivy": (),
}
ODD = "import logging, os\nlogging.warning('x')\nos.write(2, b'x')\nos.chdir('/')"


def turned(cells):
    """All the cells the other way round, after one that logs, writes as C does, and goes elsewhere."""
    return [nbformat.v4.new_code_cell(ODD), *reversed(cells)]


def skipped(cells):
    """Cells that Jupyter is told not to run: nbgrader gives all the points of a test that says nothing."""
    for cell in cells:
        cell.metadata["tags"] = ["skip-execution"]
        cell.cell_type = "raw" if id_of(cell) == "check_show" else cell.cell_type
    return cells


def careless(cells):
    """Numbers shown without decimals, our `check` for another thing, and halfway everything forgotten."""
    place = at(cells, "check_scores")
    first, forgets = (
        nbformat.v4.new_code_cell("%precision 0\ncheck = 1"),
        nbformat.v4.new_code_cell("%reset -f"),
    )
    return [*cells[:2], first, *cells[2:place], forgets, *cells[place:]]


def silent(cells):
    """A notebook told to show no value: nbgrader gives all the points of a test that shows none."""
    return [nbformat.v4.new_code_cell("%config InteractiveShell.ast_node_interactivity = 'none'"), *cells]


def written_over(cells):
    """An answer in a copy of its test cell, above it; our import; a wrong output; nbgrader's words."""
    place = at(cells, "check_softmax")
    pasted, answer, first = (
        copy.deepcopy(cells[place]),
        cells[at(cells, "softmax")],
        cells[at(cells, "setup")],
    )
    pasted.id, pasted.source, answer.source = "pasted", answer.source.replace("np.exp", "exp"), "# plus bas"
    first.source += "\nfrom numpy import exp"
    first.outputs = [nbformat.from_dict({"output_type": "stream", "text": "x"})]
    return [*cells[:place], pasted, *cells[place:], nbformat.v4.new_markdown_cell("### BEGIN HIDDEN TESTS")]


def without_imports(cells):
    """The cell that imports is gone, and an answer has become text."""
    cells[at(cells, "tokenize")].cell_type = "markdown"
    return [cell for cell in cells if id_of(cell) != "setup"]


CHANGED = {
    "ada": confused,
    "cyd": skipped,
    "dee": turned,
    "fil": careless,
    "gil": silent,
    "hed": written_over,
    "ivy": without_imports,
}


# Two ways to hand in a free answer below its cell, and none.
PICTURE = nbformat.v4.new_markdown_cell(
    "![](attachment:a.png)", attachments={"a.png": {"image/png": "iVBORw0KGgo="}}
)


def below(cells):
    """A picture right below the cell of the free answer."""
    place = at(cells, "interpretation") + 1
    return [*cells[:place], PICTURE, *cells[place:]]


@pytest.fixture(scope="module")
def native(native):
    """The course, with the second exercise in it."""
    export_natively(EX2, native)
    return native


@pytest.fixture(scope="module")
def free(native):
    """The notebooks of a class that has a free answer to give, handed in."""
    unread = {"interpretation": unwritten(native)}
    odd = json.loads(filled(native, EX2, unread, change=below))
    odd["metadata"].update(authors=3, kernelspec={"name": "conda-env-tp-py", "display_name": "tp"})
    notebooks = {
        "ada": filled(native, EX2, {"interpretation": TEXT}, own_cells(EX2, "partial_two_errors")),
        "bob": json.dumps(odd),
        "eve": filled(native, EX2, unread, [], lambda cells: [*cells, PICTURE]),
    }
    for student, document in notebooks.items():
        hand_in(native, EX2, student, document)
    return notebooks


@pytest.fixture(scope="module")
def natively(native, free):
    """What nbgrader alone makes of a class; the class of the free answers is graded and sent back with it."""
    for student, own in NATIVE.items():
        text = filled(native, EX1, own=own or (), blank=own is None, change=CHANGED.get(student, list))
        hand_in(native, EX1, student, text)
    shares = [(EX1, "--student", "[a-d]*")], [(EX1, "--student", "[e-i]*"), (EX2,)]
    with ThreadPoolExecutor(2) as pool:
        commands = ([(native, "autograde", *words) for words in share] for share in shares)
        list(pool.map(lambda share: nbgrader(*share), commands))
    nbgrader((native, "generate_feedback", EX1), (native, "generate_feedback", EX2))
    return automatic(native, EX1)


@pytest.mark.parametrize("student", NATIVE)
def test_nbgrader_alone_gives_our_marks(natively, native, sandbox, student):
    path = native / "submitted" / student / EX1 / f"{EX1}.ipynb"
    assert natively[student] == ours(EX1, read_cells(path.name, path.read_bytes()), sandbox)
    total, most = sum(natively[student].values()), sum(row.points for row in table(EX1).questions)
    wanted = {
        **dict.fromkeys(("bob", "cyd", "gil"), total == 0),
        **dict.fromkeys(("chloé", "dan", "fil", "ivy"), 0 < total < most),
    }
    assert wanted.get(student, total == most)


def test_what_comes_back_shows_no_hidden_test(natively, native):
    pages = [*native.glob(f"feedback/*/{EX1}/*.html"), *native.glob(f"autograded/*/{EX1}/*.ipynb")]
    assert len(pages) == 2 * len(NATIVE)
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in ("attention_inside", "attention_judge", "b85decode") if name in text], (
            path
        )
        assert "HIDDEN TESTS" not in text
        assert ("✓" in text) is (path.parts[-3] not in ("bob", "cyd", "gil"))
        assert ("✗" in text) is (path.parts[-3] not in ("ada", "dee", "eve", "hed"))


def test_only_tests_are_run(natively, native):
    document = nbformat.read(native / "autograded" / "fil" / EX1 / f"{EX1}.ipynb", as_version=4)
    assert {id_of(cell) for cell in document.cells if cell.get("execution_count")} == {
        f"{CHECKED}{row.id}" for row in table(EX1).questions
    }


def test_nbgrader_alone_leaves_free_answers_to_a_person_also_below_their_cell(
    natively, native, free, sandbox
):
    given = marks(native, EX2)
    assert {student: mark["interpretation"][3] for student, mark in given.items()} == {
        "ada": True,
        "bob": True,
        "eve": False,
    }
    for student, document in free.items():
        wanted = ours(EX2, read_cells("tp.ipynb", document.encode()), sandbox)
        assert {question: mark[0] for question, mark in given[student].items()} == wanted, student
    page = native / "feedback" / "bob" / EX2 / f"{EX2}.html"
    assert "iVBORw0KGgo=" in page.read_text(encoding="utf-8")
