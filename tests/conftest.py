"""Homes that several rooms look at, each built once a run and never changed by a test."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import helpers
from wellmetrics import demo
from wellmetrics.build import build_from
from wellmetrics.vault import Vault

# Time limits of single examples say more about a busy machine than about the code.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole demo trust, built."""
    home = tmp_path_factory.mktemp("demo")
    demo.build_demo(home)
    return home


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="session")
def one_term_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo trust after its first term."""
    home = tmp_path_factory.mktemp("one-term")
    demo.build_demo(home, folders=1)
    return home


@pytest.fixture(scope="session")
def hidden_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three schools of six people each, one term: too few for a board to see any of them."""
    home = tmp_path_factory.mktemp("hidden")
    urns = ("900001", "900002", "900003")
    spells = [f"{urn},{urn}-{n},2025-09-{8 + n:02},2025-09-{9 + n:02}" for urn in urns for n in range(2)]
    with Vault(home) as vault:
        helpers.put(
            vault,
            helpers.schools(*urns),
            helpers.terms(),
            helpers.workforce(dict.fromkeys(urns, 6)),
            helpers.absence(*spells),
        )
        build_from(vault)
    return home
