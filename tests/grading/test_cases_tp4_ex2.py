"""Every case of TP4, exercise 2: graded in the sandbox, held against its expect.toml."""

import pytest
from support.cases import assert_as_expected, cases, name_of


@pytest.mark.parametrize("folder", cases("tp4_ex2"), ids=name_of)
def test_submission(folder, sandbox):
    assert_as_expected(folder, sandbox)
