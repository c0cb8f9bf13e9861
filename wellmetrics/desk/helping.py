"""What helps a sender on: the own file back with its problems marked, names to choose from, a survey's draft."""

from dataclasses import replace
from pathlib import Path

from wellmetrics.desk.looking import reading
from wellmetrics.instruments import for_home
from wellmetrics.intake import drafted, marked
from wellmetrics.intake.checked import Checked
from wellmetrics.model import Problem


def marked_xlsx(checked: Checked) -> bytes:
    """The file as sent, as a workbook with the faulty cells coloured and what is wrong beside each row."""
    return marked.marked_xlsx(checked.file, checked.data, _placed(checked))


def marked_csv(checked: Checked) -> str:
    return marked.marked_csv(checked.file, checked.data, _placed(checked))


def _placed(checked: Checked) -> list[Problem]:
    """The problems, each in the sender's own column, also where it was found in the column that it fills."""
    columns = checked.headed.columns if checked.headed else {}
    return [
        replace(p, position=columns.get(p.column)) if p.position is None and p.line else p
        for p in checked.problems
    ]


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
