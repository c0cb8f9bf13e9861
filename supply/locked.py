"""The packages of a lock file, by name and version."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = {"the product": ROOT / "requirements.lock", "tests and checks": ROOT / "requirements-dev.lock"}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def plain(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(path: Path) -> dict[str, str]:
    return {plain(name): version for name, version in PINNED.findall(path.read_text())}
