"""What files are checked against in this room: one school, two years of terms, a census of ten."""

import pytest

from tests import helpers
from wellmetrics.intake.check import Context


@pytest.fixture(scope="session")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    home = tmp_path_factory.mktemp("intake")
    census = helpers.workforce({"900001": 10})
    return helpers.bare_context(home, helpers.schools("900001"), helpers.terms(), census)


@pytest.fixture(scope="session")
def no_schools(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return helpers.bare_context(tmp_path_factory.mktemp("nothing"))
