"""From what students handed in to marks.

Runs on the grader's machine. A student's code never runs here: it runs in the sandbox, and this package
judges what comes back.

Rule: imports `course`, `judge`, `student`, `sandbox`, `pages` and `results`; never `release`, `bridges` or
`cli`. A tool such as nbgrader is a `folder.Door` that the caller hands in.

folder      grades a class: the library call behind `autograder grade`
submission  finds the submissions in a folder or a zip, and reads them safely
one         grades one submission: runs its cells, makes the calls, judges the outcomes
batch       grades many submissions, in one process or in several
score       adds up marks, and reads marks given by hand
training    grades what a student's functions learn, where a lab asks for it
resume      recognises a result that still holds, so that it is not made again
"""
