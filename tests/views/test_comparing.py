"""Comparing schools: one rule for dot, limit, table and title; a pool where single schools may not be seen."""

import dataclasses
import shutil
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.views.looking import opened
from wellmetrics import access, catalogue
from wellmetrics.charts import comparing as drawing
from wellmetrics.model import Cell, Viewer
from wellmetrics.release import Release
from wellmetrics.statistics import compare
from wellmetrics.views import choice, comparing, school
from wellmetrics.words import comparing as words

LONG, TERM = "long_term_absence", "2025/26 Summer"
SMALL, LARGE = "900003", "900011"
COUNTS = st.lists(st.tuples(st.integers(0, 40), st.integers(40, 400)), min_size=1, max_size=24)


def cells(counts, code=LONG) -> dict[str, Cell]:
    return {
        f"{900001 + i}": Cell(code, f"{900001 + i}", "", TERM, "term", "all", "", "shown", float(x), float(n))
        for i, (x, n) in enumerate(counts)
    }


def trust(counts, code=LONG) -> Cell:
    x, n = (float(sum(part)) for part in zip(*counts, strict=True))
    return Cell(code, "", "", TERM, "term", "all", "", "shown", x, n)


@given(COUNTS)
@settings(max_examples=150)
def test_a_mark_is_the_funnels_flag_with_ten_schools_and_the_own_interval_with_fewer(counts):
    indicator = catalogue.indicator(LONG)
    found = words.of_phase(cells(counts), trust(counts), indicator)
    if len(counts) >= 10:
        flags = compare.funnel([x for x, _ in counts], [n for _, n in counts]).flags998
        assert list(found.marks.values()) == flags
        assert found.funnel is not None
    else:
        assert found.funnel is None
        value = trust(counts).value
        assert list(found.marks.values()) == [
            words.against(c, value, indicator) for c in cells(counts).values()
        ]


@given(COUNTS, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_schools_changes_no_mark(counts, random):
    indicator, own = catalogue.indicator(LONG), cells(counts)
    turned = list(own.items())
    random.shuffle(turned)
    one, two = (words.of_phase(c, trust(counts), indicator).marks for c in (own, dict(turned)))
    assert dict(one) == dict(two)


def test_what_is_hidden_takes_no_part_and_has_no_mark():
    shown = cells([(5, 100)] * 11)
    hidden = Cell(LONG, "900099", "", TERM, "term", "all", "", "hidden")
    found = words.of_phase({**shown, "900099": hidden}, trust([(5, 100)] * 11), catalogue.indicator(LONG))
    assert found.marks["900099"] == ""
    assert "900099" not in found.urns


@pytest.mark.parametrize("who", ["lead", "board"])
def test_the_title_names_who_stands_out_and_nobody_is_ranked(demo_home, who):
    view = comparing.view(*opened(demo_home, who, indicator="any_club", term=TERM))
    assert view.title == "Any club, primary schools, Summer 2026: higher at Juniper Park Primary Academy"
    assert [d.name for d in view.dots] == sorted(d.name for d in view.dots)
    quiet = comparing.view(*opened(demo_home, who, indicator=LONG, term=TERM))
    assert quiet.title.endswith("stands out") or "no school has a figure" in quiet.title


def test_with_hidden_schools_the_title_speaks_of_those_that_can_be_shown(demo_home):
    view = comparing.view(*opened(demo_home, "board", indicator="days_lost_per_fte", term=TERM))
    quiet = dataclasses.replace(view.dots[0], mark="similar", value=2.0)
    hidden = dataclasses.replace(quiet, mark="", value=None)
    assert comparing.finding((quiet, quiet)) == "no school stands out"
    assert comparing.finding((quiet, quiet, quiet, hidden)) == "none of the 3 that can be shown stands out"
    assert comparing.finding((quiet, hidden)) == "the one that can be shown does not stand out"


def test_no_range_is_drawn_where_no_figure_can_lie(demo_home):
    every = [
        comparing.view(*opened(demo_home, "lead", indicator=code, term=TERM))
        for code in ("days_lost_per_fte", "mental_health_share", LONG, "pupil_referrals_per_1000")
    ]
    cut = [d for view in every for d in view.dots if d.lower == 0 and d.value]
    assert cut
    for view in every:
        lowest = min(d.lower for d in view.dots if d.lower is not None)
        assert lowest >= 0
        if view.percent:
            assert max(d.upper for d in view.dots if d.upper is not None) <= 1
        if not view.funnel:
            bars = drawing.chart(view, False).to_dict()["data"][0]
            assert min(x for x in bars["x"] if x is not None) >= 0


def test_names_have_a_place_of_their_own_beside_the_ranges(demo_home):
    view = comparing.view(*opened(demo_home, "lead", indicator="days_lost_per_fte", term=TERM))
    layout = drawing.chart(view, False).to_dict()["layout"]
    named = [text.replace("<br>", " ") for text in layout["yaxis"]["ticktext"]]
    assert sorted(named) == sorted(d.name for d in view.dots if d.value is not None)
    assert [a["text"] for a in layout["annotations"]] == ["the whole trust"]
    assert max(len(line) for text in layout["yaxis"]["ticktext"] for line in text.split("<br>")) <= 18


def test_school_and_compare_screens_say_the_same(demo_home):
    for urn in ("900008", LARGE, SMALL):
        page = school.view(*opened(demo_home, "lead", school=urn, term=TERM))
        for figure in page.figures:
            if figure.code not in ("any_club", LONG, "days_lost_per_fte", "pupil_referrals_per_1000"):
                continue
            view = comparing.view(*opened(demo_home, "lead", school=urn, indicator=figure.code, term=TERM))
            assert next(d.mark for d in view.dots if d.urn == urn) == figure.compared, figure.code


def test_a_head_sees_the_own_school_beside_the_pool_and_no_other_figure(demo_home):
    view = comparing.view(*opened(demo_home, f"head:{SMALL}", indicator=LONG, term=TERM))
    assert [d.urn for d in view.dots] == [SMALL]
    assert "none can be struck out" in view.no_schools
    assert view.alike is not None
    assert not view.alike.may_strike
    assert all(row.figure == "" for row in view.alike.rows)
    assert {row.name for row in view.alike.rows}  # public facts are public


@pytest.fixture
def seeing_schools(demo_home, tmp_path):
    """A head's file with the board's cells of two figures beside the own ones, as `heads_see` lays them there."""
    at = tmp_path / "head.duckdb"
    shutil.copy(access.open_release(demo_home, Viewer("head", SMALL)).path, at)
    at.chmod(0o600)
    board = access.open_release(demo_home, Viewer("board")).table("cells")
    with duckdb.connect(str(at)) as con:
        con.register("board", board)
        con.execute("UPDATE meta SET value = 'schools' WHERE name = 'heads_see'")
        con.execute(
            """INSERT INTO cells SELECT * FROM board WHERE urn NOT IN ('', ?) AND cut = 'all'
            AND indicator IN ('any_club', 'staff_favourable')""",
            [SMALL],
        )
    opened = Release(at)
    yield opened
    opened.close()


def as_head(figures: Release, **asked: str):
    return comparing.view(figures, choice.choose(figures, Viewer("head", SMALL), {"term": TERM, **asked}))


@pytest.mark.parametrize("code", ["any_club", "staff_favourable"])
def test_a_head_who_may_sees_the_schools_that_the_board_sees(demo_home, seeing_schools, code):
    view = as_head(seeing_schools, indicator=code)
    board = comparing.view(*opened(demo_home, "board", school=SMALL, indicator=code, term=TERM))
    assert [(d.urn, d.text) for d in view.dots] == [(d.urn, d.text) for d in board.dots]
    assert len(view.dots) > 3
    assert view.no_schools == ""
    assert [d.urn for d in view.dots if d.link] == [SMALL]
    assert drawing.table(view, False).count("<a ") == 1


def test_a_head_who_may_strikes_a_school_out_and_reads_the_effect(seeing_schools):
    every = as_head(seeing_schools, indicator="any_club").alike
    assert every is not None
    assert every.may_strike
    assert all(row.figure for row in every.rows)
    struck = as_head(seeing_schools, indicator="any_club", struck=every.rows[0].urn).alike
    assert struck is not None
    assert struck.said[1].startswith(f"Without {every.rows[0].name} it ")


@pytest.mark.parametrize("code", [LONG, "mental_health_days_per_fte", "pupil_referrals_per_1000"])
def test_a_head_who_may_see_schools_sees_none_in_what_stays_together_and_reads_why(seeing_schools, code):
    view = as_head(seeing_schools, indicator=code)
    assert {d.urn for d in view.dots} <= {SMALL}
    assert "no school is shown to another" in view.no_schools
    assert view.alike is not None
    assert not view.alike.may_strike
    assert all(row.figure == "" for row in view.alike.rows)


def test_a_hidden_school_has_no_number_in_chart_table_or_words(demo_home):
    view = comparing.view(*opened(demo_home, "board", indicator=LONG, term=TERM))
    hidden = [d for d in view.dots if d.text == "hidden to protect people"]
    assert hidden
    for dot in hidden:
        numbers = (dot.value, dot.size, dot.lower, dot.upper, dot.lower95, dot.upper95, dot.counted)
        assert numbers == (None, None, None, None, None, None, "")
        assert dot.name not in str(drawing.chart(view, False).to_dict()["data"])


def test_schools_like_this_one_come_with_their_distance_and_striking_one_out_says_its_effect(demo_home):
    figures, chosen = opened(demo_home, "lead", school=SMALL, indicator="any_club", term=TERM)
    every = comparing.view(figures, chosen).alike
    assert every is not None
    distances = [float(row.distance) for row in every.rows]
    assert distances == sorted(distances)
    assert len(every.rows) == 5
    struck = comparing.view(figures, dataclasses.replace(chosen, struck=(every.rows[0].urn,))).alike
    assert struck is not None
    assert [row.struck for row in struck.rows] == [True, False, False, False, False]
    assert struck.said[0] == every.said[0]
    assert struck.said[1].startswith(f"Without {every.rows[0].name} it ")


def test_with_fewer_than_three_left_to_compare_with_nothing_is_told(demo_home):
    figures, chosen = opened(demo_home, "lead", school=SMALL, indicator="any_club", term=TERM)
    every = comparing.view(figures, chosen).alike
    assert every is not None
    three = tuple(row.urn for row in every.rows[:3])
    struck = comparing.view(figures, dataclasses.replace(chosen, struck=three)).alike
    assert struck is not None
    assert "nothing to compare with" in struck.said[1] or "no figure to compare with" in struck.said[1]


def large(home: Path, folder: Path, size: int) -> Release:
    """The lead's file of the demo trust with one primary as often as a funnel needs, one of them far above."""
    at = folder / "lead.duckdb"
    shutil.copy(access.open_release(home, Viewer("lead")).path, at)
    at.chmod(0o600)
    with duckdb.connect(str(at)) as con:
        con.execute("CREATE TEMP TABLE one AS SELECT * FROM places WHERE urn = ?", [LARGE])
        con.execute(
            "CREATE TEMP TABLE figures AS SELECT * FROM cells WHERE urn = ? AND indicator = ?",
            [LARGE, "any_club"],
        )
        con.execute("DELETE FROM places WHERE urn <> ''")
        con.execute("DELETE FROM cells WHERE urn <> ''")
        for n in range(size):
            factor = 1.6 if n == 3 else 1.0
            con.execute(
                "INSERT INTO places SELECT * REPLACE (? AS urn, ? AS name) FROM one",
                [f"{800000 + n}", f"School {n:03}"],
            )
            con.execute("INSERT INTO cells SELECT * REPLACE (? AS urn, numerator * ? AS numerator) FROM figures",
                        [f"{800000 + n}", factor])  # fmt: skip
    return Release(at)


def test_ten_schools_of_a_phase_make_a_funnel_in_which_dot_limit_table_and_title_agree(demo_home, tmp_path):
    figures = large(demo_home, tmp_path, 14)
    view = comparing.view(
        figures, choice.choose(figures, Viewer("lead"), {"indicator": "any_club", "term": TERM})
    )
    assert view.funnel
    assert view.title.endswith("higher at School 003")
    for dot in view.dots:
        assert dot.value is not None
        assert dot.upper is not None
        assert (dot.mark == "higher") == (dot.value > dot.upper)
    assert all(dot.plain_upper is not None and dot.plain_upper < dot.upper for dot in view.dots if dot.upper)
    drawn = str(drawing.chart(view, False).to_dict())
    assert "if chance were all" in drawn
    assert any("differ more than chance" in said for said in view.said)
    assert "998 in 1,000 lie within" in drawn
    assert drawing.table(view, False).count("higher, better") == 1
    page = school.view(figures, choice.choose(figures, Viewer("lead"), {"school": "800003", "term": TERM}))
    assert next(f.compared for f in page.figures if f.code == "any_club") == "higher"
