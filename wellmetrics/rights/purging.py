"""Removes what has been kept as long as the settings say: rows, kept files, releases, and the old end of the record."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from wellmetrics import archive, catalogue, opening, publish, release, settings, workbook
from wellmetrics.build import WAIT
from wellmetrics.desk import waiting
from wellmetrics.model import Refusal
from wellmetrics.opening import Tell, quiet
from wellmetrics.rights import forgetting, marks
from wellmetrics.rights.erasing import BACKUPS, built
from wellmetrics.rights.removing import Removal, carry_out
from wellmetrics.rights.retention import DATASETS, Due, limit
from wellmetrics.settings import Setting
from wellmetrics.vault import Vault
from wellmetrics.words.numbers import times

NOTHING = "Nothing is older than the settings let it be. Nothing was changed."

BOOKS = ("audit", "written")
_WORDS = {
    "kept files": ("kept file",),
    "releases": ("release",),
    "record": ("entry of the record", "entries of the record"),
    "audit": ("line of the vault's own audit", "lines of the vault's own audit"),
    "written": ("line of who wrote what in the workbook", "lines of who wrote what in the workbook"),
}


def due(home: Path, today: date | None = None, tell: Tell = quiet) -> list[Due]:
    """What a purge would remove. Changes nothing."""
    if not (home / archive.VAULT).exists():
        raise Refusal(f"{home} holds no vault yet. There is nothing to remove.")
    with Vault(home, WAIT, tell) as vault:
        return [one for one in _all_due(vault, today or date.today()) if one.count]


def purge(home: Path, by: str, today: date | None = None, tell: Tell = quiet) -> list[str]:
    """Removes it and builds a release; returns sentences. A purge that is cut off is ended by the next one."""
    on = today or date.today()
    waiting.sweep(home)
    if not due(home, on):
        return [NOTHING]
    with opening.alone(home, WAIT, tell):
        with Vault(home, WAIT, tell) as vault:
            found = [one for one in _all_due(vault, on) if one.count]
            said = [sentence(one) for one in found]
            limits = {one: limit(vault, one, on) for one in settings.RETENTION}
            rows = sum(one.count for one in found if one.what in DATASETS)
            books = any(one.what in BOOKS for one in found)
            _remove(vault, limits, Removal("purge", by, " ".join(said), rows), books, tell)
        if rows:
            said += [BACKUPS, built(home, said[0], tell)]
        for path in _releases(home, limits[settings.KEEP_RELEASES]):
            publish.remove(path)
        forgetting.forget(home, by, limits[settings.KEEP_RECORD])
        return said


def sentence(one: Due) -> str:
    what = times(one.count, *_WORDS.get(one.what, (f"row of {one.what}", f"rows of {one.what}")))
    return f"{what} from before {one.before.day} {one.before:%B %Y}."


def _all_due(vault: Vault, today: date) -> list[Due]:
    """The rows of it are marked in the vault."""
    marks.begin(vault.con)
    rows = [_rows_due(vault, name, today) for name in DATASETS]
    files, releases, record = (
        limit(vault, one, today)
        for one in (settings.KEEP_FILES, settings.KEEP_RELEASES, settings.KEEP_RECORD)
    )
    return [
        *rows,
        Due("kept files", settings.KEEP_FILES.name, files, len(_files(vault, files))),
        Due("releases", settings.KEEP_RELEASES.name, releases, len(_releases(vault.home, releases))),
        Due("record", settings.KEEP_RECORD.name, record, forgetting.old(vault.home, record)),
        Due("audit", settings.KEEP_RECORD.name, record, marks.audit(vault.con, record)),
        Due("written", settings.KEEP_RECORD.name, record, _written(vault.home, record)),
    ]


def _written(home: Path, before: date) -> int:
    return sum(line.done_at.date() < before for line in workbook.written(home))


def _rows_due(vault: Vault, name: str, today: date) -> Due:
    kept = DATASETS[name]
    before = limit(vault, kept.by, today)
    marks.older(vault.con, catalogue.dataset(name), kept.ends, before)
    count = sum(rows for of, _, rows, *_ in marks.counted(vault.con) if of == name)
    return Due(name, kept.by.name, before, count)


def _remove(vault: Vault, limits: dict[Setting, date], removal: Removal, books: bool, tell: Tell) -> None:
    """The marked rows with the files they came in, files whose own time is over, and the old end of the stores' own books."""
    # A file of which some rows ran out goes whole: rows of it that were never loaded may be as old.
    files = {*_files(vault, limits[settings.KEEP_FILES]), *_with_marked_rows(vault)}
    if not (removal.rows or files or books):
        return vault.audit(removal.who, removal.what, removal.said)
    marks.queries(vault.con)
    for load in vault.history():
        if load.batch in files:
            marks.queries_without_rows(vault.con, load.dataset, load.batch)
    backups = list((vault.home / "backups").glob("*"))
    before = limits[settings.KEEP_RECORD]
    return carry_out(vault, replace(removal, files=dict.fromkeys(files), remove=backups, before=before), tell)


def _files(vault: Vault, before: date) -> list[int]:
    """The loads whose file is kept and came before a day."""
    return [
        load.batch
        for load in vault.history()
        if load.loaded_at.date() < before and vault.holds_original(load.batch)
    ]


def _with_marked_rows(vault: Vault) -> set[int]:
    return {batch for _, batch, *_ in marks.counted(vault.con) if vault.holds_original(batch)}


def _releases(home: Path, before: date) -> list[Path]:
    """Those made before a day, but never the one that is current."""
    every, current = (home / "releases").glob("[0-9]*"), release.current(home)
    return sorted(path for path in every if path.name != current and _made(path) < before)


def _made(path: Path) -> date:
    return datetime.strptime(path.name.split("-")[1], "%Y%m%dT%H%M%S").date()
