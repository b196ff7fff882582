"""Rows of scores.csv, made by hand and read back."""

import csv
import io

from autograder import Case, FreeText, Question, agrees
from autograder.pages.files import scores_csv
from autograder.results import Row, Score
from support.toys import toy_table


def toys(questions, text=()):
    """Return the table of computed questions and free texts of these names."""
    cases = [Case("un", n=3, m=4)]
    declared = [
        Question(q, q, call=q, inputs={"X": "n m"}, reference=lambda X: X, checks=[agrees(cases)])
        for q in questions
    ]
    return toy_table(*declared, *(FreeText(q, q, placeholder="…") for q in text))


def rows(*given, questions=("a", "b"), text=()):
    """Return the lines of scores.csv, each as its cells."""
    return list(csv.reader(io.StringIO(scores_csv(given, toys(questions, text)).decode())))


def row(student, status="graded", points=(1.0, 2.0), auto=3.0, manual=0.0, bonus=0.0, total=3.0):
    """Return the row of a student who has these marks in the questions a and b."""
    marks = Score(dict(zip(("a", "b"), points, strict=True)), auto, manual, bonus, total)
    return Row(student, status, marks, "", {})
