"""What people read of the results: pages, data files, a table in the terminal.

Runs on the grader's machine, after grading. Every function is a pure function of results: the same results
give the same bytes.

Rule: imports `results`, `judge`, `student` and `files`; nothing that makes results.

student   a student's feedback as an HTML page
files     results as data: result.json, scores.csv, run.json
summary   a class in the terminal: one row for each question
"""
