"""Has it changed? The sentence, the rule, since when and how sure, from the one signal of the line."""

import pytest

from tests.views.looking import opened
from wellmetrics import catalogue, release
from wellmetrics.charts import changing as drawing
from wellmetrics.charts import lines
from wellmetrics.model import Viewer
from wellmetrics.views import apart, changing
from wellmetrics.words import signals

LARGE, SMALL, TERM = "900011", "900003", "2025/26 Summer"


def test_the_title_answers_whether_it_is_unusual(demo_home):
    view = changing.view(*opened(demo_home, "lead", school=LARGE, indicator="long_term_absence", term=TERM))
    assert (
        view.title
        == "Long absence at Larch High School: higher than usual for summer, for a second term in a row"
    )
    assert "10.7% of staff in Summer 2026; expected up to 8.1% from 4 earlier summers." in view.said
    assert "It has been so since Spring 2026, 2 figures in a row." in view.said
    assert "It stands out: a second term or a second source says so." in view.said
    assert view.method == "same term of earlier years"


def test_every_mark_is_the_signal_of_the_line(demo_home):
    for who, urn in (("lead", LARGE), ("board", ""), (f"head:{SMALL}", SMALL)):
        figures, chosen = opened(demo_home, who, school=urn, indicator="days_lost_per_fte", term=TERM)
        view = changing.view(figures, chosen)
        line = signals.of_line(
            figures.cells("days_lost_per_fte", urn=urn, group="", grain="term"),
            catalogue.indicator("days_lost_per_fte"),
        )
        by_period = {s.cell.period: s.word for s in line}
        assert [p.word for p in view.points] == [by_period[p.period] for p in view.points]
        assert [bool(rule) for rule in view.rules] == [p.word in ("higher", "lower") for p in view.points]


def test_a_new_series_is_drawn_and_said_and_no_claim_crosses_it(demo_home):
    view = changing.view(
        *opened(demo_home, "lead", school="900005", indicator="active_60_minutes", term=TERM)
    )
    assert any(event.words.startswith("New series") for event in view.events)
    assert "too early" in view.title
    assert "New series" in str(drawing.terms(view, False).to_dict()["layout"])


def test_months_say_their_baseline_and_the_same_month_a_year_before(demo_home):
    view = changing.view(*opened(demo_home, "lead", school=LARGE, indicator="absence_rate", term=TERM))
    assert view.months is not None
    assert "no baseline is locked" in view.months_baseline
    assert "the same month a year before:" in view.year_ago
    assert view.may_lock
    board = changing.view(*opened(demo_home, "board", indicator="absence_rate", term=TERM))
    assert not board.may_lock


@pytest.mark.parametrize(("term", "bars"), [(TERM, True), ("2022/23 Autumn", False)])
def test_bars_are_explained_where_there_are_any(demo_home, term, bars):
    view = changing.view(*opened(demo_home, "lead", school=LARGE, indicator="absence_rate", term=term))
    drawn, *_ = drawing.terms(view, False).to_dict()["data"]
    assert drawn["showlegend"] == any(y is not None for y in drawn["y"]) == bars
    assert ("upright bars" in drawing.legend(view)) == bars


def test_a_hidden_line_holds_no_number(demo_home):
    view = changing.view(
        *opened(demo_home, "board", school="900007", indicator="long_term_absence", term=TERM)
    )
    assert view.title.endswith("hidden to protect people for Summer 2026")
    assert all(p.value is None for p in view.points if p.state == "hidden to protect people")
    assert not view.said


@pytest.mark.parametrize("who", ["lead", "board", "head:900010"])
def test_gaps_say_both_groups_difference_and_ratio_and_no_foreign_school(demo_home, who):
    view = apart.view(*opened(demo_home, who, indicator="any_club", term=TERM))
    assert "girls less than boys" in view.title
    assert any("times as often (likely range" in said for said in view.said)
    assert [gap.cut for gap in view.terms] == ["pupil_premium", "send", "sex"]
    names = {row.name for row in view.schools}
    assert len(names) == (1 if who.startswith("head") else len(names))
    assert names


def test_the_trusts_gap_agrees_with_what_the_answers_say(demo_home):
    view = apart.view(*opened(demo_home, "board", indicator="any_club", term=TERM))
    sex = next(g for g in view.terms if g.cut == "sex")
    assert sex.last.text == "−13.3"
    assert sex.change == "The gap has not changed"
    figures = release.open_for(demo_home, Viewer("board"))
    (cell,) = figures.cells("gap_any_club_sex", urn="", group="", grain="term", period=TERM)
    assert cell.value == pytest.approx((sex.last.value or 0) / 100)


def test_the_words_above_the_months_have_room_for_all_their_lines(demo_home):
    view = changing.view(*opened(demo_home, "lead", school=LARGE, indicator="absence_rate", term=TERM))
    assert view.months is not None
    layout = lines.months(view.months, False).to_plotly_json()["layout"]
    (words,) = layout["annotations"]
    assert words["text"].replace("<br>", " ") == "November 2025: seven in a row on one side of the middle"
    assert layout["margin"]["t"] >= words["font"]["size"] * 1.3 * len(words["text"].split("<br>"))


def test_a_small_schools_few_are_drawn_by_the_year_for_the_board_and_by_the_term_for_its_head(demo_home):
    def labels(who):
        view = changing.view(*opened(demo_home, who, school=SMALL, indicator="long_term_absence", term=TERM))
        return [p.label for p in view.points if p.value is not None]

    assert labels("board")[-1] == "2025/26"
    assert labels(f"head:{SMALL}")[-1] == "Summer 2026"
