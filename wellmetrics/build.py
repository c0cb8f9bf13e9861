"""The whole flow on one screen: rows in the vault become observations, pass the door, and become a release."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from wellmetrics import opening, publish
from wellmetrics.disclosure.attack import verify
from wellmetrics.disclosure.door import protect
from wellmetrics.model import CallError
from wellmetrics.observe import observe
from wellmetrics.opening import Tell, quiet
from wellmetrics.queries import state, written
from wellmetrics.vault import Vault

WAIT = 15  # seconds for somebody else who is loading or building


def build(home: Path, engine: str = "duckdb", tell: Tell = quiet) -> str:
    """Observe, protect, attack, write. Returns the new release's id; the earlier one stays until it is there."""
    if engine != "duckdb":
        raise CallError(f"There is no engine “{engine}”. There is: duckdb.")
    with opening.alone(home, WAIT, tell), Vault(home, WAIT, tell) as vault:
        return build_from(vault, tell)


def build_from(vault: Vault, tell: Tell = quiet) -> str:
    tell("Working out the figures")
    with opening.alone(vault.home, WAIT, tell):
        observed = observe(vault)
        audiences = (verify(audience, observed) for audience in protect(observed))
        beside = written(vault)
        name = publish.write(vault.home, observed, audiences, about(vault, beside), beside, tell)
        vault.audit("build", "release", name)
    return name


def about(vault: Vault, beside: Mapping[str, pa.Table]) -> dict[str, str]:
    """What a release is made of, to tell whether it is out of date."""
    return {"demo": vault.setting("demo") or "", "vault": vault.rows_state(), "notes": state(beside)}
