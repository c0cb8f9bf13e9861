"""Nought, not sent, hidden and not applicable are four things in every place, and hidden is one whatever it was hidden for."""

from pathlib import Path
from typing import get_args

import pytest

from tests import helpers
from tests.small_feeds import NONE, SILENT, SMALL, TERM
from tests.views.looking import opened
from wellmetrics.charts import overview, tables
from wellmetrics.model import State
from wellmetrics.release import COLUMNS
from wellmetrics.views import indicator, trust
from wellmetrics.words import numbers

REFERRALS, CLUB = "pupil_referrals_per_1000", "any_club"
WORDS = {
    "nil": ("lead", NONE, REFERRALS, "0.0"),
    "missing": ("lead", SILENT, REFERRALS, "not sent"),
    "hidden": ("board", SMALL, REFERRALS, "hidden to protect people"),
    "not applicable": ("lead", NONE, CLUB, "does not apply"),
}


@pytest.mark.parametrize("state", WORDS)
def test_a_figures_own_page_has_a_word_for_each_and_no_number_beside_it(feeds_home, state):
    who, urn, code, word = WORDS[state]
    (cell,) = helpers.cells(feeds_home, code, who, urn=urn, grain="term", period=TERM)
    assert cell.state == state
    page = indicator.view(*opened(feeds_home, who, school=urn, indicator=code, term=TERM))
    (point,) = [p for p in page.points if p.period == TERM]
    assert (point.text or point.state) == word
    row = next(row for row in tables.periods(page, False).split("<tr>")[2:] if numbers.term(TERM) in row)
    others = {said for *_, said in WORDS.values() if not said[0].isdigit()} - {word}
    assert word in row
    assert not [said for said in others if said in row]
    if state != "nil":
        assert (point.value, point.lower, point.upper, point.counted) == (None, None, None, "")


def test_the_front_page_marks_each_in_another_way(feeds_home):
    marks = {state: _mark(feeds_home, *where) for state, (*where, _) in WORDS.items()}
    assert len({mark.symbol for mark in marks.values()}) == 4
    assert all(f"{mark.symbol} " in f" {overview.LEGEND} " for mark in marks.values())
    assert len({mark.words.partition(": ")[2] for mark in marks.values()}) == 4
    assert marks["hidden"].words.endswith("hidden to protect people")


def _mark(home: Path, who: str, urn: str, code: str) -> trust.Mark:
    where = trust.view(*opened(home, who, term=TERM)).where
    row = next(row for row in where.rows if row.name == f"School {urn}")
    return row.marks[where.codes.index(code)]


@pytest.mark.parametrize("who", ["board", "lead", f"head:{SMALL}"])
def test_no_file_says_whether_a_figure_was_hidden_for_itself_or_for_another(demo_home, who):
    """There is one word, no reason beside it, and no number."""
    who = who.replace(SMALL, "900003")
    found = helpers.frame(demo_home, who)
    assert set(found["state"]) <= set(get_args(State))
    hidden = found[found["state"] == "hidden"]
    assert len(hidden) > 100
    told = [name for name in found if name not in ("state", "scale", *COLUMNS[:7])]
    same = hidden[told].nunique(dropna=False)
    assert same[same > 1].to_dict() == {}
