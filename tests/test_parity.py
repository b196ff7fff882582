"""One question, several front doors, one mark: cases through each tool's own commands, against our own grading.

A sample; with PARITY=all every case, which takes an hour (`make parity`). That a judge without the reference, as the
tools' files hold it, gives every case the same marks is in test_submissions.py.
"""

from functools import partial

import doors

SAMPLE = {
    "tp4_ex1": ("broken_stub", "mistake_softmax_columns", "partial_two_carried"),
    "tp4_ex2": ("broken_stub", "partial_two_errors", "right_einsum"),
    "tp9_imdb": ("mistake_masked_softmax_unmasked", "partial_carried_and_own"),
}
DOORS = {
    "trusted": partial(doors.of_nbgrader, native=False),
    "native": partial(doors.of_nbgrader, native=True),
    "otter": doors.of_otter,
    "gradescope": doors.of_gradescope,
}
