"""Verdicts to marks, the marks given by hand, and scores.csv."""

import pytest
from support.scores import row, rows

from autograder.course.config import Marks
from autograder.errors import Refused
from autograder.grading.score import read_manual, score
from autograder.judge.verdicts import Judgement, Verdict
from autograder.results import Row, Score


def got(question, points, out_of=10.0, bonus=False):
    return Judgement(question, question, (Verdict("agrees", "passed", points, out_of),), out_of, bonus)


def pending(question, out_of=2.0, bonus=False):
    return Judgement(question, question, (Verdict("manual", "pending", 0.0, out_of),), out_of, bonus)


def test_points_add_up():
    assert score([got("a", 3), got("b", 4.5)], {}, Marks()) == Score({"a": 3.0, "b": 4.5}, 7.5, 0.0, 0.0, 7.5)


def test_the_total_is_missing_as_long_as_a_mark_is():
    marks = score([got("a", 3), pending("why")], {}, Marks())
    assert (marks.auto, marks.manual, marks.total) == (3, None, None)
    assert marks.points == {"a": 3.0, "why": None}


def test_a_mark_given_by_hand_completes_the_total():
    marks = score([got("a", 3), pending("why")], {"why": 1.5}, Marks())
    assert (marks.auto, marks.manual, marks.total) == (3, 1.5, 4.5)
    assert marks.points["why"] == 1.5


def test_a_mark_given_by_hand_of_zero_is_a_mark():
    assert score([got("a", 3), pending("why")], {"why": 0.0}, Marks()).total == 3


def test_a_mark_given_by_hand_takes_the_place_of_an_automatic_one():
    marks = score([got("a", 3), got("b", 4)], {"a": 5.0}, Marks())
    assert (marks.points["a"], marks.auto, marks.manual, marks.total) == (5, 7, 2, 9)


def test_a_bonus_is_counted_apart_and_added():
    marks = score([got("a", 3), got("extra", 1, bonus=True)], {}, Marks())
    assert (marks.auto, marks.bonus, marks.total) == (3, 1, 4)


def test_a_bonus_that_waits_holds_the_total_back_too():
    assert score([got("a", 3), pending("extra", bonus=True)], {}, Marks()).total is None
    assert score([got("a", 3), pending("extra", bonus=True)], {"extra": 1.0}, Marks()).total == 4


@pytest.mark.parametrize(("cap", "total"), [(20, 20), (20.5, 20.5), (21, 21), (30, 22)])
def test_the_total_is_cut_at_the_cap(cap, total):
    judgements = [got("a", 20, 20), got("extra", 2, 2, bonus=True)]
    assert score(judgements, {}, Marks(cap=cap)).total == total


@pytest.mark.parametrize(
    ("points", "step", "total"),
    [
        (12.1, 0.25, 12),
        (12.125, 0.25, 12.25),
        (12.374, 0.25, 12.25),
        (12.375, 0.25, 12.5),
        (12.5, 1, 13),
        (12.49, 1, 12),
        (0.1 + 0.2, 0.1, 0.3),
        (12.05, 0.1, 12.1),
    ],
)
def test_totals_are_rounded_to_the_step_halves_upwards(points, step, total):
    assert score([got("a", points, 20)], {}, Marks(rounding=step)).total == pytest.approx(total)


def test_no_mark_is_written_as_minus_zero():
    parts = Judgement("a", "a", tuple(Verdict(str(i), "passed", 0.1, 0.1) for i in range(3)), 0.3, False)
    marks = score([parts], {"a": 0.3}, Marks())
    (_, row) = rows(Row("x", "graded", marks, "", {}), questions=("a",))
    assert "-0" not in row


# ---- scores.csv


def test_the_columns_are_the_questions_in_handout_order_between_student_and_the_sums():
    header, first = rows(row("alice"), questions=("b", "a"))
    assert header == ["student", "b", "a", "auto", "manual", "bonus", "total", "status"]
    assert first == ["alice", "2", "1", "3", "0", "0", "3", "graded"]


def test_there_is_one_row_a_student_in_order_of_the_names_whatever_order_they_were_graded_in():
    assert [line[0] for line in rows(row("chloé"), row("alice"), row("Bob"))[1:]] == ["Bob", "alice", "chloé"]


def test_a_mark_that_is_missing_is_an_empty_cell():
    (_, line) = rows(row("x", "pending", (1.5, None), 1.5, None, 0.0, None))
    assert line == ["x", "1.5", "", "1.5", "", "0", "", "pending"]


def test_a_fault_of_ours_leaves_every_mark_empty():
    (_, line) = rows(row("x", "internal_error", (None, None), 0.0, None, 0.0, None))
    assert line == ["x", "", "", "", "", "", "", "internal_error"]


def test_marks_have_at_most_four_decimals_and_no_tail():
    (_, line) = rows(row("x", points=(1 / 3, 10.0), auto=10 + 1 / 3, total=10.25))
    assert line[1:4] == ["0.3333", "10", "10.3333"]


@pytest.mark.parametrize("name", ["=1+1", "+33", "-2", "@x", "\t=1", '=HYPERLINK("http://x")'])
def test_no_name_is_a_formula_in_a_spreadsheet(name):
    (_, line) = rows(row(name))
    assert line[0] == f"'{name}"


@pytest.mark.parametrize("name", ['l"a', "a,b", "a;b", "a\nb", "éà"])
def test_a_name_with_the_signs_of_csv_comes_back_whole(name):
    (_, line) = rows(row(name))
    assert line[0] == name


# ---- marks given by hand

QUESTIONS = {"a": 10.0, "why": 2.0}


def manual(tmp_path, text):
    path = tmp_path / "marks.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_manual(path, QUESTIONS)


@pytest.mark.parametrize(
    "text",
    [
        "student,why\nalice,1.5\n",
        "\ufeffstudent,why\r\nalice,1.5\r\n",
        'student,why\nalice,"1,5"\n',
        "why,a,student\n1.5,,alice\n",
        "student,why\nalice, 1.5 \n",
    ],
    ids=["plain", "BOM and CRLF", "French comma", "other order, empty cell", "spaces"],
)
def test_marks_are_read_by_student_and_question(tmp_path, text):
    assert manual(tmp_path, text) == {"alice": {"why": 1.5}}


def test_no_file_is_no_marks_and_an_empty_cell_is_no_mark(tmp_path):
    assert read_manual(None, QUESTIONS) == {}
    assert manual(tmp_path, "student,why\nalice,\n") == {}
    assert manual(tmp_path, "student,why\n") == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "`student` column"),
        ("name,why\nalice,1\n", "`student` column"),
        ("student;why\nalice;1\n", "`student` column"),
        ("student,why\n,1\n", "line 2: the student is missing"),
        ("student,wy\nalice,1\n", "unknown question 'wy'; questions: a, why"),
        ("student,why\nalice,bien\n", "line 2: why: 'bien' is no number"),
        ("student,why\nalice,3\n", "line 2: why: 3 is not between 0 and 2"),
        ("student,why\nalice,-1\n", "not between 0 and 2"),
        ("student,why\nalice,nan\n", "not between 0 and 2"),
        ("student,why\nalice,inf\n", "not between 0 and 2"),
        ("student,why\nalice,1,5\n", "line 2: more cells than the first line names"),
        ("student,why\nalice,1\nalice,2\n", "line 3: why of 'alice' twice"),
        (b"student,why\nal\xe9,1\n", "not a readable CSV"),
    ],
)
def test_a_bad_file_of_marks_is_one_line_that_says_where(tmp_path, text, sentence):
    with pytest.raises(Refused) as raised:
        manual(tmp_path, text)
    assert sentence in str(raised.value)
    assert "marks.csv" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_of_marks_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(Refused, match="not a readable CSV"):
        read_manual(tmp_path / "absent.csv", QUESTIONS)


def test_scores_csv_read_back_as_marks_is_refused_by_its_columns_and_not_misread(tmp_path):
    header = "student,a,why,auto,manual,bonus,total,status\n"
    with pytest.raises(Refused, match="unknown question 'auto'"):
        manual(tmp_path, header + "alice,1,,1,,0,,pending\n")
