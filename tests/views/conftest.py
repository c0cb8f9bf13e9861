"""Small homes that several screens look at."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import small_feeds, small_waves


@pytest.fixture(scope="session")
def feeds_home(built_once: Callable) -> Path:
    """Five schools that each send referrals and participation in another way."""
    return built_once("small-feeds", small_feeds.home)


@pytest.fixture(scope="session")
def waves_home(built_once: Callable) -> Path:
    """Six schools with two waves of surveys, some with few replies, late, or without any."""
    return built_once("small-waves", small_waves.build)
