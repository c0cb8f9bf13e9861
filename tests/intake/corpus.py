"""A file that passes and one that does not for each message of intake, with what is said of it (tests/files/checks)."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wellmetrics import catalogue
from wellmetrics.intake.check import Checked, Context, Options, check
from wellmetrics.vault import Vault

FILES = Path(__file__).parents[1] / "files"
CHECKS = FILES / "checks"
TODAY = date(2026, 5, 1)


@dataclass(frozen=True)
class Pair:
    """`said` are the messages with this code in the bad file; `also` are other codes that it cannot help having."""

    code: str
    said: list[dict[str, Any]]
    also: list[str] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    trust: bool = True  # whether it is checked against the trust of tests/files/trust, or against nothing

    def look(self, name: str) -> Checked:
        (path,) = (CHECKS / self.code).glob(f"{name}.*")
        return check(path.name, path.read_bytes(), context(self.trust), Options(**self.options))


def pair(code: str) -> Pair:
    return Pair(code, **tomllib.loads((CHECKS / code / "expected.toml").read_text(encoding="utf-8")))


def codes() -> list[str]:
    return sorted(path.name for path in CHECKS.iterdir())


@cache
def context(trust: bool = True) -> Context:
    """What the files are checked against: three fictional schools after an autumn."""
    with TemporaryDirectory() as home, Vault(Path(home)) as vault:
        for name in catalogue.all_datasets() if trust else ():
            path = FILES / "trust" / f"{name}.csv"
            if path.exists():
                checked = check(path.name, path.read_bytes(), vault.context())
                assert checked.problems == (), [str(p) for p in checked.problems]
                vault.load(checked, "a test")
        standing = {name: vault.standing(name) for name in catalogue.all_datasets()}
        return Context(standing, vault.context().instruments, TODAY, pseudonyms=vault.key.pseudonyms)
