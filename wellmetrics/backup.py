"""Backup and restore: the whole home as one file, and back again, all or nothing."""

import os
from contextlib import suppress
from pathlib import Path

from wellmetrics import archive, opening, rights, tombstones
from wellmetrics.build import build_from
from wellmetrics.model import Refusal
from wellmetrics.opening import Tell, quiet
from wellmetrics.vault import Vault
from wellmetrics.words.numbers import times

WAIT = 15


def backup(home: Path, to: Path, tell: Tell = quiet) -> str:
    """Writes vault, workbook, key, instruments and the current release to one file; returns a sentence."""
    if not (home / archive.VAULT).exists():
        raise Refusal(f"{home} holds no vault yet. There is nothing to keep.")
    with opening.alone(home, WAIT, tell), Vault(home, WAIT, tell) as vault:
        tell("Copying")
        archive.write(home, to, vault.con)
        loads = len(vault.history())
    size = to.stat().st_size / 2**20
    return f"{to} holds the vault with {loads} loads, the workbook, the key and the current release ({size:.1f} MB)."


def restore(home: Path, file: Path, tell: Tell = quiet) -> str:
    """Replaces the home's parts by those of a backup and builds a release; returns a sentence.

    Raises Refusal, and replaces nothing, where the file is not whole and unchanged.
    """
    with opening.alone(home, WAIT, tell):
        held = _held(home, tell)
        try:
            tell("Reading the backup")
            with archive.unpacked(file, home) as parts:
                with Vault(parts) as kept:
                    # A key that does not open what was sealed with it would show here.
                    kept.read_whole()
                    loads = len(kept.history())
                erased = tombstones.read(home) | tombstones.read(parts)
                again = rights.apply_again(parts, erased, tell) if erased else 0
                tell("Putting it in place")
                # Windows does not replace a file that is open.
                if held and os.name == "nt":
                    held.con.close()
                archive.put_in_place(home, parts)
        finally:
            if held:
                held.con.close()
        with Vault(home, WAIT, tell) as vault:
            name = build_from(vault, tell)
            left_out = f"; {times(again, 'row')} of people erased before stayed out" if again else ""
            vault.audit("restore", "restore", f"{file.name}: {loads} loads{left_out}")
    said = f"{file.name} is restored: {loads} loads stand in the history{left_out}."
    return f"{said} Release {name} is current."


def _held(home: Path, tell: Tell) -> Vault | None:
    """The vault that will be replaced, kept open so that nobody loads into it meanwhile; None where it is lost."""
    if not (home / archive.VAULT).exists():
        return None
    try:
        vault = Vault(home, WAIT, tell)
    except Refusal as refusal:
        if str(refusal) == opening.BUSY:
            raise
        return None
    # What is in its log goes into the file, so that closing it later touches nothing.
    with suppress(Exception):
        vault.con.execute("CHECKPOINT")
    return vault
