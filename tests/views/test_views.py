"""What the screens are given: true to the release, silent about what is hidden."""

import dataclasses
import tomllib
from pathlib import Path

import duckdb
import pytest

from tests.views.looking import opened
from wellmetrics import catalogue, release
from wellmetrics.charts import lines as drawing
from wellmetrics.charts import overview, tables
from wellmetrics.views import indicator, methods, multiples, school, trust

TERMS_BEFORE = {f"20{y}/{y + 1} {t}" for y in (21, 22) for t in ("Autumn", "Spring", "Summer")} | {
    "2023/24 Autumn"
}
SURGES = tomllib.loads((Path(__file__).parents[2] / "data" / "demo" / "answers.toml").read_text())["surges"]
SMALL, LARGE, STOPPED = "900003", "900011", "900012"


def test_the_default_term_is_the_latest_that_half_of_the_schools_have_sent(demo_home):
    for who in ("board", "lead", f"head:{LARGE}", f"head:{STOPPED}"):
        assert opened(demo_home, who)[1].term == "2025/26 Summer"


def test_every_place_and_figure_has_one_mark_in_words(demo_home):
    table = trust.view(*opened(demo_home, "lead")).where
    assert all(len(row.marks) == len(table.columns) for row in table.rows)
    assert all(mark.words for row in table.rows for mark in row.marks)
    row = next(row for row in table.rows if row.name == "Cedar Field Primary School")
    mark = next(mark for mark in row.marks if mark.symbol == "▲")
    assert mark.running == 2
    assert mark.words == (
        "Cedar Field Primary School, Long absence: higher than usual for summer, for a second term in a row, worse"
    )


def test_the_mark_of_a_school_that_sent_nothing_is_not_sent(demo_home):
    table = trust.view(*opened(demo_home, "lead")).where
    row = next(row for row in table.rows if row.name == "Medlar House School")
    absence = [
        m
        for m, code in zip(row.marks, table.codes, strict=True)
        if catalogue.indicator(code).feed == "absence"
    ]
    assert {mark.symbol for mark in absence} == {"−"}
    assert not any(mark.link for mark in absence)


def test_an_earlier_term_is_shown_as_it_stood_then(demo_home):
    view = trust.view(*opened(demo_home, "board", term="2023/24 Autumn"))
    assert view.title == "Autumn 2023 at a glance"
    assert any("Nothing new this term" in s.text for s in view.sentences)
    assert all(p.period in TERMS_BEFORE for h in view.headlines for p in h.points if " " in p.period)


def test_a_year_that_is_not_over_is_no_year(demo_home):
    view = trust.view(*opened(demo_home, "board", term="2025/26 Spring"))
    teacher = next(h for h in view.headlines if h.short == "Days per teacher")
    assert teacher.when == "2024/25"


@pytest.mark.parametrize("who", ["board", "lead", f"head:{SMALL}", f"head:{LARGE}"])
@pytest.mark.parametrize("code", list(catalogue.all_indicators()))
def test_a_hidden_figure_is_nowhere_in_what_is_drawn(demo_home, who, code):
    figures, asked = opened(demo_home, who, indicator=code)
    place = asked.place or SMALL
    view = indicator.view(figures, dataclasses.replace(asked, place=place, indicator=code))
    for point in view.points:
        if point.state:
            numbers = (point.value, point.lower, point.upper, point.low_expected, point.high_expected)
            assert numbers == (None,) * 5
            assert (point.text, point.span, point.expected, point.counted) == ("", "", "", "")
    if view.chart:
        figure = drawing.line(view.chart, dark=False)
        own = next(t for t in figure.data if t.name == view.chart.name)
        # A new series is parted by a gap before it.
        gaps = [gap for p in view.points for gap in ([True] if p.starts else []) + [p.value is None]]
        assert [v is None for v in own.y] == gaps


def test_a_head_has_no_line_of_another_school(demo_home):
    view = indicator.view(*opened(demo_home, f"head:{SMALL}"))
    assert view.chart is not None
    assert view.chart.beside_name == "other schools together"
    assert multiples.view(*opened(demo_home, f"head:{SMALL}")) is None


def test_a_chart_has_few_traces_and_is_made_ready_to_send_once(demo_home):
    chart = indicator.view(*opened(demo_home, "lead", school=LARGE)).chart
    assert chart is not None
    figure = drawing.line(chart, dark=True)
    assert len(figure.data) <= 8
    assert figure.to_dict() is drawing.line(chart, dark=True).to_dict()


def test_a_drawing_is_kept_for_one_record_and_never_for_an_equal_one(demo_home):
    chart = indicator.view(*opened(demo_home, "lead", school=LARGE)).chart
    assert chart is not None
    assert drawing.line(chart, dark=True) is drawing.line(chart, dark=True)
    assert drawing.line(chart, dark=True) is not drawing.line(dataclasses.replace(chart), dark=True)


def test_a_figure_opens_to_its_files(demo_home):
    view = indicator.view(*opened(demo_home, f"head:{LARGE}", indicator="long_term_absence"))
    assert {s.dataset for s in view.sources} >= {"absence", "workforce"}
    assert all(len(s.sha256) == 64 for s in view.sources)


def test_the_lead_reads_what_was_doubtful_in_the_files_behind_a_figure(demo_home):
    view = indicator.view(*opened(demo_home, "lead"))
    assert len(view.queries) == sum(s.queries or 0 for s in view.sources) > 0
    assert all(row.file and row.row and row.column and row.problem for row in view.queries)
    assert "the term before it had" in tables.queries(view, dark=False)
    assert "Queries" in tables.sources(view, dark=False)


@pytest.mark.parametrize("who", ["board", f"head:{LARGE}"])
def test_what_was_doubtful_reaches_nobody_else(demo_home, who):
    figures, asked = opened(demo_home, who)
    view = indicator.view(figures, asked)
    assert {s.queries for s in view.sources} == {None}
    assert "Queries" not in tables.sources(view, dark=False)
    assert view.queries == ()
    with duckdb.connect(str(figures.path), read_only=True, config=release.LOCKED) as con:
        held = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert "queries" not in held
    assert held >= {"cells", "sources"}


def test_the_board_is_told_why_it_sees_no_months_of_a_school(demo_home):
    view = indicator.view(*opened(demo_home, "board", school=LARGE))
    assert view.months is None
    assert "Months of single schools" in view.no_months


def test_months_have_limits_where_there_are_enough(demo_home):
    view = indicator.view(*opened(demo_home, "lead", school=LARGE, indicator="absence_rate"))
    assert view.months is not None
    assert view.months.lower is not None
    assert len(view.months.rules) == len(view.months.points)


def test_the_school_view_names_whom_it_compares_with(demo_home):
    view = school.view(*opened(demo_home, f"head:{SMALL}"))
    assert "Compared with 7 other schools" in view.compared_with
    assert "none can be struck out" in view.compared_with
    assert [area.title for area in view.areas] == [
        "Staff absence",
        "Voice",
        "Referrals",
        "PE and participation",
    ]
    assert all(len(area.charts) <= 2 for area in view.areas)
    assert {f.area for f in view.figures} == {area.title for area in view.areas}


def test_a_head_reads_the_signals_of_all_feeds_in_words(demo_home):
    said = " ".join(school.view(*opened(demo_home, f"head:{LARGE}")).said)
    assert "At your school, long absence: higher than usual for summer, for a second term in a row" in said
    assert "It stands out: a second term or a second source says so." in said
    spring = school.view(*opened(demo_home, "head:900010", term="2025/26 Spring"))
    assert any("leadership (staff survey): lower than usual for spring" in text for text in spring.said)


@pytest.mark.parametrize("surge", SURGES, ids=lambda surge: surge["urn"])
def test_more_referrals_and_longer_waits_are_told_together_at_the_school(demo_home, surge):
    """Neither silences the other: a surge with longer waits is what a board must be told."""
    readers = (f"head:{surge['urn']}", "lead", f"head:{surge['urn']}")
    of_terms = zip(
        surge["terms"], readers, surge["counts"], surge["median_waits"], surge["wait_signals"], strict=True
    )
    for term, who, made, median, wait in of_terms:
        season = term.split()[1].lower()
        view = school.view(*opened(demo_home, who, school=surge["urn"], term=term))
        (text,) = [text for text in view.said if text.startswith("Pupil referrals")]
        referrals, _, waited = text.partition("Median wait")
        assert f"Pupil referrals: {made} in " in referrals
        assert f"higher than usual for {season}" in referrals
        assert f" {median:g} days" in waited
        assert (f"longer than usual for {season}" in waited) == (wait == "higher")
        assert not any(text.startswith("Wait:") or "no change is claimed" in text for text in view.said)


def test_a_median_and_a_gap_stand_beside_the_trust_for_want_of_a_pool(demo_home):
    view = school.view(*opened(demo_home, f"head:{LARGE}"))
    beside = {f.code: f.beside for f in view.figures}
    assert beside["wait_median_days"].endswith("(whole trust)")
    assert not beside["two_hours_pe"].endswith("(whole trust)")
    wait = next(c for area in view.areas for c in area.charts if c.code == "wait_median_days")
    assert wait.beside_name == "the whole trust"


def test_a_survey_has_the_terms_in_which_it_was_held(demo_home):
    view = indicator.view(*opened(demo_home, "lead", indicator="staff_favourable"))
    assert {p.label.split()[0] for p in view.points} == {"Spring"}
    assert any("Beside it: Staff replies: lower than usual for spring" in text for text in view.said)


def test_ways_of_measuring_have_their_own_rows_where_they_differ(demo_home):
    view = indicator.view(*opened(demo_home, "lead", indicator="active_60_minutes"))
    assert view.title == "Active minutes in the whole trust: measured in more than one way"
    assert {part.name for part in view.parts} == {"device", "self-report"}
    assert sum("England" in text for text in view.said) == 1
    device = indicator.view(*opened(demo_home, "lead", indicator="active_60_minutes", school="900005"))
    assert not any("England" in text for text in device.said)
    assert any("A new series starts in Autumn 2024: measured by device" in text for text in device.said)


def test_a_gap_shows_both_groups(demo_home):
    view = indicator.view(*opened(demo_home, "lead", indicator="gap_any_club_sex"))
    assert any(text.startswith("Girls: ") and "; Boys: " in text for text in view.said)
    assert view.chart is not None
    assert view.chart.signed


def test_the_dictionary_and_the_methods_are_grouped_by_feed(demo_home):
    figures, _ = opened(demo_home, "lead")
    assert [title for title, _ in methods.counted()] == [
        "Staff absence",
        "Surveys",
        "Referrals",
        "PE and participation",
    ]
    assert sum(len(found) for _, found in methods.counted()) == len(catalogue.all_indicators())
    listed = [one.name for _, group in methods.dictionary() for one in group]
    assert sorted(listed) == sorted(catalogue.all_datasets())
    assert methods.surveys(None) == ()
    staff = next(s for s in methods.surveys(figures) if s.name == "staff-voice")
    turned = next(q for q in staff.questions if q.reversed)
    assert turned.favourable == "Strongly disagree and Disagree"


def test_names_from_files_cannot_act(demo_home):
    figures, asked = opened(demo_home, "lead")
    view = trust.view(figures, asked)
    row = dataclasses.replace(view.where.rows[0], name="<script>alert(1)</script>")
    html = overview.where(dataclasses.replace(view.where, rows=(row,)), dark=False)
    assert "<script>" not in html
    chart = indicator.view(figures, asked).chart
    assert chart is not None
    drawn = drawing.line(dataclasses.replace(chart, name="<a href='http://x'>"), dark=False)
    assert "<a" not in str([t.name for t in drawn.data])


def test_the_table_has_every_period_in_words(demo_home):
    view = indicator.view(*opened(demo_home, "board", school=SMALL, indicator="long_term_absence"))
    html = tables.periods(view, dark=False)
    assert html.count("<tr>") == len(view.points) + 1
    assert "hidden to protect people" in html
