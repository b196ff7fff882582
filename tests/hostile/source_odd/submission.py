x = "\0"
import submission
from submission import tokenize as again
exec("def f(:")
# -*- coding: rot13 -*-
