"""What helps a sender on: the own file back with its problems marked, names to choose from, a survey's draft."""

from pathlib import Path

from wellmetrics.desk.looking import reading
from wellmetrics.instruments import for_home
from wellmetrics.intake import drafted, marked
from wellmetrics.intake.checked import Checked


def marked_xlsx(checked: Checked) -> bytes:
    """The file as sent, as a workbook with the faulty cells coloured and what is wrong beside each row."""
    return marked.marked_xlsx(checked.file, checked.data, checked.problems)


def marked_csv(checked: Checked) -> str:
    return marked.marked_csv(checked.file, checked.data, checked.problems)


def schools(home: Path) -> dict[str, str]:
    """The names of the schools that stand, by URN."""
    if not (home / "vault.duckdb").exists():
        return {}
    with reading(home) as vault:
        rows = sorted(vault.standing("schools").to_pylist(), key=lambda row: row["school"])
    return {row["urn"]: row["school"] for row in rows}


def instruments(home: Path) -> dict[str, str]:
    """The titles of the surveys that are declared, by code."""
    return {one.code: one.title for one in for_home(home)}


def drafts(home: Path, checked: Checked) -> dict[str, str]:
    """A draft of an instrument file for each survey of the file that none declares: its name and the TOML."""
    known = for_home(home)
    return {survey: drafted.draft(checked, survey, known) for survey in drafted.undeclared(checked, known)}
