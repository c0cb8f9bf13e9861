"""The Referrals screen: counts before percentages, the wait never alone, and nothing of what is hidden."""

import dataclasses
import re
from pathlib import Path

import pytest

from tests.small_feeds import BIG, NONE, SILENT, SMALL, STEADY, TERM
from tests.views.looking import opened, spots
from wellmetrics.charts import panels as drawing
from wellmetrics.charts import referrals as drawn
from wellmetrics.views import panels, referrals
from wellmetrics.views.referrals import ReferralsView

EVERYBODY = ("lead", "board", f"head:{BIG}", f"head:{SMALL}", f"head:{NONE}", f"head:{SILENT}")


@pytest.fixture
def home(feeds_home: Path) -> Path:
    return feeds_home


def shown(home: Path, who: str, place: str = "", term: str = TERM) -> ReferralsView:
    return referrals.view(*opened(home, who, school=place, term=term))


def html(view: ReferralsView) -> str:
    """Everything that is drawn."""
    every = (*view.over_time, *(p for g in view.gaps for p in (g.rates, g.gap)))
    parts = [
        drawn.flow(view, False),
        drawn.queue(view, False),
        drawn.groups(view, False),
        drawn.schools(view, False),
    ]
    parts += [drawing.grid(view.over_time, "x", False), drawing.gaps(view.gaps, "x", False)]
    return "".join([*parts, *(drawing.figures(p, False) for p in every)])


def test_the_title_is_the_signal_with_its_counts_and_never_a_percentage(home):
    assert shown(home, "lead", BIG).title == (
        "Pupil referrals at School 900001: higher than usual for autumn (33, after 16 a year ago)"
    )
    assert shown(home, "lead", NONE).title.endswith("as usual for autumn (none, after none a year ago)")
    assert shown(home, "lead", BIG, "2023/24 Autumn").title.endswith(
        "too early to tell (14, after 15 a year ago)"
    )
    for who in EVERYBODY:
        assert "%" not in shown(home, who).title


def test_a_title_says_why_there_is_no_figure(home):
    assert shown(home, "board", SMALL).title.endswith("hidden to protect people for Autumn 2025")
    assert shown(home, "lead", SILENT).title.endswith("not sent for Autumn 2025")


def test_the_flow_is_made_accepted_waiting_and_seen_each_of_how_many(home):
    found = {b.label: (b.length, b.spot.counted) for b in shown(home, "lead", BIG).flow}
    # 33 made, of which every tenth was declined; 10 wait; nobody was seen before the 40th day.
    assert found == {
        "Made": (33, "33 made, 320 pupils on roll"),
        "Accepted": (30, "30 of 33 made"),
        "Waiting at the term's end": (10, "10 of 33 made"),
        "Seen within 28 days": (0, "0 of 33 known after 28 days"),
    }


def test_the_wait_is_never_said_without_those_who_still_wait(home):
    said = " ".join(shown(home, "lead", BIG).said)
    assert (
        "Half of those seen waited 40 days or less, after 25 a year ago; higher than in every earlier autumn, "
        "which were all the same. Beside it:" in said
    )
    assert "Beside it: 10 of 33 made still waited at the term's end." in said
    assert [p.title for p in shown(home, "lead").over_time] == [
        "Days waited (median)",
        "Still waiting",
        "Referrals made",
    ]


def test_nobody_is_told_that_more_is_worse(home):
    view = shown(home, "lead")
    assert referrals.NEUTRAL in view.said
    assert {s.verdict for s in spots(view)} == {"neither"}
    assert "▲" not in html(view)


def test_the_queue_counts_whoever_waits_by_how_long(home):
    view = shown(home, "lead", BIG)
    assert view.queue_title == "10 referrals waited at the end of Autumn 2025, 5 of them for over 12 weeks"
    assert [(b.label, b.big) for b in view.queue] == [("4 to 12 weeks", "5"), ("Over 12 weeks", "5")]
    assert shown(home, "lead", STEADY).queue_title == "Nobody waited at the end of Autumn 2025"


def test_a_hidden_group_is_said_in_words_and_counted(home):
    view = shown(home, "lead", BIG, "2024/25 Autumn")
    hidden = [s for row in view.groups for s in (row.term, row.year) if s.state == "hidden to protect people"]
    assert hidden
    assert view.groups_said.startswith(
        f"{len(hidden)} of {2 * len(view.groups)} figures are hidden to protect people"
    )
    assert shown(home, "board", SMALL).groups_said.startswith("Every figure is hidden to protect people")


def test_a_school_without_a_figure_says_which_kind_of_none(home):
    rows = {row.name[-6:]: row for row in shown(home, "board").schools}
    table = drawn.schools(shown(home, "board"), False)
    assert rows[SMALL].spots[0].state == "hidden to protect people"
    assert rows[SILENT].spots[0].state == "not sent"
    lead = drawn.schools(shown(home, "lead"), False)
    assert "hidden to protect people" in table
    assert "not sent" in table
    assert re.search(r"School 900004</a></th><td class=\"num\">none<", lead)


def test_a_head_reads_of_no_other_school(home):
    view = shown(home, f"head:{SMALL}")
    assert view.schools == ()
    assert not re.search(rf"School ({BIG}|{STEADY}|{NONE}|{SILENT})", html(view) + str(list(drawn.csv(view))))


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("place", ["", BIG, SMALL, SILENT])
def test_a_figure_without_a_value_holds_no_number_anywhere(home, who, place):
    view = shown(home, who, place)
    silent = [s for s in spots(view) if s.value is None]
    for spot in silent:
        assert spot.state
        assert (spot.lower, spot.upper, spot.numerator, spot.denominator) == (None,) * 4
        assert (spot.text, spot.span, spot.counted) == ("", "", "")
    for row in drawn.csv(view):
        assert row[-1] == "shown" or row[4:9] == [None] * 5


def test_the_board_reads_nothing_of_a_school_that_is_hidden_from_it(home):
    lead, board = shown(home, "lead", SMALL), shown(home, "board", SMALL)
    numbers = {s.counted for s in spots((lead.flow, lead.over_time)) if s.value and "pupils" in s.counted}
    assert "3 made, 32 pupils on roll" in numbers
    page = html(board) + str(list(drawn.csv(board))) + " ".join(board.said)
    assert "3 made, 32 pupils on roll" not in page
    assert "32 pupils" not in re.sub(r"0 \w+, 32 pupils", "", page)


def test_the_download_is_what_is_on_the_screen(home):
    view = shown(home, "lead", BIG)
    rows = list(drawn.csv(view))
    assert {len(row) for row in rows} == {len(panels.CSV_HEADINGS)}
    assert ["flow", "Waiting at the term's end", "", "Autumn 2025", 10.0, 33.0] in [row[:6] for row in rows]
    assert {row[0] for row in rows} >= {"flow", "over time", "queue", "groups", "gaps", "schools"}


def test_gaps_are_told_year_by_year_and_their_change_from_the_terms(home):
    (sex,) = [g for g in shown(home, "lead").gaps if g.cut == "sex"]
    assert sex.gap.labels == ("2022/23", "2023/24", "2024/25", "2025/26")
    assert sex.finding.startswith("No clear gap between girls and boys (0.0, likely range −")
    assert sex.change == "The gap has not changed"


def test_staff_are_one_line_where_they_are_shown(home):
    assert shown(home, "lead").staff.startswith("0.0 per 100 staff in Autumn 2025: 0 made, 240 staff")
    assert shown(home, "lead", SILENT).staff == ""


def test_before_the_first_file_the_screen_says_what_to_send(hidden_home):
    view = shown(hidden_home, "lead", term="")
    assert view.title == "Referrals"
    assert "referrals" in view.empty


def test_a_name_from_a_file_cannot_act(home):
    view = shown(home, "lead")
    row = dataclasses.replace(view.schools[0], name="<script>alert(1)</script>", link='"><b onclick="x')
    panel = dataclasses.replace(view.over_time[0], alt='" onload="x', title="<script>", notes=("<script>",))
    named = dataclasses.replace(view, schools=(row,), over_time=(panel,))
    assert "<script>" not in html(named)
    assert 'onload="' not in html(named)
    assert 'onclick="' not in html(named)
