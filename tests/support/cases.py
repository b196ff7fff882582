"""The cases of tests/submissions: a submission, and expect.toml, what it must get."""

from autograder.student.source import read_cells
from support.repository import LABS, ROOT, lab

CASES = sorted(
    path.parent for name in LABS for path in (ROOT / "tests" / "submissions" / name).glob("*/expect.toml")
)
# Three errors or more upstream of one question: a judge without the reference does not carry all of them.
BEYOND = {
    ("tp4_ex1", "partial_three_carried"): {"self_attention": 1.0},
    ("tp9_imdb", "partial_accepted_beside_errors"): {"text_attention": 0.3, "text_gradients": 0.0},
    ("tp9_imdb", "partial_four_errors"): {"text_attention": 0.75, "text_gradients": 0.06},
    ("tp9_imdb", "partial_loss_and_layer"): {"regularised_gradients": 0.1},
}


def cells_of(folder, expected):
    file = next(path for path in sorted(folder.iterdir()) if path.stem == "submission")
    own = read_cells(file.name, file.read_bytes())
    if expected.get("whole"):
        return own
    assert expected.get("base"), f"{folder}: one of base and whole must be true"
    return [*lab(folder.parent.name).solution, *own]
