"""grading.toml as frozen objects. An unknown key, or points that do not add up, is an error."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from autograder.course.lab import Lab
from autograder.course.question import Question
from autograder.errors import Refused

TOTAL = 20.0  # the points of every lab, without its bonus questions

Seconds = Annotated[float, Field(gt=0, le=86_400)]
Points = Annotated[float, Field(ge=0, le=TOTAL)]


class Frozen(BaseModel):
    """A table of grading.toml: read once, never changed, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Seeds(Frozen):
    """Of the inputs that students see, and of those that grade them (a secret)."""

    public: Annotated[int, Field(ge=0)]
    hidden: Annotated[str, Field(pattern=r"^[0-9a-f]{32,64}$")]

    @property
    def secret(self) -> int:
        """The hidden seed as a number of at least 128 bits: no search finds it from an input."""
        return int(self.hidden, 16)


class Marks(Frozen):
    """How totals are made: points above `cap` are cut, marks are rounded to a multiple of `rounding`."""

    cap: Annotated[float, Field(ge=TOTAL, le=5 * TOTAL)] = TOTAL
    rounding: Annotated[float, Field(gt=0, le=1)] = 0.25


class LimitsTable(Frozen):
    """Limits of one submission: seconds of processor time, MiB."""

    call_seconds: Seconds = 2.0
    load_seconds: Seconds = 10.0
    total_seconds: Seconds = 40.0
    memory_mb: Annotated[int, Field(ge=256, le=2**20)] = 1024


class LabTable(Frozen):
    """One lab: the packages a submission may import, its bonus questions, points per question and check.

    `training` are points of the training's checks, on top of the others where it is audited.
    """

    packages: tuple[str, ...]
    bonus: tuple[str, ...] = ()
    training: dict[str, Points] = {}
    points: dict[str, dict[str, Points]]

    @property
    def worth(self) -> dict[str, float]:
        """The points of each question, all its checks together."""
        return {question: sum(checks.values()) for question, checks in self.points.items()}


class Config(Frozen):
    """The whole of grading.toml."""

    tolerance: Annotated[float, Field(gt=0, le=1e-2)]
    trivial_cap: Annotated[float, Field(gt=0, lt=1)]
    seeds: Seeds
    marks: Marks = Marks()
    limits: LimitsTable = LimitsTable()
    training: LimitsTable = LimitsTable(call_seconds=60, total_seconds=150)
    labs: dict[str, LabTable]

    def lab(self, lab: Lab) -> LabTable:
        """The table of a lab, held against its questions. Raises Refused."""
        if lab.id not in self.labs:
            raise Refused(f"grading.toml: no [labs.{lab.id}] table; add one with the points of its questions")
        table = self.labs[lab.id]
        wanted = {
            q.id: {c.id for c in q.checks} if isinstance(q, Question) else {"manual"} for q in lab.questions
        }
        where = f"grading.toml: [labs.{lab.id}.points]"
        for question in {**table.points, **wanted}:
            given = set(table.points.get(question, {}))
            if question not in wanted:
                raise Refused(f"{where}: unknown question {question!r}; questions: {', '.join(wanted)}")
            if question not in table.points:
                raise Refused(f"{where}: question {question!r} has no points; add {question} = {{ … }}")
            if given != wanted[question]:
                odd = sorted(given ^ wanted[question])
                raise Refused(f"{where}: {question}: checks and points differ on {', '.join(odd)}")
        unknown = set(table.bonus) - set(wanted)
        if unknown:
            raise Refused(f"grading.toml: [labs.{lab.id}] bonus: unknown question {min(unknown)!r}")
        runs = {check.id for check in lab.training.checks} if lab.training else set()
        if set(table.training) - runs:
            raise Refused(
                f"grading.toml: [labs.{lab.id}] training: unknown check {min(set(table.training) - runs)!r}"
            )
        total = sum(sum(checks.values()) for q, checks in table.points.items() if q not in table.bonus)
        if abs(total - TOTAL) > 1e-9:
            raise Refused(f"{where}: the points add up to {total:g}, not {TOTAL:g} (bonus questions apart)")
        return table


def load_config(path: Path) -> Config:
    """Read grading.toml. Raises Refused."""
    try:
        return Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Refused(
            f"{path}: {error.strerror}; run the command from the repository, or pass --config"
        ) from None
    except ValidationError as error:
        first = min(
            error.errors(), key=lambda one: one["type"] != "extra_forbidden"
        )  # a misspelt key, then what it leaves out
        key = repr(".".join(str(part) for part in first["loc"]))[1:-1]  # a key of TOML may hold line ends
        said = "unknown key; remove or correct it" if first["type"] == "extra_forbidden" else first["msg"]
        raise Refused(f"{path}: {key}: {said}") from None
    except (
        ValueError,
        RecursionError,
    ) as error:  # no TOML, no UTF-8, a number of 5000 digits, lists without end
        raise Refused(f"{path}: not valid TOML: {error}") from None
