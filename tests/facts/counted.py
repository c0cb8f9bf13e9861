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


def counted_by_cut(home: Path, *files: helpers.File) -> dict[tuple, dict]:
    """Rows by (indicator, urn or group or "", period, cut, part); there is one of each."""
    with Vault(home) as vault:
        helpers.put(vault, *files)
        rows = observe(vault).observations.to_pylist()
    found = {(r["indicator"], r["urn"] or r["group"], r["period"], r["cut"], r["part"]): r for r in rows}
    assert len(found) == len(rows)
    return found


def sums(
    found: dict[tuple, dict],
    indicator: str,
    period: str,
    part: str = "",
    place: str = "900001",
    cut: str = "",
):
    """Numerator and denominator, or None where there is no figure. Without a cut there is only one with this part."""
    hits = [
        row
        for (code, where, when, of, name), row in found.items()
        if (code, where, when, name) == (indicator, place, period, part) and cut in ("", of)
    ]
    assert len(hits) <= 1, hits
    return (hits[0]["numerator"], hits[0]["denominator"]) if hits else None
