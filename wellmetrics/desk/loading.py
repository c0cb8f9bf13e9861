"""Loading what was looked at, and taking it back: one writer at a time, each step with who, when and why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wellmetrics import corrections, opening, release
from wellmetrics.build import build_from
from wellmetrics.desk import waiting
from wellmetrics.desk.looking import (
    Looked,
    as_sent,
    covers,
    look_in,
    refuse_if_changed,
    writing,
)
from wellmetrics.intake.checked import Checked, Options
from wellmetrics.intake.source import Source
from wellmetrics.model import Refusal
from wellmetrics.opening import Tell, quiet
from wellmetrics.queries import state, written
from wellmetrics.vault import Load, Vault
from wellmetrics.workbook import own_words

LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a load did. `release` is None where nothing changed and the figures stay as they are.

    `waits` are sentences on what board and heads see later of it.
    """

    loads: tuple[Load, ...]
    release: str | None
    waits: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[str]:
        return [*map(_said, self.loads), _figures(self.release), *self.waits]


def _said(load: Load) -> str:
    said = (
        f"Batch {load.batch}: {load.file} as {load.dataset}: {load.rows_new} new, {load.rows_changed} changed, "
        f"{load.rows_same} the same, {load.rows_gone} gone."
    )
    return f"{said} {load.rows_erased} left out: erased before." if load.rows_erased else said


def _figures(release: str | None) -> str:
    return f"Release {release} is current." if release else "Nothing changed; the figures stay."


def load(home: Path, looked: Looked, by: str, why: str = "", tell: Tell = quiet) -> Receipt:
    """Loads what is ready of it, each file whole, then builds one release; what is loaded leaves the tray.

    Raises Refusal, and loads nothing, where somebody else has changed the rows since they were looked at.
    """
    why = own_words(why, LONGEST_WHY)
    with writing(home, tell) as vault:
        refuse_if_changed(vault, looked.token)
        return _load(vault, looked, by, why, tell)


def load_files(
    home: Path,
    files: Sequence[tuple[str, Source]],
    by: str,
    options: Options | None = None,
    covers: Iterable[str] = (),
    progress: Tell = quiet,
    why: str = "",
) -> tuple[Receipt, list[Checked]]:
    """Looks and loads in one go: each file whole or not at all, reference files first, then one release.

    A file with errors is not loaded unless `options.leave_out_errors` says so; the others are. Returns what was done
    and every file as checked, in the order given.
    """
    why = own_words(why, LONGEST_WHY)
    with writing(home, progress) as vault:
        looked = look_in(vault, as_sent(files, options, covers), progress)
        return _load(vault, looked, by, why, progress), list(looked.checked)


def _load(vault: Vault, looked: Looked, by: str, why: str, tell: Tell) -> Receipt:
    loads: list[Load] = []
    ready = looked.ready
    for number, (sent, checked) in enumerate(ready, 1):
        tell(f"Loading {checked.file}, {number} of {len(ready)}")
        loads.append(vault.load(checked, by, covers(sent, checked), why))
        waiting.loaded(vault.home, sent)
    changed = any(load.rows_new or load.rows_changed or load.rows_gone for load in loads)
    if not (changed or (loads and _out_of_date(vault))):
        return Receipt(tuple(loads), None)
    release_made = _build(vault, " ".join(map(_said, loads)), tell)
    return Receipt(tuple(loads), release_made, _waits(vault, [load.batch for load in loads]))


def _waits(vault: Vault, batches: Iterable[int]) -> tuple[str, ...]:
    said = corrections.said(vault)
    return tuple(said[batch] for batch in batches if batch in said)


def _out_of_date(vault: Vault) -> bool:
    """Whether the current release was made of other rows or notes: there is none, or a build failed after a load."""
    name = release.current(vault.home)
    try:
        return not name or release.made_of(vault.home, name) != (vault.rows_state(), state(written(vault)))
    except Refusal:
        return True  # a damaged release is made again


def _build(vault: Vault, done: str, tell: Tell) -> str:
    """A release; where there is no room for it, the sentence says that what was done before stands."""
    try:
        return build_from(vault, tell)
    except Exception as error:
        refusal = error if isinstance(error, Refusal) else opening.refusal(error, vault.path)
        if refusal is None:
            raise
        raise Refusal(f"{done} The figures are still the earlier ones: {refusal} Run “build” then.") from None


def undo(home: Path, batch: int, by: str, why: str = "", tell: Tell = quiet) -> str:
    """Takes back one load and builds a release; returns a sentence that says what stands again."""
    return _change(home, batch, why, lambda vault, why: vault.undo(batch, by, why), tell)


def redo(home: Path, batch: int, by: str, why: str = "", tell: Tell = quiet) -> str:
    """Lets an undone load stand again and builds a release; returns a sentence that says what counts again."""
    return _change(home, batch, why, lambda vault, why: vault.redo(batch, by, why), tell)


def _change(home: Path, batch: int, why: str, work: Callable[[Vault, str], str], tell: Tell) -> str:
    why = own_words(why, LONGEST_WHY)
    with writing(home, tell) as vault:
        said = work(vault, why)
        tell(said)
        return " ".join([said, _figures(_build(vault, said, tell)), *_waits(vault, [batch])])
