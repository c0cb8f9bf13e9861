"""What the wellbeing lead does: check, preview, load, undo, look at the history. The page and the command line share it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wellmetrics import arrivals, catalogue, release
from wellmetrics.build import build_from
from wellmetrics.intake.check import Checked, Context, Options, check, recognised
from wellmetrics.model import Dataset, Problem
from wellmetrics.spreadsheet import csv_text
from wellmetrics.vault import Change, Load, Vault

Progress = Callable[[str], None]


def _quiet(_: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a load did. `release` is None where nothing changed and the figures stay as they are."""

    loads: tuple[Load, ...]
    release: str | None

    @property
    def sentences(self) -> list[str]:
        said = [
            f"Batch {load.batch}: {load.file} as {load.dataset}: {load.rows_new} new, {load.rows_changed} changed, "
            f"{load.rows_same} the same, {load.rows_gone} gone."
            for load in self.loads
        ]
        return [
            *said,
            f"Release {self.release} is current." if self.release else "Nothing changed; the figures stay.",
        ]


def check_files(
    home: Path, files: Sequence[tuple[str, bytes]], options: Options | None = None
) -> list[Checked]:
    """Each (name, bytes) checked against what is loaded and against the reference files of the same call."""
    with Vault(home) as vault:
        return _check_all(vault, files, options or Options())


def _check_all(vault: Vault, files: Sequence[tuple[str, bytes]], options: Options) -> list[Checked]:
    """In the order given; reference files are read first, because the others refer to them."""
    context = vault.context()
    kinds = [recognised(name, data, options) for name, data in files]
    order = sorted(range(len(files)), key=lambda i: kind.order if (kind := kinds[i]) else 99)
    checked: dict[int, Checked] = {}
    for i in order:
        checked[i] = again = check(*files[i], context, options)
        if again.rows is not None and again.dataset and not again.errors:
            context = _known(context, again)
    return [checked[i] for i in range(len(files))]


def _known(context: Context, checked: Checked) -> Context:
    dataset = checked.dataset
    if dataset and checked.rows is not None and dataset.name in ("schools", "terms", "workforce", "roll"):
        return context.with_rows(dataset, checked.rows)
    return context


def preview(home: Path, checked: Checked, covers: Iterable[str] = ()) -> Change:
    """What loading one file would change, school by school. Stores nothing."""
    with Vault(home) as vault:
        return vault.preview(checked, covers)


def load_files(
    home: Path,
    files: Sequence[tuple[str, bytes]],
    by: str,
    options: Options | None = None,
    covers: Iterable[str] = (),
    progress: Progress = _quiet,
) -> tuple[Receipt, list[Checked]]:
    """Loads each file whole or not at all, reference files first, then builds one release.

    A file with errors is not loaded unless `options.leave_out_errors` says so; the others are. Returns what was done
    and every file as checked, in the order given.
    """
    options = options or Options()
    covers = tuple(covers)
    with Vault(home) as vault:
        checked = _check_all(vault, files, options)
        loads, changed = [], False
        for one in sorted(checked, key=lambda c: c.dataset.order if c.dataset else 99):
            if refused(one, options):
                continue
            progress(f"Loading {one.file}")
            assert one.dataset  # noqa: S101
            load = vault.load(one, by, covers if one.dataset.storage == "log" else ())
            loads.append(load)
            changed |= bool(load.rows_new or load.rows_changed or load.rows_gone)
        name = None
        if changed or (loads and _out_of_date(vault)):
            progress("Working out the figures")
            name = build_from(vault)
    return Receipt(tuple(loads), name), checked


def _out_of_date(vault: Vault) -> bool:
    """Whether the current release was made of other rows: there is none, or a build failed after a load."""
    name = release.current(vault.home)
    return name is None or release.made_of(vault.home, name) != vault.rows_state()


def refused(checked: Checked, options: Options) -> bool:
    """Whether a file stays out: it has errors and nobody agreed to leave its rows out, or no row is left."""
    if checked.dataset is None or checked.rows is None or checked.rows.num_rows == 0:
        return True
    columns_wrong = any(p.code == "personal_column" for p in checked.errors)
    return columns_wrong or (bool(checked.errors) and not options.leave_out_errors)


def undo(home: Path, batch: int, by: str) -> str:
    """Takes back one load and builds a release; returns a sentence that says what stands again."""
    with Vault(home) as vault:
        said = vault.undo(batch, by)
        name = build_from(vault)
    return f"{said} Release {name} is current."


def history(home: Path) -> list[Load]:
    """Every load, the newest first."""
    if not (home / "vault.duckdb").exists():
        return []
    with Vault(home) as vault:
        return vault.history()


def arrived(home: Path, period: str, today: date | None = None) -> arrivals.Arrived | None:
    """What is in and owed in a term; in the latest that has begun where `period` is none. None without a calendar."""
    if not (home / "vault.duckdb").exists():
        return None
    with Vault(home) as vault:
        return arrivals.arrived(vault, period, today or date.today())


def note_export(home: Path, who: str, what: str) -> None:
    """Writes into the audit that figures left the house."""
    with Vault(home) as vault:
        vault.audit(who, "export", what)


def terms(home: Path) -> list[str]:
    """The terms of the calendar, such as 2025/26 Autumn, in the order of time."""
    if not (home / "vault.duckdb").exists():
        return []
    with Vault(home) as vault:
        rows = sorted(vault.standing("terms").to_pylist(), key=lambda row: row["first_day"])
    return list(dict.fromkeys(f"{row['academic_year']} {row['term']}" for row in rows))


def template(name: str) -> str:
    """A blank CSV of a dataset: its headings and one example row."""
    dataset = catalogue.dataset(name)
    return csv_text([c.name for c in dataset.columns], [[c.example for c in dataset.columns]])


def datasets() -> list[Dataset]:
    """Every dataset, in the order in which files are best loaded."""
    return list(catalogue.all_datasets().values())


def report(problems: Iterable[Problem]) -> str:
    """Every problem as CSV: file, line, column, value, level, problem, fix."""
    headings = ["file", "line", "column", "value", "level", "problem", "fix"]
    return csv_text(headings, ([getattr(p, name) for name in headings] for p in problems))
