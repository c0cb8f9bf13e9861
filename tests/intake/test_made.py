"""Messages about workbooks and limits: each has a file that gets it and one that does not."""

import sys

import pytest

from tests.helpers import well_said
from tests.intake.made import MADE, Apart


@pytest.mark.parametrize("code", MADE)
def test_a_file_made_for_a_message_gets_it_and_its_twin_does_not(code):
    made = MADE[code]
    if isinstance(made, Apart) and sys.platform != "linux":
        pytest.skip("only Linux limits a process's time and memory")
    bad = made.said(made.bad)
    for problem in bad:
        well_said(problem)
    assert [problem.code for problem in bad] == [code]
    assert made.said(made.good) == ()
