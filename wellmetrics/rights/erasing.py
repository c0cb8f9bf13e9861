"""Erases somebody: every row, in every load, in files that are kept and files that wait, and in what is loaded later."""

from collections.abc import Callable
from pathlib import Path

from wellmetrics import archive, opening, release, tombstones
from wellmetrics.build import WAIT, build
from wellmetrics.desk import LONGEST_WHY, waiting
from wellmetrics.model import CallError, Refusal
from wellmetrics.opening import Tell, quiet
from wellmetrics.rights.finding import checked
from wellmetrics.rights.held import Held, held
from wellmetrics.rights.removing import Removal, carry_out, instead
from wellmetrics.vault import Vault
from wellmetrics.words.numbers import times
from wellmetrics.workbook import own_words, runs

BACKUPS = (
    "Backups that were written elsewhere hold the rows still; a restore of one of this home leaves them out."
)
EARLIER = (
    "Earlier releases stay: they hold protected figures, and in the lead's file what was doubtful in single rows, without "
    "references. --releases removes them."
)


def erase(
    home: Path, reference: str, by: str, why: str = "", releases: bool = False, tell: Tell = quiet
) -> list[str]:
    """Returns sentences that say what went. With `releases` every release made so far goes too, before the new one is made.

    Raises Refusal, and changes nothing, where the home holds nothing of this reference.
    """
    why = own_words(why, LONGEST_WHY)
    with opening.alone(home, WAIT, tell):
        with Vault(home, WAIT, tell) as vault:
            said = _erase(vault, checked(reference), by, why, releases, tell)
        return [*said, BACKUPS, *([] if releases else [EARLIER]), built(home, said[0], tell)]


def _erase(vault: Vault, reference: str, by: str, why: str, releases: bool, tell: Tell) -> list[str]:
    home, named = vault.home, set(vault.key.pseudonyms([reference]))
    if named.intersection(vault.key.pseudonyms(list(runs(why)))):
        raise CallError("The reason holds the reference. Leave it out: the reason is kept.")
    found = held(vault, named.intersection, tell)
    if found.nothing:
        raise Refusal(
            "Nothing in this home is of that reference. Nothing was changed. Write it as the trust's own files do."
        )
    rows = sum(rows for _, _, rows, *_ in found.rows)
    said = _said(found, rows)
    erased = {*tombstones.read(home), *tombstones.digests(vault.key, named)}
    gone = [end for one in found.desk for end in (one.path, one.path.with_suffix(".about"))]
    # Nobody can tell any more of whom those are.
    gone += waiting.left_over(home)
    gone += [*(home / "backups").glob("*"), *(made(home) if releases else ())]
    removal = Removal(
        "erase", by, " ".join([*said, *([why] if why else [])]), rows, instead(found.kept), erased, gone
    )
    carry_out(vault, removal, tell)
    return said


def _said(found: Held, rows: int) -> list[str]:
    loads = len({batch for _, batch, *_ in found.rows})
    said = [
        f"{times(rows, 'row')} of {times(loads, 'load')} and of {times(len(found.kept), 'kept file')} erased."
    ]
    said += [
        f"{one.about.file} was taken off the desk. Drop it again: the rows stay out." for one in found.desk
    ]
    return said


def made(home: Path) -> list[Path]:
    """The pointer last: a reader between the two is told that there are no figures."""
    folder = home / "releases"
    return [folder / "current", *sorted(folder.glob("[0-9]*"))] if folder.is_dir() else []


def built(home: Path, done: str, tell: Tell) -> str:
    """A release without what went; where it cannot be made, a Refusal that says what stands."""
    return said_of(lambda: build(home, tell=tell), home, done)


def said_of(make: Callable[[], str], home: Path, done: str) -> str:
    try:
        return f"Release {make()} is current."
    except Exception as error:
        refusal = error if isinstance(error, Refusal) else opening.refusal(error, home / archive.VAULT)
        if refusal is None:
            raise
        before = (
            "The figures are still the earlier ones" if release.current(home) else "There are no figures now"
        )
        raise Refusal(f"{done} {before}: {refusal} Run “build” then.") from None
