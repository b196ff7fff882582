"""What `grade tp9_imdb --training` measures of the reference, over several seeds: how far
the bars are from it.

    python benchmarks/training.py [--seeds 5]

The last line printed is one JSON object.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np

from autograder.course.lab import module_at

LAB = Path(__file__).resolve().parent.parent / "solutions" / "tp9_imdb"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=5)
    asked = parser.parse_args()
    audited = module_at(LAB / "training.py")
    print(audited.reviews().source)
    figures = {name: [] for name in audited.lab.MODELS}
    for seed in range(asked.seeds):
        for name, arguments in audited.runs(seed).items():
            began = time.process_time()
            measured = audited.measure(name, audited.lab.train_from_start(*arguments))
            figures[name].append({**measured, "seconds": time.process_time() - began})
            print(
                f"seed {seed}, {name}: "
                + ", ".join(f"{key} {value:.3f}" for key, value in figures[name][-1].items())
            )
    summary = {
        name: {
            key: [round(float(how([run[key] for run in runs])), 3) for how in (np.mean, np.min, np.max)]
            for key in runs[0]
        }
        for name, runs in figures.items()
    }
    print(
        json.dumps(
            {"benchmark": "training", "seeds": asked.seeds, "mean, least, most": summary}, ensure_ascii=False
        )
    )


if __name__ == "__main__":
    main()
