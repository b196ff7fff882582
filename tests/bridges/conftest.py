"""Courses of nbgrader's."""

import pytest
from support.nbgrader_course import exported


@pytest.fixture(scope="module")
def trusted(tmp_path_factory):
    """A course of all labs that our engine grades."""
    return exported(tmp_path_factory.mktemp("trusted"), native=False)


@pytest.fixture(scope="module")
def native(tmp_path_factory):
    """A course of TP4's first exercise that nbgrader grades alone."""
    return exported(tmp_path_factory.mktemp("native"), native=True)
