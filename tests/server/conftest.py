"""One provider and one server for everybody who asks over the network; each test signs in anew."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import provider as p


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    with p.provider() as address:
        yield address


@pytest.fixture(scope="session")
def signed_home(one_term_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("signed") / "home"
    shutil.copytree(one_term_home, home)
    p.invite_all(home)
    return home


@pytest.fixture(scope="session")
def signed_server(
    signed_home: Path, provider: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with p.server(signed_home, tmp_path_factory.mktemp("secrets"), provider) as address:
        yield address


@pytest.fixture
def visitor(signed_server: str) -> p.Visitor:
    return p.Visitor(signed_server)
