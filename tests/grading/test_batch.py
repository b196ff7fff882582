"""A class: a pure function over submissions, on one worker or several, whatever happens to a worker."""

import multiprocessing
import os
import pickle
import signal
import time
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from support.repository import config, lab, table

from autograder.grading.batch import Job, grade_class, grade_one, held_back
from autograder.grading.submission import Entry, Submission
from autograder.release import build as release
from autograder.results import row
from autograder.sandbox.model import Limits
from autograder.student.calls import Run

GOOD = "def tokenize(sentence):\n    return sentence.rstrip('.').split()\n"
SLOW = "import time\nuntil = time.process_time() + 0.3\nwhile time.process_time() < until: pass\n" + GOOD


@pytest.fixture
def job(sandbox):
    return Job(lab("tp4_ex1").folder, table("tp4_ex1"), config().marks, sandbox.level, Limits(), {})


@pytest.fixture
def hand_in(tmp_path):
    def write(name, text):
        path = tmp_path / f"{name}.py"
        path.write_text(text)
        return Submission(name, name, (Entry(PurePosixPath(path.name), path),))

    return write


def test_what_a_worker_needs_and_gives_is_plain_data(job, hand_in, sandbox):
    result = grade_one(hand_in("alice", GOOD), job, sandbox)
    assert pickle.loads(pickle.dumps(result)) == result
    assert pickle.loads(pickle.dumps(job)).table.handout == job.table.handout
    assert (result.status, result.score.total) == ("graded", 1)


def test_grading_depends_on_the_submission_and_the_job_alone(job, hand_in, sandbox):
    alice = hand_in("alice", GOOD)
    first = grade_one(alice, job, sandbox)
    spoils = "np.allclose = lambda *a, **k: True\nimport builtins\nbuiltins.len = lambda x: 3\n"
    grade_one(hand_in("eve", f"import numpy as np\n{spoils}"), job, sandbox)
    assert grade_one(alice, job, sandbox) == first


class Broken:
    """A sandbox that fails in a given way, then works."""

    def __init__(self, answer):
        self.answer, self.closed = answer, 0

    def run(self, cells, calls):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def close(self):
        self.closed += 1


@pytest.mark.parametrize(
    "answer", [Run([], {}, "bwrap est parti"), OSError("plus de place"), KeyError("softmax/0"), Run([], {})]
)
def test_a_fault_of_the_sandbox_is_never_a_mark(job, hand_in, answer):
    result = grade_one(hand_in("alice", GOOD), job, Broken(answer))
    assert result.status == "internal_error"
    assert result.fault
    assert result.score.total is None
    assert set(result.score.points.values()) == {None}
    assert {verdict.status for judgement in result.judgements for verdict in judgement.verdicts} == {
        "internal_error"
    }
    assert "pas ta faute" in result.message
    assert result.fault not in result.message


def test_without_the_lab_s_folder_the_tables_alone_judge(job, hand_in, sandbox):
    text = (
        release.script([*lab("tp4_ex1").solution])
        + "\n# %% mine\ndef softmax(S):\n    E = np.exp(S)\n    return E / E.sum(axis=0)\n"
    )
    whole, alone = (
        grade_one(hand_in("alice", text), replace(job, folder=folder), sandbox)
        for folder in (job.folder, None)
    )
    assert alone == whole
    assert alone.score.points["softmax"] < alone.score.points["output"] == 2, "an error carried"


def test_a_result_held_back_has_a_row_that_staff_can_act_on(job, hand_in):
    short = row(held_back(hand_in("alice", GOOD), job, "la raison"))
    assert (short.student, short.status, short.message, short.score.total) == (
        "alice",
        "internal_error",
        "la raison",
        None,
    )


def test_a_worker_that_is_killed_loses_nobody(job, hand_in):
    class_ = [hand_in(f"e{number:02}", SLOW) for number in range(4)]
    results = []
    for result in grade_class(class_, job, 2):
        if not results:
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
        results.append(result)
    assert sorted(result.student for result in results) == [submission.student for submission in class_]
    assert {(result.status, result.score.total) for result in results} == {("graded", 1)}


def test_a_class_that_is_given_up_half_way_does_not_grade_the_rest(job, hand_in):
    endless = [hand_in(f"e{number:02}", SLOW.replace("0.3", "0.5")) for number in range(64)]
    grading = grade_class([hand_in("a", GOOD), *endless], job, 2)
    assert next(grading).student == "a"
    started = time.monotonic()
    grading.close()
    assert time.monotonic() - started < 10, "16 seconds of work on two workers were left"
    assert not multiprocessing.active_children()
