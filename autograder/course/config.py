"""Read and check grading.toml. An unknown key is an error; so are points that do not add up."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from autograder.course.lab import Lab
from autograder.course.question import Question
from autograder.errors import Refused

TOTAL = 20.0  # points of every lab, without its bonus questions

Seconds = Annotated[float, Field(gt=0, le=86_400)]
Points = Annotated[float, Field(ge=0, le=TOTAL)]


class Frozen(BaseModel):
    """A table of grading.toml. It cannot be changed, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Seeds(Frozen):
    """The seeds of the public inputs, which students see, and of the hidden inputs, which grade them."""

    public: Annotated[int, Field(ge=0)]
    hidden: Annotated[str, Field(pattern=r"^[0-9a-f]{32,64}$")]

    @property
    def secret(self) -> int:
        """Return the hidden seed as an integer, of too many bits for a search that starts from an input."""
        return int(self.hidden, 16)


class Marks(Frozen):
    """How points become a mark."""

    cap: Annotated[float, Field(ge=TOTAL, le=5 * TOTAL)] = TOTAL  # the highest mark
    rounding: Annotated[float, Field(gt=0, le=1)] = 0.25  # marks are multiples of it


class LimitsTable(Frozen):
    """The limits of one submission: processor time in seconds, memory in MiB."""

    call_seconds: Seconds = 2.0
    load_seconds: Seconds = 10.0
    total_seconds: Seconds = 40.0
    memory_mb: Annotated[int, Field(ge=256, le=2**20)] = 1024


class LabTable(Frozen):
    """The table of one lab."""

    packages: tuple[str, ...]  # what a submission may import beside the standard library
    bonus: tuple[str, ...] = ()  # ids of questions
    training: dict[str, Points] = {}  # check of the training -> bonus points, where the training is audited
    points: dict[str, dict[str, Points]]  # question -> check -> points

    @property
    def worth(self) -> dict[str, float]:
        """Return the points of each question, all its checks together."""
        return {question: sum(checks.values()) for question, checks in self.points.items()}


class Config(Frozen):
    """The whole of grading.toml."""

    tolerance: Annotated[float, Field(gt=0, le=1e-2)]  # absolute and relative
    trivial_cap: Annotated[float, Field(gt=0, lt=1)]  # the largest share that a trivial answer may get
    seeds: Seeds
    marks: Marks = Marks()
    limits: LimitsTable = LimitsTable()
    training: LimitsTable = LimitsTable(call_seconds=60, total_seconds=150)
    labs: dict[str, LabTable]

    def lab(self, lab: Lab) -> LabTable:
        """Return the table of a lab. Raises Refused where it has other questions or checks than the lab."""
        if lab.id not in self.labs:
            raise Refused(f"grading.toml: no [labs.{lab.id}] table; add one with the points of its questions")
        table = self.labs[lab.id]
        wanted = {
            q.id: {c.id for c in q.checks} if isinstance(q, Question) else {"manual"} for q in lab.questions
        }
        where = f"grading.toml: [labs.{lab.id}.points]"
        for question in {**table.points, **wanted}:
            checks = set(table.points.get(question, {}))
            if question not in wanted:
                raise Refused(f"{where}: unknown question {question!r}; questions: {', '.join(wanted)}")
            if question not in table.points:
                raise Refused(f"{where}: question {question!r} has no points; add {question} = {{ … }}")
            if checks != wanted[question]:
                differing = sorted(checks ^ wanted[question])
                raise Refused(f"{where}: {question}: checks and points differ on {', '.join(differing)}")
        unknown = set(table.bonus) - set(wanted)
        if unknown:
            raise Refused(f"grading.toml: [labs.{lab.id}] bonus: unknown question {min(unknown)!r}")
        audited = {check.id for check in lab.training.checks} if lab.training else set()
        unknown = set(table.training) - audited
        if unknown:
            raise Refused(f"grading.toml: [labs.{lab.id}] training: unknown check {min(unknown)!r}")
        total = sum(worth for question, worth in table.worth.items() if question not in table.bonus)
        if abs(total - TOTAL) > 1e-9:
            raise Refused(f"{where}: the points add up to {total:g}, not {TOTAL:g} (bonus questions apart)")
        return table


def load_config(path: Path) -> Config:
    """Return the content of grading.toml. Raises Refused where it cannot be read or is not valid."""
    try:
        return Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Refused(
            f"{path}: {error.strerror}; run the command from the repository, or pass --config"
        ) from None
    except ValidationError as error:
        # A misspelt key also leaves out the right one; the misspelt key is the one to name.
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        key = repr(".".join(str(part) for part in first["loc"]))[1:-1]  # repr, since a key may hold line ends
        problem = "unknown key; remove or correct it" if first["type"] == "extra_forbidden" else first["msg"]
        raise Refused(f"{path}: {key}: {problem}") from None
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a huge number, lists nested too deeply
        raise Refused(f"{path}: not valid TOML: {error}") from None
