"""Is this home well? Key, vault, workbook and release, and whether they belong together."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from wellmetrics import archive, release, workbook
from wellmetrics.disclosure.attack import attack
from wellmetrics.model import Refusal, Viewer
from wellmetrics.queries import state, written
from wellmetrics.release import Release
from wellmetrics.vault import Vault

PRIVATE = ("key", archive.VAULT, archive.WORKBOOK, "tray", "backups", "releases")


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    well: bool
    finding: str


def examine(home: Path, with_attack: bool = False) -> list[Finding]:
    """Findings about a home, each with what to do where it is not well."""
    if not (home / archive.VAULT).exists():
        return [Finding("home", False, f"{home} holds no vault yet. Load the first files, or run “demo”.")]
    findings = [_private(home / name) for name in PRIVATE if (home / name).exists()]
    findings.append(_workbook(home))
    vault, made_of = _vault(home)
    return [*findings, vault, *_release(home, made_of, with_attack)]


def _private(path: Path) -> Finding:
    others = stat.S_IMODE(path.stat().st_mode) & 0o077 if os.name == "posix" else 0
    right = "700" if path.is_dir() else "600"
    return Finding(
        path.name,
        not others,
        "owner only" if not others else f"Others may read it. Run chmod {right} {path}.",
    )


def _workbook(home: Path) -> Finding:
    try:
        return Finding("workbook", True, f"{len(workbook.notes(home, Viewer('lead')))} notes")
    except Refusal as refusal:
        return Finding("workbook", False, str(refusal))


def _vault(home: Path) -> tuple[Finding, tuple[str, str] | None]:
    """Every block is read: damage shows where a row is, not at the opening."""
    try:
        with Vault(home) as vault:
            vault.read_whole()
            made_of = vault.rows_state(), state(written(vault))
            return Finding("vault", True, f"{len(vault.history())} loads"), made_of
    except Refusal as refusal:
        return Finding("vault", False, str(refusal)), None


def _release(home: Path, made_of: tuple[str, str] | None, with_attack: bool) -> list[Finding]:
    name = release.current(home)
    if name is None:
        return [Finding("release", False, "There is none yet. Run “build”.")]
    files = sorted((home / "releases" / name).glob("*.duckdb"))
    try:
        opened = [Release(path) for path in files]
        for one in opened:
            one.read_whole()
    except Refusal as refusal:
        return [Finding("release", False, str(refusal))]
    findings = [Finding("release", True, f"{name}, {len(files)} files")]
    if made_of:
        fresh = all((one.meta.get("vault"), one.meta.get("notes", "")) == made_of for one in opened)
        said = "agree" if fresh else "The vault or its notes changed since. Run “build”."
        findings.append(Finding("release and vault", fresh, said))
    findings += [_attacked(one) for one in opened if with_attack]
    for one in opened:
        one.close()
    return findings


def _attacked(one: Release) -> Finding:
    found = attack(
        one.table("cells").to_pandas(), one.table("memberships").to_pandas(), one.pool, one.meta["urn"]
    )
    who = one.meta["urn"] or one.meta["audience"]
    return Finding(f"attack as {who}", not len(found), f"{len(found)} hidden figures recovered")
