"""Small trusts as CSV texts, and homes that hold them: the data of a test stands in the test."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from wellmetrics import catalogue, release
from wellmetrics.build import build_from
from wellmetrics.intake.check import Checked, Context, Options, check
from wellmetrics.model import Cell, Problem, Viewer
from wellmetrics.vault import Vault

REAL = Path(__file__).parents[1] / "../shared/data/real"

RUDE = re.compile(r"\b(invalid|illegal|please|oops|traceback|exception|null|nan|none type)\b", re.I)

File = tuple[str, bytes]
AUTUMN, SPRING, SUMMER = "2025/26 Autumn", "2025/26 Spring", "2025/26 Summer"
ABSENCE = "urn,staff_ref,post,staff_group,fte,first_day,last_day,half_first,half_last,reason,days_lost"


def csv(name: str, headings: str, *rows: str) -> File:
    return name, "\n".join([headings, *rows, ""]).encode()


def schools(*urns: str, phase: str = "primary") -> File:
    """A row is a URN, or `URN,joined,left`."""
    rows = []
    for text in urns:
        urn, joined, left = [*text.split(","), "", ""][:3]
        rows.append(f"{urn},School {urn},{phase},{joined},{left}")
    return csv("schools.csv", "urn,school,phase,joined,left", *rows)


def terms(*own: str) -> File:
    """Two academic years. `own` are rows of schools with dates of their own."""
    return csv(
        "terms.csv",
        "academic_year,term,first_day,last_day,half_term_first_day,half_term_last_day,urn",
        "2024/25,Autumn,2024-09-02,2024-12-20,2024-10-28,2024-11-01,",
        "2024/25,Spring,2025-01-06,2025-04-04,2025-02-17,2025-02-21,",
        "2024/25,Summer,2025-04-22,2025-07-22,2025-05-26,2025-05-30,",
        "2025/26,Autumn,2025-09-01,2025-12-19,2025-10-27,2025-10-31,",
        "2025/26,Spring,2026-01-05,2026-03-27,2026-02-16,2026-02-20,",
        "2025/26,Summer,2026-04-13,2026-07-21,2026-05-25,2026-05-29,",
        *own,
    )


def workforce(staff: dict[str, int], census: str = "2025-11-06", name: str = "workforce.csv") -> File:
    """Everybody a teacher with a whole post."""
    rows = [f"{urn},{census},teacher,{heads},{heads}" for urn, heads in staff.items()]
    return csv(name, "urn,census_date,staff_group,headcount,fte", *rows)


def absence(*spells: str, name: str = "absence.csv") -> File:
    """A spell is `urn,staff_ref,post,staff_group,fte,first_day,last_day,half_first,half_last,reason,days_lost`.

    Short spells `urn,staff_ref,first_day,last_day` are those of a teacher with a whole post.
    """
    rows = []
    for spell in spells:
        cells = spell.split(",")
        if len(cells) == 4:
            urn, who, first, last = cells
            cells = [urn, who, "", "teacher", "1", first, last, "", "", "infection", ""]
        rows.append(",".join(cells))
    return csv(name, ABSENCE, *rows)


def returns(*rows: str) -> File:
    """A row is `dataset,urn,academic_year,term,state`."""
    return csv("returns.csv", "dataset,urn,academic_year,term,state", *rows)


def put(vault: Vault, *files: File, covers: Iterable[str] = (), options: Options | None = None) -> list[int]:
    """Loads files one by one, without a build. Fails on a file with errors. Returns the batches."""
    batches = []
    for name, data in files:
        checked = check(name, data, vault.context(), options)
        assert not checked.errors, [str(p) for p in checked.errors]
        assert checked.dataset
        chosen = covers if checked.dataset.storage == "log" else ()
        batches.append(vault.load(checked, "a test", chosen).batch)
    return batches


def home_with(home: Path, *files: File, build: bool = True) -> Path:
    """A home that holds the files, with a release unless told otherwise."""
    with Vault(home) as vault:
        put(vault, *files)
        if build:
            build_from(vault)
    return home


def standing(vault: Vault) -> dict[str, list[tuple]]:
    """Every row that stands, sorted: what two vaults with the same facts have in common."""
    found = {}
    for name in catalogue.all_datasets():
        rows = vault.standing(name).to_pylist()
        found[name] = sorted((tuple(row.values()) for row in rows), key=repr)
    return found


def cells(home: Path, indicator: str, viewer: str = "lead", **where: str | None) -> list[Cell]:
    opened = release.open_for(home, Viewer.parse(viewer))
    try:
        return opened.cells(indicator, **where)
    finally:
        opened.close()


def term_cells(
    home: Path, indicator: str, urn: str = "", viewer: str = "lead", group: str = ""
) -> dict[str, Cell]:
    """The terms of one place by name."""
    return {c.period: c for c in cells(home, indicator, viewer, urn=urn, group=group, grain="term")}


def frame(home: Path, viewer: str, name: str | None = None) -> pd.DataFrame:
    """Every cell of a viewer's file, in a fixed order."""
    opened = release.open_for(home, Viewer.parse(viewer), name)
    try:
        found = pd.DataFrame(opened.cells(cut=None))
    finally:
        opened.close()
    keys = ["indicator", "urn", "group", "grain", "period", "cut", "part"]
    return found.sort_values(keys, ignore_index=True)


def bare_context(home: Path, *files: File) -> Context:
    """What a file is checked against where `files` are loaded."""
    with Vault(home) as vault:
        put(vault, *files)
        context = vault.context()
        return Context(dict(context.standing), context.instruments)


def look(context: Context, file: File, **said: object) -> Checked:
    """One file checked; `said` are the sender's options. Whatever it complains of must be well said."""
    checked = check(*file, context, Options(**said))  # type: ignore[arg-type]
    for problem in checked.problems:
        well_said(problem)
    return checked


def well_said(problem: Problem) -> None:
    """The promises that every message keeps: a file, a sentence, what to do, and none of the words of machines."""
    words = f"{problem.problem} {problem.fix}"
    assert problem.file, problem
    assert problem.problem.rstrip().endswith((".", "?")), problem
    assert not RUDE.search(words), problem
    assert "\n" not in words, problem
    if problem.level != "notice":
        assert problem.fix.rstrip().endswith((".", "?")), problem


def faults(checked: Checked, level: str = "error") -> list[tuple[int | None, str, str]]:
    """Line, column and code of every problem of a level."""
    return [(p.line, p.column, p.code) for p in checked.problems if p.level == level]


def one(checked: Checked, code: str) -> Problem:
    """The only problem with this code."""
    (problem,) = [p for p in checked.problems if p.code == code]
    return problem


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(n: int) -> timedelta:
    return timedelta(days=n)
