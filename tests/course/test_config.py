"""grading.toml: what is wrong in it is one line that says where and what to do."""

import pytest
from support.repository import LABS, ROOT, lab

from autograder.course.config import load_config
from autograder.errors import Refused

TEXT = (ROOT / "grading.toml").read_text(encoding="utf-8")


def problem(tmp_path, before, after, loaded=LABS):
    assert before in TEXT
    path = tmp_path / "grading.toml"
    path.write_text(TEXT.replace(before, after), encoding="utf-8")
    with pytest.raises(Refused) as raised:
        settings = load_config(path)
        for name in loaded:
            settings.lab(lab(name))
    said = str(raised.value)
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ("tolerance =", "tolerence =", ["tolerence", "unknown key"]),
        ("public =", "pubic =", ["seeds.pubic", "unknown key"]),
        ("cap = 20", "cap = 20\nfloor = 3", ["marks.floor", "unknown key"]),
        ("[labs.tp4_ex1]", "[labs.tp4_ex1]\nbonsu = []", ["labs.tp4_ex1.bonsu", "unknown key"]),
        ("tolerance = 1e-4", "tolerance = 'petite'", ["tolerance", "number"]),
        ("tolerance = 1e-4", "tolerance = 0.5", ["tolerance", "less"]),
        ("tolerance = 1e-4", "tolerance = 0", ["tolerance", "greater"]),
        ("tolerance = 1e-4", "tolerance = nan", ["tolerance"]),
        ("tolerance = 1e-4", "", ["tolerance", "required"]),
        ("rounding = 0.25", "rounding = 0", ["marks.rounding", "greater"]),
        ("cap = 20", "cap = 10", ["marks.cap", "greater"]),
        ('hidden = "', 'hidden = "x', ["seeds.hidden", "pattern"]),
        ("memory_mb = 1024", "memory_mb = 1", ["limits.memory_mb"]),
        ("tokenize = { agrees = 1 }", "tokenize = { agrees = -1 }", ["tokenize.agrees", "greater"]),
        (
            "tokenize = { agrees = 1 }",
            "tokenize = { agrees = 2 }",
            ["[labs.tp4_ex1.points]", "add up to 21, not 20"],
        ),
        ("tokenize = { agrees = 1 }", "", ["tokenize", "no points"]),
        (
            "tokenize = { agrees = 1 }",
            "tokenise = { agrees = 1 }",
            ["unknown question 'tokenise'", "tokenize"],
        ),
        ("tokenize = { agrees = 1 }", "tokenize = { agree = 1 }", ["tokenize", "agree, agrees"]),
        ('bonus = ["lune"]', 'bonus = ["lun"]', ["bonus", "unknown question 'lun'"]),
        ("[labs.tp4_ex2", "[labs.tp4_ex9", ["no [labs.tp4_ex2] table"]),
        ("[seeds]", "[seeds", ["not valid TOML"]),
        ("[seeds]", "tolerance = 1\n[seeds]", ["not valid TOML"]),
    ],
)
def test_every_error_is_one_line_that_names_the_key(tmp_path, before, after, sentences):
    said = problem(tmp_path, before, after)
    assert all(sentence in said for sentence in sentences), said
    assert "grading.toml" in said


def test_a_file_that_is_not_utf_8_is_one_line(tmp_path):
    (tmp_path / "grading.toml").write_bytes(b"# \xe9\n")
    with pytest.raises(Refused, match="not valid TOML"):
        load_config(tmp_path / "grading.toml")


@pytest.mark.parametrize("name", ["absent.toml", "."])
def test_a_file_that_is_not_there_is_one_line_that_says_what_to_do(tmp_path, name):
    with pytest.raises(Refused, match="--config"):
        load_config(tmp_path / name)


@pytest.mark.parametrize("name", LABS)
def test_the_real_points_of_every_lab_add_up_to_20_without_the_bonus(name):
    settings = load_config(ROOT / "grading.toml")
    table = settings.lab(lab(name))
    assert sum(
        sum(checks.values()) for question, checks in table.points.items() if question not in table.bonus
    ) == pytest.approx(20)


def test_the_configuration_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        load_config(ROOT / "grading.toml").tolerance = 1
