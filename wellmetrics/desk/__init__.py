"""What the wellbeing lead does: look, try, load, undo, answer queries. The pages and the command line share it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

from wellmetrics import arrivals, catalogue, corrections
from wellmetrics.desk.asking import note, queries, query, take_note_back
from wellmetrics.desk.helping import drafts, instruments, marked_csv, marked_xlsx, schools
from wellmetrics.desk.loading import LONGEST_WHY, Receipt, load, load_files, redo, undo
from wellmetrics.desk.looking import (
    Looked,
    Sent,
    as_sent,
    check_files,
    clock,
    look,
    preview,
    reading,
    refused,
)
from wellmetrics.desk.own_words import set_words
from wellmetrics.desk.trying import DryRun, dry_run, figures_to_be
from wellmetrics.desk.waiting import Waiting, put, sent, set_options, take_out, tray
from wellmetrics.intake.checked import Checked, Options
from wellmetrics.intake.problems import in_order
from wellmetrics.model import Dataset, Problem
from wellmetrics.opening import Tell
from wellmetrics.queries import Asked
from wellmetrics.spreadsheet import csv_text
from wellmetrics.vault import Change, Load


def history(home: Path) -> list[Load]:
    """Every load, the newest first."""
    if not (home / "vault.duckdb").exists():
        return []
    with reading(home) as vault:
        said = corrections.said(vault)
        return [replace(load, waits=said.get(load.batch, "")) for load in vault.history()]


def arrived(home: Path, period: str, today: date | None = None) -> arrivals.Arrived | None:
    """What is in and owed in a term; in the latest that has begun where `period` is none. None without a calendar."""
    if not (home / "vault.duckdb").exists():
        return None
    with reading(home) as vault:
        return arrivals.arrived(vault, period, today or date.today())


def note_export(home: Path, who: str, what: str) -> None:
    """Writes into the audit that figures left the house."""
    with reading(home) as vault:
        vault.audit(who, "export", what)


def terms(home: Path) -> list[str]:
    """The terms of the calendar, such as 2025/26 Autumn, in the order of time."""
    if not (home / "vault.duckdb").exists():
        return []
    with reading(home) as vault:
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
    """Every problem as CSV, file by file, the most frequent first: file, line, column, value, level, problem, fix."""
    headings = ["file", "line", "column", "value", "level", "problem", "fix"]
    files = groupby(problems, lambda problem: problem.file)
    return csv_text(headings, ([getattr(p, h) for h in headings] for _, of in files for p in in_order(of)))


__all__ = [
    "LONGEST_WHY", "Asked", "Change", "Checked", "DryRun", "Load", "Looked", "Options", "Receipt", "Sent", "Tell", "Waiting",
    "arrived", "as_sent", "check_files", "clock", "datasets", "drafts", "dry_run", "figures_to_be", "history", "instruments",
    "load", "load_files", "look", "marked_csv", "marked_xlsx", "note", "note_export", "preview", "put", "queries", "query",
    "redo", "refused", "report", "schools", "sent", "set_options", "set_words", "take_note_back", "take_out", "template", "terms", "tray", "undo",
]  # fmt: skip
