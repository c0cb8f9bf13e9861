"""One home that holds somebody, made once; each test works on a copy."""

import shutil
from pathlib import Path

import pytest

from tests.rights.holding import home_that_holds
from wellmetrics.backup import backup


@pytest.fixture(scope="session")
def holding(tmp_path_factory) -> Path:
    """The home and, beside it, its backup."""
    home = home_that_holds(tmp_path_factory.mktemp("holding") / "home")
    backup(home, home.parent / "home.zip")
    return home


@pytest.fixture
def home(holding, tmp_path) -> Path:
    return Path(shutil.copytree(holding, tmp_path / "home"))
