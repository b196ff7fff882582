"""What staff declare: labs, questions, points; and what follows from them: handouts and answer tables.

These modules read `solutions/` and grading.toml, and run the lab's own code in this process: references,
accepted readings and mistakes. They run on the trusted side only, and never run a student's code. They
import `autograder.judge`, `autograder.student` and `autograder.errors`; nothing of the sandbox, grading,
release, pages or bridges.

question   the vocabulary of a lab: Question, Case, Draw, Accepted, Mistake, FreeText, Training
lab        a lab loaded from its folder: cells, reference, questions
config     grading.toml, checked against the labs
handout    the lab without its solutions, as students receive it
oracle     the answer table: every question answered by its reference, accepted readings and mistakes
"""
