"""Is this home well? Key, vault and release, and whether they belong together."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from wellmetrics import release
from wellmetrics.disclosure.attack import attack
from wellmetrics.model import Refusal
from wellmetrics.release import Release
from wellmetrics.vault import Vault


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    well: bool
    finding: str


def examine(home: Path, with_attack: bool = False) -> list[Finding]:
    """Findings about a home, each with what to do where it is not well."""
    if not (home / "vault.duckdb").exists():
        return [Finding("home", False, f"{home} holds no vault yet. Load the first files, or run “demo”.")]
    findings = [_private(home / name) for name in ("key", "vault.duckdb")]
    try:
        with Vault(home) as vault:
            loads = len(vault.history())
            state = vault.rows_state()
        findings.append(Finding("vault", True, f"{loads} loads"))
    except Refusal as refusal:
        return [*findings, Finding("vault", False, str(refusal))]
    name = release.current(home)
    if name is None:
        return [*findings, Finding("release", False, "There is none yet. Run “build”.")]
    files = sorted((home / "releases" / name).glob("*.duckdb"))
    opened = [Release(path) for path in files]
    findings.append(Finding("release", True, f"{name}, {len(files)} files"))
    fresh = all(one.meta.get("vault") == state for one in opened)
    findings.append(
        Finding("release and vault", fresh, "agree" if fresh else "The vault changed since. Run “build”.")
    )
    if with_attack:
        findings += [_attacked(one) for one in opened]
    for one in opened:
        one.close()
    return findings


def _private(path: Path) -> Finding:
    others = stat.S_IMODE(path.stat().st_mode) & 0o077 if os.name == "posix" else 0
    return Finding(
        path.name, not others, "owner only" if not others else f"Others may read it. Run chmod 600 {path}."
    )


def _attacked(one: Release) -> Finding:
    found = attack(one.table("cells").to_pandas(), one.table("memberships").to_pandas(), one.pool)
    who = one.meta["urn"] or one.meta["audience"]
    return Finding(f"attack as {who}", not len(found), f"{len(found)} hidden figures recovered")
