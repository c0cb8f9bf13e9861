"""The Participation screen: whom it does not reach, ways of measuring never mixed, gaps claimed only where tested."""

import dataclasses
import re
from pathlib import Path

import pytest

from tests.small_feeds import BIG, NONE, SILENT, SMALL, STEADY, TERM
from tests.views.looking import opened, pictures, spots
from wellmetrics.charts import panels as drawing
from wellmetrics.charts import participation as drawn
from wellmetrics.model import Cell, Comparator
from wellmetrics.views import active_minutes, gaps, participation
from wellmetrics.views.choice import indicators
from wellmetrics.views.participation import ParticipationView
from wellmetrics.views.told import order
from wellmetrics.words.signals import Signal

EVERYBODY = ("lead", "board", f"head:{BIG}", f"head:{SMALL}", f"head:{NONE}", f"head:{SILENT}")


@pytest.fixture
def home(feeds_home: Path) -> Path:
    return feeds_home


def shown(home: Path, who: str, place: str = "", term: str = TERM) -> ParticipationView:
    return participation.view(*opened(home, who, school=place, term=term))


def test_the_title_is_the_shortfall_in_pupils(home):
    # 160 in each year group: 149 and 100 have two hours, so 11 and 60 do not.
    assert shown(home, "lead", BIG).title == (
        "School 900001: 71 of 320 pupils in 2 year groups have less than two hours of PE a week"
    )
    assert shown(home, "lead", SILENT).title == "School 900005: two hours of PE not sent for Autumn 2025"


def test_each_year_group_has_a_bar_from_nought_and_how_many_have_less(home):
    view = shown(home, "lead", BIG)
    assert [(y.label, y.spot.counted, y.short) for y in view.year_groups] == [
        ("Year 5", "149 of 160 pupils", "11"),
        ("Year 6", "100 of 160 pupils", "60"),
    ]
    assert view.pe_title == "Two hours of PE: least in Year 6 (62.5%)"
    shares = re.findall(r"--share:([\d.]+)", drawn.year_groups(view, False))
    assert [float(share) for share in shares] == pytest.approx([149 / 160, 100 / 160], abs=1e-4)


def test_year_groups_stand_by_number():
    parts = ["10", "1", "R", "13", "N", "2"]
    assert sorted(parts, key=lambda part: order("year_group", part)) == ["N", "R", "1", "2", "10", "13"]


def test_wider_groups_stand_in_their_own_order():
    said = ["all other staff", "not known", "leaders and teachers"]
    assert sorted(said, key=lambda part: order("staff_kind", part)) == [
        "leaders and teachers",
        "all other staff",
        "not known",
    ]
    assert sorted("NY", key=lambda part: order("any_send", part)) == ["Y", "N"]


def test_ways_of_measuring_are_never_in_one_line(home):
    view = shown(home, "lead")
    assert {p.title for p in view.active} == {
        "60 active minutes, by device",
        "60 active minutes, by self-report",
    }
    assert view.active_said[0] == (
        "Schools measure in two ways, which are never mixed in one line: self-report (1 school) and device (1 school)."
    )
    # A term has at most the pupils of the schools that measured in this way.
    for panel in view.active:
        assert all(s is None or s.denominator in (None, 200, 400) for s in panel.series[0].spots)


def test_a_change_of_method_is_a_break_with_its_reason(home):
    (panel,) = shown(home, "lead", BIG).active
    assert panel.breaks == (2,)
    assert panel.notes == (
        "New series from Autumn 2024: measured by device from here, before by self-report.",
    )
    assert panel.notes[0] in panel.alt
    svg = pictures(drawing.grid((panel,), "x", dark=False))[0]
    # Four terms in two stretches of two, and a dotted line between them.
    assert [len(p.split()) for p in re.findall(r'<polyline points="([^"]+)"', svg)] == [2, 2]
    assert 'stroke-dasharray="2 3"' in svg


def test_a_published_figure_stands_beside_self_report_alone_and_with_its_year(home):
    assert not any("England" in said for said in shown(home, "lead", BIG).active_said)
    assert "published" not in {s.kind for s in shown(home, "lead", BIG).active[0].series}
    steady = shown(home, "lead", STEADY)
    assert any("England, years 1 to 11, self-report: 47.8% in 2023/24" in said for said in steady.active_said)
    (panel,) = steady.active
    england = next(s for s in panel.series if s.kind == "published")
    assert [s.label if s else None for s in england.spots] == ["2022/23", "2023/24", None, None]


@pytest.mark.parametrize(("year", "old"), [("2025/26", False), ("2026/27", True)])
def test_a_published_figure_says_when_it_is_more_than_two_years_older(year, old):
    one = Comparator("England", "2023/24", 0.478, "Sport England", "Pupils", "", "A note", "self-report")
    said = active_minutes.published(one, year)
    assert said.startswith("England: 47.8% in 2023/24 (Sport England; pupils). A note.")
    assert ("more than two years older" in said) == old


def test_both_rates_stand_beside_their_gap(home):
    (sex,) = [g for g in shown(home, "lead", BIG).gaps if g.cut == "sex"]
    girls, boys = (s.spots[-1] for s in sex.rates.series)
    assert girls is not None
    assert boys is not None
    assert (girls.counted, boys.counted) == ("40 of 160 pupils", "80 of 160 pupils")
    assert sex.finding == "Girls 25.0 percentage points below boys (likely range −34.8 to −14.5)"
    assert sex.change == "The gap has not changed"


def test_a_gap_that_leaves_room_for_nought_is_not_called_one(home):
    (sex,) = [g for g in shown(home, "lead", STEADY).gaps if g.cut == "sex"]
    assert sex.finding.startswith("No clear gap between girls and boys (0.0, likely range −")


def test_that_a_gap_has_not_changed_is_said_only_where_it_was_tested(home):
    early = shown(home, "lead", BIG, "2023/24 Autumn")
    assert {g.change for g in early.gaps} == {"It is too early to tell whether the gap has changed"}
    silent = shown(home, "lead", SILENT)
    assert {g.change for g in silent.gaps} == {"Whether the gap has changed cannot be told"}
    assert {g.finding for g in silent.gaps if g.cut == "sex"} == {"Girls and boys: not sent for Autumn 2025"}


def signal(value: float, usual: float, word: str) -> Signal:
    cell = Cell("gap_any_club_sex", "", "", TERM, "term", "all", "", "shown", estimate=value)
    return Signal(cell, word, "neither", usual, None, None, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "usual", "word", "said"),
    [
        (-0.20, -0.10, "lower", "The gap is wider than usual for autumn"),
        (-0.05, -0.10, "higher", "The gap is narrower than usual for autumn"),
        (0.20, 0.10, "higher", "The gap is wider than usual for autumn"),
        (0.05, -0.10, "higher", "The gap has turned: it used to be the other way round for autumn"),
        (-0.10, -0.10, "none", "The gap has not changed"),
    ],
)
def test_a_changed_gap_is_wider_narrower_or_turned(value, usual, word, said):
    assert gaps.changed(signal(value, usual, word)) == said


def test_a_group_that_was_never_sent_is_said_and_not_drawn(home):
    view = shown(home, "lead", BIG)
    assert "No gap can be told where groups were not sent: Any club by SEND;" in view.gaps_said
    assert {(g.short, g.cut) for g in view.gaps} == {("Any club", "sex"), ("Any club", "pupil_premium")}


def test_schools_are_counted_where_girls_are_behind_beyond_chance(home):
    view = shown(home, "lead")
    # 900001 by 25 points of 160; 900003 by 25 points of 16, which chance may bring; 900002 not at all.
    assert view.schools_title == "Girls take part in clubs less than boys in 1 of 3 schools"
    rows = {row.name[-6:]: row for row in view.schools}
    assert [rows[urn].girls for urn in (BIG, STEADY, SMALL)] == ["girls less", "no clear gap", "no clear gap"]
    assert (rows[NONE].gap.state, rows[SILENT].gap.state) == ("does not apply", "not sent")


def test_a_school_that_is_not_asked_is_told_so(home):
    assert shown(home, f"head:{NONE}").empty == participation.NOT_ASKED


def test_a_head_reads_of_no_other_school(home):
    view = shown(home, f"head:{SMALL}")
    assert view.schools == ()
    assert not re.search(rf"School ({BIG}|{STEADY}|{NONE}|{SILENT})", str(list(drawn.csv(view))))


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("place", ["", BIG, SMALL, SILENT])
def test_a_figure_without_a_value_holds_no_number_anywhere(home, who, place):
    view = shown(home, who, place)
    for spot in spots(view):
        if spot.value is None:
            assert spot.state
            assert (spot.lower, spot.upper, spot.numerator, spot.denominator) == (None,) * 4
            assert (spot.text, spot.span, spot.counted) == ("", "", "")
    for row in drawn.csv(view):
        assert row[-1] == "shown" or row[4:9] == [None] * 5


def test_what_is_hidden_is_not_drawn(home):
    """A picture with a hidden term is the picture of a place without that term, but for one mark."""
    for gap in shown(home, "board", SMALL).gaps:
        for panel in (gap.rates, gap.gap):
            seen = tuple(
                dataclasses.replace(s, spots=tuple(p if p and p.value is not None else None for p in s.spots))
                for s in panel.series
            )
            with_marks = pictures(drawing.grid((panel,), "x", dark=False))[0]
            without = pictures(drawing.grid((dataclasses.replace(panel, series=seen),), "x", dark=False))[0]
            assert re.sub(r'<text [^>]*text-anchor="middle">[o−]</text>', "", with_marks) == without


def test_other_activities_have_their_past_and_a_way_to_their_definition(home):
    view = shown(home, "lead", BIG)
    first = view.activities[0]
    assert first.title == indicators()["competition"].title
    assert first.spot.counted == "80 of 320 pupils"
    html = drawn.activities(view, False)
    assert "/indicator?" in html
    assert html.count("not sent") == 3


def test_before_the_first_file_the_screen_says_what_to_send(hidden_home):
    view = shown(hidden_home, "lead", term="")
    assert view.title == "PE and clubs"
    assert "participation" in view.empty


def test_a_name_from_a_file_cannot_act(home):
    view = shown(home, "lead")
    row = dataclasses.replace(view.schools[0], name="<script>alert(1)</script>")
    year = dataclasses.replace(view.year_groups[0], label="<script>")
    html = drawn.schools(dataclasses.replace(view, schools=(row,)), False)
    html += drawn.year_groups(dataclasses.replace(view, year_groups=(year,)), False)
    assert "<script>" not in html
