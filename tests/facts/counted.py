"""Observations by place, period and part: what was counted, before the door."""

from pathlib import Path

from tests import helpers
from wellmetrics.observe import observe
from wellmetrics.vault import Vault


def counted(home: Path, *files: helpers.File) -> dict[tuple, dict]:
    """Rows by (indicator, urn or group or "", period, part)."""
    with Vault(home) as vault:
        helpers.put(vault, *files)
        rows = observe(vault).observations.to_pylist()
    return {(r["indicator"], r["urn"] or r["group"], r["period"], r["part"]): r for r in rows}
