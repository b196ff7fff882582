"""TP4, exercise 2: multi-head attention with positional encoding. Questions in handout order."""

from pathlib import Path

from autograder import module_at, reference

from .q1_position import add_position, positional_encoding
from .q2_heads import head, multi_head
from .q3_layer import encode, projection
from .q4_plot import interpretation, plot
from .q5_lune import lune

lab = reference(__file__)
common = module_at(Path(__file__).parent.parent / "common.py")

softmax = common.softmax_question(lab.softmax)  # the student's own, worth nothing here, its errors carried

questions = [
    softmax, positional_encoding, add_position, head, multi_head,
    projection, encode, plot, interpretation, lune,
]  # fmt: skip
