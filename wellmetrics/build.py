"""The whole flow on one screen: rows in the vault become observations, pass the door, and become a release."""

from pathlib import Path

from wellmetrics import publish
from wellmetrics.disclosure.attack import verify
from wellmetrics.disclosure.door import protect
from wellmetrics.model import CallError
from wellmetrics.observe import observe
from wellmetrics.vault import Vault


def build(home: Path, engine: str = "duckdb") -> str:
    """Observe, protect, attack, write. Returns the new release's id; the earlier one stays until it is there."""
    if engine != "duckdb":
        raise CallError(f"There is no engine “{engine}”. There is: duckdb.")
    with Vault(home) as vault:
        return build_from(vault)


def build_from(vault: Vault) -> str:
    observed = observe(vault)
    audiences = (verify(audience, observed) for audience in protect(observed))
    meta = {"demo": vault.setting("demo") or "", "vault": vault.rows_state()}
    name = publish.write(vault.home, observed, audiences, meta)
    vault.audit("build", "release", name)
    return name
