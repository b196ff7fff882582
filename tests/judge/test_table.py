"""The answer table: plain data that survives its file, and the calls that judging takes."""

import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from support.repository import LABS, table
from support.toys import toy_table

from autograder import Case, Question, agrees
from autograder.judge.table import calls, load_table, save


def same(a, b):
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return (
            type(a) is type(b) and a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        )
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if hasattr(a, "__dataclass_fields__"):
        return type(a) is type(b) and all(
            same(getattr(a, name), getattr(b, name)) for name in a.__dataclass_fields__
        )
    return type(a) is type(b) and a == b


@pytest.mark.parametrize("name", LABS)
def test_a_public_table_read_back_from_its_file_is_the_same(name):
    before = table(name, hidden=False)
    after = load_table(save(before))
    for row, back in zip(before.questions, after.questions, strict=True):
        assert list(row.cases) == list(back.cases), "the first case is the one that is called twice"
    assert same(before, after)


@pytest.mark.parametrize("name", LABS)
def test_a_public_table_holds_no_diagnosis_and_no_pickle(name):
    shown = table(name, hidden=False)
    assert not [answer for row in shown.questions for answer in row.answers if answer.diagnosis]
    with np.load(io.BytesIO(save(shown)), allow_pickle=False) as archive:
        assert all(archive[item].dtype.kind in "biufU" for item in archive.files)


def test_saving_twice_gives_the_same_bytes():
    assert save(table(LABS[0], hidden=False)) == save(table(LABS[0], hidden=False))


def test_the_saved_text_is_json_that_names_its_arrays():
    with zipfile.ZipFile(io.BytesIO(save(table(LABS[0], hidden=False)))) as zipped:
        names = {name.removesuffix(".npy") for name in zipped.namelist()}
    data = save(table(LABS[0], hidden=False))
    with np.load(io.BytesIO(data)) as archive:
        text = archive["table"].tobytes().decode("utf-8")
    json.loads(text)
    assert all(f'"{name}"' in text for name in names - {"table"})


def test_the_first_case_is_called_again_at_the_end_and_a_figure_is_drawn_once():
    cases = [Case("un", n=2), Case("deux", n=3)]
    question = Question("f", "F", call="f", inputs={"X": "n n"}, reference=np.copy, checks=[agrees(cases)])
    (row,) = toy_table(question).questions
    assert [case for case, _ in calls(row)] == ["un", "deux", "un"]
    assert [case for case, _ in calls(replace(row, kind="figure"))] == ["un", "deux"]


def test_an_unknown_question_is_a_key_error():
    with pytest.raises(KeyError):
        table(LABS[0]).question("inconnue")
