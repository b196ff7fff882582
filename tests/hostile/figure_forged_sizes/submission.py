import sys

program = sys.modules["sandbox_program"]
program.reduce = lambda figures: [{"kind": "axes", "axes": 0, "xticks": np.arange(900.0), "yticks": np.arange(900.0), "xtexts": ["a"] * 900, "ytexts": ["a"] * 900}, {"kind": "image", "axes": 0, "data": np.zeros((1, 1)), "x": np.zeros(900_000, np.uint8), "y": np.zeros(900_000, np.uint8)}]
