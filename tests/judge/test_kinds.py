"""The kinds of check: one declaration each, and what a lab may say of one."""

import re
import subprocess
import sys

import pytest
from support.repository import LABS, table

import autograder
from autograder import Case, agrees, feels_position, shape
from autograder.bundle import bundle
from autograder.judge.checks import KINDS
from autograder.judge.figures import FIGURE_KINDS
from autograder.judge.judging import LOOKS
from autograder.judge.kinds import Kind
from autograder.release.build import CHECK_PARTS

ALL = {**KINDS, **FIGURE_KINDS}
CASE = Case("un", n=5, d=3)


@pytest.mark.parametrize("name", ALL)
def test_a_kind_is_a_word_of_the_face_under_its_own_name(name):
    assert name in autograder.__all__
    assert getattr(autograder, name) is ALL[name]
    assert ALL[name].name == name
    assert ALL[name].look.__name__ == name


def test_the_face_offers_no_other_kind():
    offered = {name for name in autograder.__all__ if isinstance(getattr(autograder, name), Kind)}
    assert offered == set(ALL)
    assert not set(KINDS) & set(FIGURE_KINDS)


@pytest.mark.parametrize("name", ALL)
def test_a_kind_has_a_title_in_french_that_is_no_identifier(name):
    """Its checks are shown to students under it."""
    title = ALL[name].title
    assert title.strip() == title != ""
    assert "_" not in title
    assert title not in (name, name.replace("_", " "), ALL[name].id)
    assert ALL[name](CASE).title.startswith(title)


@pytest.mark.parametrize("name", ALL)
def test_every_kind_is_judged_by_its_own_declaration_and_by_nothing_else(name):
    assert LOOKS[name] is ALL[name].look
    assert set(LOOKS) == set(ALL)


@pytest.mark.parametrize("name", LABS)
def test_the_tables_name_only_kinds_that_there_are(name):
    named = {check.kind for question in table(name).questions for check in question.checks}
    assert named and named <= set(ALL)


def test_check_py_judges_the_same_kinds(tmp_path):
    (tmp_path / "bundled.py").write_text(bundle(*CHECK_PARTS), encoding="utf-8")
    program = "import bundled; print(*sorted(bundled.LOOKS))"
    ran = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=True)
    assert ran.stdout.decode().split() == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_an_unknown_option_is_a_type_error_that_names_the_options(name):
    known = ALL[name].options
    with pytest.raises(TypeError) as raised:
        ALL[name](CASE, tolerence=1)
    said = str(raised.value)
    assert said.startswith(f"{name}() has no option 'tolerence'; options: ")
    assert said.split("options: ")[1] == (", ".join(known) or "none")


@pytest.mark.parametrize("name", ALL)
def test_every_option_has_a_default_and_can_be_given(name):
    kind = ALL[name]
    assert kind(CASE).options == kind.options
    for option in kind.options:
        assert kind(CASE, **{option: "x"}).options == {**kind.options, option: "x"}


def test_a_case_and_a_list_of_one_are_the_same():
    assert agrees(CASE) == agrees([CASE]) == agrees((CASE,))


def test_a_check_is_called_after_its_kind_unless_the_lab_names_it():
    assert shape(CASE).id == "shape"
    assert shape(CASE, id="first").id == "first"
    assert (agrees(CASE, "A").part, agrees(CASE, part="A").part) == ("A", "A")


def test_cases_without_their_brackets_are_a_type_error_that_shows_how():
    first, second = Case("un"), Case("deux")
    with pytest.raises(TypeError, match=re.escape("feels_position([first, second])")):
        feels_position(first, second)
