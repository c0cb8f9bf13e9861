"""Locked baselines: by the lead alone, with a reason, and from the next release on in every chart and signal."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from wellmetrics import access, catalogue, release, workbook
from wellmetrics.build import build_from
from wellmetrics.model import CallError, Cell, Viewer
from wellmetrics.vault import Vault
from wellmetrics.words import signals

LEAD, PLACE = Viewer("lead"), ("absence_rate", "900001", "")
MONTHS = ("2021-09", "2022-10")
RATE = catalogue.indicator("absence_rate")


def month_line(*values: float) -> list[Cell]:
    months = [f"{year}-{month:02}" for year in range(2021, 2025) for month in range(1, 13) if month != 8]
    return [
        Cell("absence_rate", "900001", "", month, "month", "all", "", "shown", value * 100, 100)
        for month, value in zip(months, values, strict=False)
    ]


def test_a_lock_is_listed_with_who_when_and_why_until_it_is_taken_away(tmp_path):
    made = workbook.lock(tmp_path, LEAD, "Lead", PLACE, MONTHS, "Before the supply contract changed")
    assert workbook.baselines(tmp_path) == [made]
    assert (made.first, made.last, made.by, made.reason) == (
        *MONTHS,
        "Lead",
        "Before the supply contract changed",
    )
    workbook.unlock(tmp_path, LEAD, "Lead", PLACE, "The contract is back")
    assert workbook.baselines(tmp_path) == []


@pytest.mark.parametrize(
    ("viewer", "months", "reason", "said"),
    [
        (Viewer("board"), MONTHS, "Why", "wellbeing lead"),
        (Viewer("head", "900001"), MONTHS, "Why", "wellbeing lead"),
        (LEAD, ("2021-09", "2022-09"), "Why", "too short"),  # twelve months without August
        (LEAD, ("2022-10", "2021-09"), "Why", "no months"),
        (LEAD, ("Sept 2021", "2022-10"), "Why", "no months"),
        (LEAD, MONTHS, "  ", "reason"),
    ],
)
def test_what_may_not_be_locked_is_said(tmp_path, viewer, months, reason, said):
    with pytest.raises(CallError, match=said):
        workbook.lock(tmp_path, viewer, "Who", PLACE, months, reason)
    assert workbook.baselines(tmp_path) == []


def test_what_is_not_locked_cannot_be_unlocked(tmp_path):
    with pytest.raises(CallError, match="No baseline"):
        workbook.unlock(tmp_path, LEAD, "Lead", PLACE, "Why")


def test_limits_follow_the_locked_months_from_the_next_release_on(one_term_home, tmp_path):
    home = Path(shutil.copytree(one_term_home, tmp_path / "home"))
    workbook.lock(home, LEAD, "Lead", PLACE, MONTHS, "A steady time")
    with Vault(home) as vault:
        build_from(vault)
    figures = access.open_release(home, LEAD)
    assert [(b.indicator, b.first, b.last, b.reason) for b in figures.baselines] == [
        ("absence_rate", *MONTHS, "A steady time")
    ]
    cells = figures.cells("absence_rate", urn="900001", grain="month")
    assert [c.period for c in cells if c.locked] == [
        c.period for c in cells if MONTHS[0] <= c.period <= MONTHS[1]
    ]
    own = release.open_for(home, Viewer("head", "900001"))
    other = release.open_for(home, Viewer("head", "900002"))
    assert (len(own.baselines), len(other.baselines)) == (1, 0)


def test_a_locked_stretch_fixes_the_limits_of_the_signals():
    steady, later = [4.0, 5.0] * 7, [9.0, 10.0] * 7
    cells = month_line(*steady, *later)
    free = signals.of_line(cells, RATE)
    fixed = signals.of_line([replace(c, locked=i < 14) for i, c in enumerate(cells)], RATE)
    assert fixed[0].expected == pytest.approx(4.5)
    assert free[0].expected == pytest.approx(7.0)
    assert {s.word for s in fixed[14:]} == {"higher"}
