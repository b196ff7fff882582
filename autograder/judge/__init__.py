"""From plain data to verdicts: the only judge, which knows the answers and runs no code of a student.

These modules judge in the grader with the hidden answer table, and on the student's machine with the
public one, as a part of `check.py`; the bridges carry them too. So they import the standard library,
numpy, each other and `autograder.student`, nothing else, and they run on Python 3.9. `front` alone also
loads and calls a student's code, and only outside the grader.

table      the answer table: questions, checks, cases and answers as plain data, saved and loaded
align      fit what a student returned to the parts that a question asks for
agreement  whether two parts agree within the tolerance
seen       Seen and Finding: what a check looks at, and what it finds
kinds      Kind and Check: how a kind of check is declared, and how a lab declares a check
checks     the kinds of check on values
figures    the kinds of check on figures
reports    what may be said of an exception: the same in every run, and without hidden inputs
verdicts   Verdict and Judgement: the result of a check and of a question
judging    judge and judge_question: from outcomes to judgements
words      a judgement in French
terminal   the lines that `python check.py` prints
front      `check`, `demo` and `required` for the notebook, and `python check.py`
"""
