"""The voice screen: every figure with its replies and its past, nothing across a new series, nothing that is hidden."""

import re
import tomllib
from html import escape
from pathlib import Path

import pytest

from tests.small_waves import BIG, FEW, LATE, NEVER, OTHER
from tests.views.looking import opened, pictures
from wellmetrics import access
from wellmetrics.charts import bars
from wellmetrics.charts import voice as drawn
from wellmetrics.export.tables import csv_text
from wellmetrics.model import Viewer
from wellmetrics.statistics import gaps, intervals
from wellmetrics.views import voice
from wellmetrics.views.answers import Asking, Row
from wellmetrics.views.voice import VoiceView

ANSWERS = tomllib.loads((Path(__file__).parents[2] / "data" / "demo" / "answers.toml").read_text())
FELL, COLLAPSED = ANSWERS["fell"], ANSWERS["collapsed"]
HIDDEN = "hidden to protect people"
SPRING = "2025/26 Spring"


@pytest.fixture
def home(waves_home: Path) -> Path:
    return waves_home


def shown(home: Path, who: str = "lead", term: str = SPRING, **asked: str) -> VoiceView:
    return voice.view(*opened(home, who, term=term, **asked))


def area(view: VoiceView, name: str) -> Row:
    assert view.areas
    return next(row for row in view.areas.rows if row.name == name)


def question(view: VoiceView, code: str) -> Asking:
    every = [one for part in view.parts for topic in part.topics for one in topic.asked]
    return next(one for one in every if one.row.code == code)


def html(view: VoiceView, dark: bool = False) -> str:
    pieces = [drawn.rates(view, dark), drawn.rates_table(view, dark), drawn.groups(view, dark)]
    pieces += [drawn.rows(of, "", dark) for of in (view.areas, view.scores) if of]
    pieces += [draw(part, dark) for part in view.parts for draw in (bars.questions, bars.answers)]
    return "".join([*pieces, drawn.coverage(view, dark)])


def everything(view: VoiceView) -> str:
    """All that leaves: words, tables, the insides of pictures, the download."""
    page = html(view)
    return " ".join(
        [view.title, *view.said, page, *pictures(page), csv_text(drawn.DOWNLOAD, drawn.csv(view))]
    )


# The finding and how many stand behind it


def test_the_whole_is_said_with_its_range_its_replies_and_its_past(home):
    view = shown(home, school=BIG)
    assert view.title == f"Staff voice at School {BIG}: too early to tell"
    # Five kinds of replies, six of each: shares of four answers 0, 0, 0, 1/2 and 1.
    x, squares = 6 * (0.5 + 1), 6 * (0.25 + 1)
    now = intervals.mean(30, x, squares)
    assert view.overall
    assert (view.overall.value, view.overall.lower, view.overall.upper) == pytest.approx(
        (0.3, now.lower, now.upper)
    )
    first = next(s for s in view.said if s.startswith("The average reply"))
    assert first.startswith("The average reply was 30.0% favourable, likely range ")
    assert "from 30 replies. In Spring 2025 it was 70.0%: 40.0 points lower (" in first


def test_the_response_rate_is_said_whatever_the_finding(home):
    assert "30 of 40 answered (75%), likely range 59.8 to 85.8%." in shown(home, school=BIG).said
    rates = [(w.figure.label, w.figure.of, w.change) for w in shown(home, school=BIG).response]
    assert rates == [("Spring 2025", "30 of 40", ""), ("Spring 2026", "30 of 40", "")]


def test_a_term_without_a_wave_shows_the_latest_one_and_says_so(home):
    view = shown(home, term="2025/26 Summer")
    assert view.said[0] == "Not asked in Summer 2026: you see the latest wave, Spring 2026."
    assert "not sent" not in view.title
    assert shown(home, term="2024/25 Spring", audience="pupils").audience == "staff"


def test_not_sent_not_asked_and_hidden_are_three_things(home):
    assert shown(home, school=LATE).title.endswith("not sent in Spring 2026")
    assert shown(home, school=NEVER).title.endswith("not asked in Spring 2026")
    assert HIDDEN in shown(home, school=FEW).title
    assert shown(home).said[-1] == f"School {LATE} has not sent the survey of Spring 2026."


# Areas and questions


def test_a_difference_is_told_by_its_own_interval(home):
    row = area(shown(home, school=BIG), "B")
    # Shares of area B now: 0, 0, 0, 0, 1; a year before 1, 1, 1, 1, 0.
    by_hand = gaps.means(30, 6, 6, 30, 24, 24)
    assert (row.step.value, row.step.lower, row.step.upper) == pytest.approx(
        (by_hand.value, by_hand.lower, by_hand.upper)
    )
    assert (row.step.word, row.step.verdict, row.step.label) == ("lower", "worse", "Spring 2025")
    assert row.step.said.startswith("60.0 points lower (")
    same = area(shown(home, school=OTHER), "B").step
    assert same.word == "cannot tell"
    assert same.said.startswith("cannot tell (−")


def test_no_difference_crosses_the_start_of_a_new_series(home):
    view = shown(home, school=BIG)
    for row in (area(view, "A"), question(view, "M1").row):
        assert row.step.word == ""
        assert row.step.value is None
        assert row.step.said == "not compared: new series from Spring 2026, the question M1 was reworded"
        assert "New series from Spring 2026: the question M1 was reworded." in row.note
    picture = re.search(r'class="past"[^>]*alt="A, every wave[^"]*new series: the question M1', html(view))
    assert picture
    assert question(view, "M4").row.step.word == "lower"


def test_differences_come_with_what_chance_would_bring(home):
    view = shown(home, school=BIG)
    told = [row.step for row in (*view.areas.rows, *(question(view, c).row for c in ("M2", "M3", "M4")))]  # type: ignore[union-attr]
    told = [step for step in told if step.word]
    assert view.budget.startswith(f"Of {len(told)} differences from the wave before, fewer than one")


def test_answers_fall_from_the_least_to_the_most_favourable(home):
    view = shown(home, f"head:{BIG}", term="2024/25 Spring", school=BIG)
    plain, turned = question(view, "M3"), question(view, "M2")
    assert [a.label for a in plain.answers][:2] == ["Strongly disagree", "Disagree"]
    assert [(a.count, a.favourable) for a in plain.answers] == [(0, False), (6, False), (0, False), (12, True), (12, True)]  # fmt: skip
    assert next(a.label for a in turned.answers) == "Strongly agree"
    assert "“Strongly disagree” is the most favourable" in turned.row.note
    for one in (plain, turned):
        assert sum(a.share for a in one.answers) == pytest.approx(1)
        assert sum(a.share for a in one.answers if a.favourable) == pytest.approx(one.row.now.value)


def test_where_one_answer_is_hidden_the_bar_has_two_pieces(home):
    view = shown(home, audience="pupils", school=BIG)
    assert question(view, "Y1").whole
    figures = access.open_release(home, Viewer("lead"))
    hidden = {
        cell.part.partition(" = ")[0]
        for cell in figures.cells("staff_answers", urn=OTHER, grain="term", period=SPRING, cut="answer")
        if cell.state == "hidden"
    }
    for one in (question(shown(home, school=OTHER), code) for code in ("M1", "M2", "M3", "M4")):
        assert one.whole == (one.row.code not in hidden)
        assert one.whole or [a.label for a in one.answers] == ["not favourable", "favourable"]


@pytest.mark.parametrize("n", range(2, 12))
@pytest.mark.parametrize("dark", [False, True])
def test_a_bar_has_a_colour_for_every_answer_and_none_on_both_sides(n, dark):
    favourable = [i >= n // 2 for i in range(n)]
    fills = bars.fills_of(favourable, dark)
    assert len(fills) == n
    against = {fill for fill, yes in zip(fills, favourable, strict=True) if not yes}
    assert not against & {fill for fill, yes in zip(fills, favourable, strict=True) if yes}


# Who sees what


@pytest.mark.parametrize("who", ["lead", "board", f"head:{FEW}"])
def test_what_is_hidden_leaves_in_no_way(home, who):
    """A figure that may not be shown holds no number, and its state is all that is written of it."""
    view = shown(home, who, school=FEW)
    rows = [*(view.areas.rows if view.areas else ()), *(one.row for p in view.parts for t in p.topics for one in t.asked)]  # fmt: skip
    assert rows
    for row in rows:
        assert row.now.state == HIDDEN
        assert (row.now.value, row.now.numerator, row.now.denominator, row.now.text) == (None, None, None, "")
    assert not any(one.answers for p in view.parts for t in p.topics for one in t.asked)
    said = everything(view)
    assert HIDDEN in said
    assert "7 replies" not in said
    assert 'class="bar"' not in said
    for line in csv_text(drawn.DOWNLOAD, drawn.csv(view)).splitlines():
        if line.endswith(",hidden to protect people"):
            assert line.split(",Spring 2026,", 1)[1].startswith(",,,,,")


def test_a_head_sees_the_own_school_and_no_other_by_itself(home):
    view = shown(home, f"head:{BIG}")
    assert view.coverage
    assert [row.name for row in view.coverage.rows] == [f"School {BIG}"]
    said = everything(view)
    assert f"School {OTHER}" not in said
    assert f"School {LATE}" not in said


def test_who_was_asked_names_schools_groups_and_the_whole(home):
    of = shown(home).coverage
    assert of
    assert of.columns == (("Staff", "Spring 2026"), ("Pupils", "Spring 2026"), ("Families", "Spring 2026"))
    found = {row.name: [(one.said, one.state) for one in row.replies] for row in of.rows}
    assert found[f"School {BIG}"] == [("30 of 40", ""), ("32 replies", ""), ("24 replies", "")]
    assert found[f"School {OTHER}"] == [("25 of 30", ""), ("", "not asked"), ("24 replies", "")]
    assert found[f"School {LATE}"][0] == ("", "not sent")
    assert found[f"School {NEVER}"][0] == ("", "not asked")
    assert set(found) >= {"Primary schools", "Whole trust"}


# Audiences, files and words


def test_only_audiences_with_figures_can_be_chosen_and_staff_come_first(home):
    assert shown(home).audiences == (("staff", "Staff"), ("pupils", "Pupils"), ("families", "Families"))
    assert shown(home).audience == shown(home, audience="trustees").audience == "staff"
    assert shown(home, audience="pupils").title.startswith("Pupil voice in the whole trust")


def test_families_have_one_figure_and_how_many_said_it(home):
    view = shown(home, audience="families", school=BIG)
    assert view.title == f"Families' voice at School {BIG}: too early to tell"
    assert [(row.name, row.now.text, row.now.of) for row in view.areas.rows] == [
        ("The whole survey", "37.5%", "24 replies")
    ]  # type: ignore[union-attr]
    assert (view.response, view.parts, view.scores) == ((), (), None)


@pytest.mark.parametrize("dark", [False, True])
def test_words_of_an_instrument_cannot_act(home, dark):
    page = html(shown(home, audience="pupils", school=BIG), dark)
    assert "I am &lt;script&gt;happy" in page
    assert "<script>" not in page
    assert "<i>ever" not in page
    assert "Joy &amp; play" in page
    assert 'Always &quot;yes&quot;: 16 (50%)"' in page


def test_the_download_holds_what_the_screen_shows(home):
    view = shown(home, school=BIG)
    rows = [dict(zip(drawn.DOWNLOAD, row, strict=True)) for row in drawn.csv(view)]
    assert {row["section"] for row in rows} >= {
        "overall",
        "response rate",
        "area",
        "question",
        "answer",
        "asked",
    }
    b = next(r for r in rows if (r["section"], r["code"], r["wave"]) == ("area", "B", "Spring 2026"))
    assert (b["value"], b["denominator"], b["earlier_value"]) == pytest.approx((0.2, 30, 0.8))
    # Of the new series no difference leaves either.
    a = next(r for r in rows if (r["section"], r["code"], r["wave"]) == ("area", "A", "Spring 2026"))
    assert (a["difference"], a["earlier_value"]) == (None, None)


@pytest.mark.parametrize("who", ["board", "lead", f"head:{BIG}"])
def test_every_figure_leads_to_a_page_of_its_own(home, who):
    view = shown(home, who, school=BIG, audience="staff")
    assert all(
        f"role={who.replace(':', '%3A')}" in way and "indicator=staff_" in way for _, way in view.links
    )
    assert area(view, "The whole survey").link.startswith("/indicator?")
    page = html(view)
    for row in (*view.areas.rows, *(one.row for p in view.parts for t in p.topics for one in t.asked)):
        assert f'href="{escape(row.link)}"' in page


def test_without_a_survey_the_screen_says_so(hidden_home):
    view = shown(hidden_home)
    assert view.title == "No survey yet"
    assert view.coverage is None


# What is planted in the demo trust


def test_leadership_is_in_the_title_where_it_fell_and_the_whole_did_not(demo_home):
    view = shown(demo_home, "board", school=FELL["urn"], term=FELL["term"])
    assert view.title == "Staff voice at Hornbeam Academy: as usual for spring, but Leadership is lower"
    row = area(view, FELL["construct"])
    assert row.now.value == pytest.approx(FELL["means"][-1], abs=1e-4)
    assert row.step.value == pytest.approx(FELL["means"][-1] - FELL["means"][-2], abs=2e-4)
    assert (row.step.word, row.step.verdict) == ("lower", "worse")


def test_a_collapse_of_replies_is_said_and_no_change_is_claimed(demo_home):
    staff, inclusion = COLLAPSED
    view = shown(demo_home, "board", school=staff["urn"], term=staff["term"])
    said = " ".join(view.said)
    assert f"{staff['replies'][-1]} of {staff['asked'][-1]} answered" in said
    assert "That is lower than usual for spring: who answered has changed too" in said
    summer = shown(demo_home, "board", school=staff["urn"], term=inclusion["term"])
    for survey, own in ((staff, False), (inclusion, True)):
        waves = [w for w in summer.response if w.other is own]
        assert [w.figure.numerator for w in waves] == survey["replies"]
        assert [bool(w.change) for w in waves] == [False] * 4 + [True]


def test_the_small_primary_shows_areas_and_no_staff_groups(demo_home):
    view = shown(demo_home, "head:900003")
    assert area(view, "Leadership").now.of.endswith(" replies")
    assert all(row.now.state == HIDDEN for of in view.groups for row in of.rows)
