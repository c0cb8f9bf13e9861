"""Hiding makes no alarm: nobody is told that a figure is unusual where all figures together do not say so."""

from functools import cache
from pathlib import Path

import pytest

from tests.views.looking import opened
from wellmetrics import catalogue
from wellmetrics.model import Cell
from wellmetrics.words import signals

Line = tuple[str, str, str]  # indicator, urn, group


@cache
def said(home: Path, who: str) -> dict[tuple[Line, str], str]:
    """Of every term's figure of everybody: the word that its line has for it."""
    figures, _ = opened(home, who)
    lines: dict[Line, list[Cell]] = {}
    for code in catalogue.all_indicators():
        for cell in figures.cells(code, grain="term"):
            lines.setdefault((cell.indicator, cell.urn, cell.group), []).append(cell)
    return {
        (line, signal.cell.period): signal.word
        for line, cells in lines.items()
        for signal in signals.of_line(cells, catalogue.indicator(line[0]))
    }


@pytest.mark.parametrize("who", ["board", *(f"head:9000{n:02}" for n in (1, 3, 5, 6, 8, 11))])
def test_what_is_unusual_to_a_reader_is_so_to_whom_nothing_is_hidden(demo_home, who):
    full = said(demo_home, "lead")
    flagged = {
        at: word for at, word in said(demo_home, who).items() if word in ("higher", "lower") and at in full
    }
    assert len(flagged) > 10
    assert {at: word for at, word in flagged.items() if full[at] != word} == {}
