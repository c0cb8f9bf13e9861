"""Homes that several rooms look at, each built once a run and never changed by a test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
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
def built_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Callable], Path]:
    """A home built by the first process that asks; each process has a copy, because a vault has one owner."""
    shared = (
        tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    )

    def home(name: str, build: Callable[[Path], object]) -> Path:
        original = shared / f"built-{name}"
        with FileLock(f"{original}.lock"):
            if not original.exists():
                building = tmp_path_factory.mktemp(f"building-{name}")
                build(building)
                building.rename(original)
        return Path(shutil.copytree(original, tmp_path_factory.mktemp(name), dirs_exist_ok=True))

    return home


@pytest.fixture(scope="session")
def demo_home(built_once: Callable) -> Path:
    """The whole demo trust, built."""
    return built_once("demo", demo.build_demo)


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="session")
def one_term_home(built_once: Callable) -> Path:
    """The demo trust after its first term."""
    return built_once("one-term", lambda home: demo.build_demo(home, folders=1))


@pytest.fixture(scope="session")
def hidden_home(built_once: Callable) -> Path:
    """Three fictional schools of six people each, one term: too few for a board to see any of them."""
    return built_once("hidden", _three_of_six)


def _three_of_six(home: Path) -> None:
    urns = ("900001", "900002", "900003")
    spells = [f"{urn},{urn}-{n},2025-09-{8 + n:02},2025-09-{9 + n:02}" for urn in urns for n in range(2)]
    with Vault(home) as vault:
        vault.set("demo", "yes")
        helpers.put(
            vault,
            helpers.schools(*urns),
            helpers.terms(),
            helpers.workforce(dict.fromkeys(urns, 6)),
            helpers.absence(*spells),
        )
        build_from(vault)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One file that needs the demo trust comes first, the others after the files that do not, journeys before the rest.

    So one process builds it while another tests something else, instead of waiting for it, and short files come last.
    """
    files = dict.fromkeys(item.path for item in items)
    of_demo = {item.path for item in items if "demo_home" in getattr(item, "fixturenames", ())}
    first = next((path for path in files if path in of_demo), None)
    order = {path: (path != first, path in of_demo, "journeys" not in path.parts) for path in files}
    items.sort(key=lambda item: order[item.path])
