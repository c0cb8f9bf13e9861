"""Is this home well? Key, vault, workbook and release, and whether they belong together."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from wellmetrics import archive, corrections, people, release, workbook
from wellmetrics.attacks import attacks
from wellmetrics.disclosure import memory
from wellmetrics.disclosure.shares import Share, shares, together
from wellmetrics.keys import Key
from wellmetrics.model import Refusal, Viewer
from wellmetrics.queries import state, written
from wellmetrics.release import Release
from wellmetrics.vault import Vault

PRIVATE = (
    "key",
    archive.VAULT,
    archive.WORKBOOK,
    archive.PEOPLE,
    archive.ERASED,
    archive.PROTECTED,
    "tray",
    "backups",
    "releases",
)


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
    findings += [_workbook(home), _record(home)]
    vault, made_of = _vault(home)
    return [*findings, *_books(home), vault, *_waiting(home), *_release(home, made_of, with_attack)]


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


def _record(home: Path) -> Finding:
    try:
        broken = people.broken(home)
    except Refusal as refusal:
        return Finding("record", False, str(refusal))
    said = "whole" if broken is None else f"Entry {broken} was changed, or what stood before it is gone."
    return Finding("record", broken is None, said)


def _books(home: Path) -> list[Finding]:
    """Vault and workbook say themselves who did what: whether the record says so too."""
    try:
        with Vault(home) as vault:
            books = {"vault": vault.audited(), "workbook": workbook.written(home)}
        return [_agree(name, people.apart(home, book)) for name, book in books.items()]
    except Refusal:
        return []  # it is said of what cannot be read


def _agree(name: str, found: people.Apart) -> Finding:
    apart = {
        f"in the {name} and not in the record": found.lacks,
        f"in the record and not in the {name}": found.more,
    }
    said = [f"{len(lines)} {where}, such as “{what}: {about}” by {who}."
            for where, lines in apart.items() for who, what, about in lines[:1]]  # fmt: skip
    return Finding(f"record and {name}", not said, " ".join(said) or "agree")


def _vault(home: Path) -> tuple[Finding, tuple[str, str] | None]:
    """Every block is read: damage shows where a row is, not at the opening."""
    try:
        with Vault(home) as vault:
            vault.read_whole()
            made_of = vault.rows_state(), state(written(vault))
            return Finding("vault", True, f"{len(vault.history())} loads"), made_of
    except Refusal as refusal:
        return Finding("vault", False, str(refusal)), None


def _waiting(home: Path) -> list[Finding]:
    """What board and heads see later: their figures and the lead's are not made of the same rows."""
    try:
        with Vault(home) as vault:
            said = corrections.said(vault)
    except Refusal:
        return []  # it is said of what cannot be read
    return [Finding("corrections", True, one) for one in said.values()]


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
    findings = [Finding("release", True, f"{name}, {len(files)} files"), _remembered(home)]
    if made_of:
        fresh = all((one.meta.get("vault"), one.meta.get("notes", "")) == made_of for one in opened)
        said = "agree" if fresh else "The vault or its notes changed since. Run “build”."
        findings.append(Finding("release and vault", fresh, said))
    if with_attack:
        every = attacks(opened, _earlier(home, name))
        findings += [
            *(Finding(f"attack as {one.who}", one.well, one.said) for one in every),
            *_shown(opened),
        ]
    for one in opened:
        one.close()
    return findings


def _earlier(home: Path, name: str) -> list[Path]:
    """The releases before this one that are still there."""
    return sorted(folder for folder in (home / "releases").glob("[0-9]*") if folder.name < name)


def _remembered(home: Path) -> Finding:
    """What this release and earlier ones showed, without which the next one may tell what they hid."""
    try:
        if (home / archive.PROTECTED).exists():
            cells = len(memory.read(home, Key(home)).shown)
            return Finding("shown before", True, f"{cells:,} cells of all readers' files are remembered")
        lost = f"The file “{archive.PROTECTED}” is missing. Put it back from the latest backup before anything is loaded."
        return Finding("shown before", False, lost)
    except Refusal as refusal:
        return Finding("shown before", False, str(refusal))


def _shown(opened: list[Release]) -> list[Finding]:
    """How much of the terms each role is shown, all heads as one."""
    of_role: dict[str, list[Share]] = {}
    for one in opened:
        role = "heads" if one.meta["urn"] else one.meta["audience"]
        of_role.setdefault(role, []).extend(shares(one.table("cells").to_pandas(), one.meta["urn"]))
    return [
        Finding(f"terms shown to {role}", True, "; ".join(str(one) for one in together(of_role[role])))
        for role in sorted(of_role)
    ]
