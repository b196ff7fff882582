"""From what staff wrote to what students receive, and the proof that it is right.

Runs on the machine of a member of staff, on staff's own code. No student's code is seen here.

Rule: imports all other rooms but `bridges` and `cli`.

build    makes the files of a release from a lab: notebook, script, check.py, answer table, read-me
leak     proves that no file of a release holds a secret: an answer, a mistake, a hidden input
verify   proves what a lab promises, such as: the reference has full marks, every mistake is recognised
"""
