import sys

program = sys.modules["sandbox_program"]
program.reduce = lambda figures: [{"kind": "image"}, {"kind": "axes"}, {"kind": "table"}, {"kind": "text"}, {}, 7, None, "x"]
