"""Everything that runs beside a student's code: reading it, loading it, calling it.

These modules run in three places: in the sandbox, in the bridges' judge, and on the student's own
machine as a part of `check.py`. So they import the standard library, numpy and each other, nothing
else of this package, and they run on Python 3.9. They know no expected answer and no mark.

values     plain values: the only data that crosses between a student's code and the grader, as bytes
calls      what a call is and what became of it: Call, Outcome, Run, Report
source     a `.py` or `.ipynb` file as cells
handout    the lab as students receive it, and what a submission adds to it
guard      run a piece of code within a time limit, and report its exception as plain data
loader     run the cells of a lab or of a submission in a namespace
figure     a matplotlib figure as plain data
runner     call one function of a loaded namespace
"""
