"""The untrusted side of the sandbox: the program that runs beside a student's code.

These modules and those of `student` are sent to the sandbox as one text (see `bundle`), because no file
of this package can be read there. Nothing that this side says is trusted.

Rule: Python 3.9, standard library and numpy; imports nothing of ours but `student`. Every top-level name
is unique, because all modules share one namespace in the sent text. The host imports `frames` too.

zygote    the parent: imports everything once, then forks a child for each submission
child     one submission: gives up every right, loads the cells, answers calls
landlock  lets the kernel restrict which files a process may open
sweep     measures and empties the private directory of a submission
frames    how messages are written to a pipe and read from it
"""
