import sys

program = sys.modules["sandbox_program"]
program.reduce = lambda figures: [{"kind": "axes", "axes": 0, "xlabel": 3, "xticks": "a", "xtexts": 7}, {"kind": "image", "axes": 0, "data": "abc", "x": None, "y": 7}, {"kind": "text", "axes": 0, "strings": 7}, {"kind": "series", "axes": 0, "data": np.zeros(3), "strings": 7}, {"kind": "table", "axes": [], "cells": [1, None], "columns": 0}]
