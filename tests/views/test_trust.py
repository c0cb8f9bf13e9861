"""The front page over all feeds: sentences, marks, what was looked at, and quiet where there is nothing but noise."""

import re
import shutil
from functools import cache
from pathlib import Path

import duckdb
import pytest

from tests.views.looking import opened
from wellmetrics import access, catalogue
from wellmetrics.model import Viewer
from wellmetrics.release import Release
from wellmetrics.views import choice, found, trust
from wellmetrics.views.trust import TrustView

SPRING, SUMMER = "2025/26 Spring", "2025/26 Summer"
SURGE = (
    "Fir Tree Primary Academy", "Juniper Park Primary Academy", "Hazel Grove Academy", "Larch High School"
)  # fmt: skip


@cache
def shown(home: Path, who: str = "lead", term: str = SUMMER) -> TrustView:
    return trust.view(*opened(home, who, term=term))


def said(view: TrustView) -> str:
    return " ".join(sentence.text for sentence in view.sentences)


def marks(view: TrustView, place: str) -> dict[str, trust.Mark]:
    row = next(row for row in view.where.rows if row.name == place)
    return dict(zip(view.where.codes, row.marks, strict=True))


def noise(home: Path, folder: Path, seed: float) -> Release:
    """The lead's file of the demo trust where every line is its own mean and chance, and no series starts anew."""
    at = folder / "lead.duckdb"
    shutil.copy(access.open_release(home, Viewer("lead")).path, at)
    at.chmod(0o600)
    with duckdb.connect(str(at), config={"threads": 1}) as con:
        con.execute("SELECT setseed(?)", [seed])
        con.execute("DELETE FROM breaks")
        con.execute("""
            CREATE TEMP TABLE line AS
            SELECT indicator, urn, "group", cut, part, avg(numerator / denominator) AS share, avg(estimate) AS middle
            FROM cells WHERE grain = 'term' AND state IN ('shown', 'nil') GROUP BY ALL
        """)
        normal = "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())"
        con.execute(f"""
            UPDATE cells AS c
            SET state = 'shown', square_sum = NULL, cross_sum = NULL, denominator_square_sum = NULL, numerator = l.share * c.denominator * (1 + 0.04 * {normal}),
                estimate = l.middle * (1 + 0.04 * {normal})
            FROM line AS l
            WHERE c.grain = 'term' AND c.state IN ('shown', 'nil') AND l.share > 0 AND l.share < 0.8
              AND (c.indicator, c.urn, c."group", c.cut, c.part) = (l.indicator, l.urn, l."group", l.cut, l.part)
        """)
    return Release(at)


def test_the_sentences_go_over_the_feeds_absence_first(demo_home):
    texts = [sentence.text for sentence in shown(demo_home).sentences]
    starts = (
        "Days lost",
        "Long absence",
        "Staff voice",
        "Pupil referrals",
        "Girls take part in clubs less than boys",
    )
    places = [next(i for i, text in enumerate(texts) if text.startswith(start)) for start in starts]
    assert places == sorted(places)
    assert len(texts) <= 12


def test_referrals_are_counts_with_the_wait_beside_them(demo_home):
    """A surge with longer waits: both are claimed, in one breath, and the four schools are named."""
    for term in ("2025/26 Autumn", SPRING, SUMMER):
        (sentence,) = [
            s for s in shown(demo_home, term=term).sentences if s.text.startswith("Pupil referrals")
        ]
        season = term.split()[1].lower()
        assert re.match(
            rf"Pupil referrals: \d+ in \w+ \d+, \d+ a year before; higher than usual for {season}",
            sentence.text,
        )
        assert re.search(
            rf"Median wait [\d.]+ days, [\d.]+ a year before; longer than usual for {season}", sentence.text
        )
        made = sentence.text.partition(" Median wait")[0]
        assert all(name in made for name in SURGE)
        assert "%" not in sentence.text
        assert sentence.verdict == "neither"
        assert (
            marks(shown(demo_home, term=term), "Larch High School")["pupil_referrals_per_1000"].symbol == "^"
        )


def test_girls_are_left_out_in_so_many_schools_and_that_has_not_changed(demo_home):
    assert re.search(
        r"Girls take part in clubs less than boys in 9 of 1[234] schools; the gap has not changed\.",
        said(shown(demo_home)),
    )


def test_an_area_that_fell_is_said_though_the_whole_survey_did_not(demo_home):
    text = said(shown(demo_home, "board", SPRING))
    assert "Leadership (staff survey)" in text
    assert "Hornbeam Academy" in text
    assert marks(shown(demo_home, "board", SPRING), "Hornbeam Academy")["staff_favourable"].symbol == "•"


def test_fewer_replies_are_a_finding_of_their_own(demo_home):
    assert "Staff replies across the trust: lower than usual for spring" in said(
        shown(demo_home, "lead", SPRING)
    )
    assert "Inclusion replies across the trust: lower than usual for summer" in said(shown(demo_home, "lead"))
    for term, survey in ((SPRING, "staff_response_rate"), (SUMMER, "edi_response_rate")):
        assert marks(shown(demo_home, "lead", term), "Hazel Grove Academy")[survey].symbol == "▲"


def test_each_survey_has_its_own_columns_in_the_terms_in_which_it_is_asked(demo_home):
    staff, inclusion = {"staff_favourable", "staff_response_rate"}, {"edi_favourable", "edi_response_rate"}
    spring, summer = (set(shown(demo_home, term=term).where.codes) for term in (SPRING, SUMMER))
    assert staff <= spring
    assert inclusion <= summer
    assert not staff & summer
    assert not inclusion & spring


def test_each_feed_says_who_has_not_sent_by_name(demo_home):
    assert "Medlar House School has not sent staff absence for Summer 2026." in said(shown(demo_home))
    assert "Willow Bridge Centre has not sent PE and participation for Summer 2026." in said(shown(demo_home))
    assert "Dogwood Primary School has not sent the staff survey for Spring 2026." in said(
        shown(demo_home, "lead", SPRING)
    )


def test_not_sent_not_asked_hidden_and_neutral_are_four_marks(demo_home):
    view = shown(demo_home, "board")
    assert marks(view, "Willow Bridge Centre")["any_club"].symbol == "−"
    assert marks(view, "Rowan Nursery School")["any_club"].symbol == "n/a"
    not_asked = marks(view, "Rowan Nursery School")["pupil_favourable"]
    assert (not_asked.symbol, not_asked.link) == ("n/a", "")
    assert not_asked.words.endswith("not asked this term")
    assert marks(view, "Dogwood Primary School")["pupil_referrals_per_1000"].symbol == "o"
    neutral = marks(view, "Larch High School")["pupil_referrals_per_1000"]
    assert (neutral.symbol, neutral.verdict, neutral.running) == ("^", "neither", 3)
    assert marks(shown(demo_home, "lead", SPRING), "Dogwood Primary School")["staff_favourable"].symbol == "−"


def test_the_columns_stand_under_their_feeds(demo_home):
    where = shown(demo_home).where
    assert sum(n for _, n in where.feeds) == len(where.columns) == len(where.codes)
    assert [name for name, _ in where.feeds] == [
        "Staff absence",
        "Surveys",
        "Referrals",
        "PE and participation",
    ]


def test_six_figures_are_chosen_over_the_feeds(demo_home):
    for term in (SPRING, SUMMER):
        six = shown(demo_home, "board", term).headlines
        assert len(six) == 6
        assert {catalogue.indicator(h.code).feed for h in six} == {
            "absence",
            "survey",
            "referrals",
            "participation",
        }
        assert all(h.unit for h in six)


def test_the_budget_counts_each_line_of_the_page_once(demo_home):
    figures = access.open_release(demo_home, Viewer("lead"))
    asked = choice.choose(figures, Viewer("lead"), {"term": SUMMER})
    view = trust.view(figures, asked)
    looked = found.find(figures, SUMMER, view.where.codes)
    lines = [signal for signal in found.tested(looked) if signal.tested]
    keys = {(s.cell.indicator, s.cell.urn, s.cell.group, s.cell.part) for s in lines}
    assert len(keys) == len(lines)
    assert f"Of {len(lines)} lines looked at" in view.budget


def test_what_is_worse_for_a_second_term_has_its_own_list(demo_home):
    texts = [s.text for s in shown(demo_home).worsening]
    assert "Larch High School, Long absence: 2 terms running" in texts
    assert not any("referrals" in text.lower() for text in texts)


def test_coverage_is_one_table_of_feeds_and_one_of_terms_a_feed(demo_home):
    view = shown(demo_home)
    assert view.coverage.terms == ("Staff absence", "Surveys", "Referrals", "PE and participation")
    rows = dict(view.coverage.rows)
    assert rows["Medlar House School"] == ("not sent", "in", "in", "in")
    assert rows["Rowan Nursery School"][3] == "not due"
    assert len(view.before) == 4
    spring = dict(shown(demo_home, "lead", SPRING).coverage.rows)
    assert spring["Dogwood Primary School"][1] == "not sent: the staff survey"


def test_a_trust_that_sends_absence_alone_has_a_page_of_absence(hidden_home):
    view = shown(hidden_home, "lead", "2025/26 Autumn")
    assert {catalogue.indicator(code).feed for code in view.where.codes} == {"absence"}
    assert len(view.before) == 1


@pytest.mark.parametrize("seed", [0.1, 0.5, 0.9])
def test_noise_alone_gives_a_quiet_page(demo_home, tmp_path, seed):
    figures = noise(demo_home, tmp_path, seed)
    view = trust.view(figures, choice.choose(figures, Viewer("lead"), {"term": SPRING}))
    looked, flags = map(int, re.findall(r"(\d+) lines.* (\d+|none) did", view.budget.replace("none", "0"))[0])
    assert looked > 200
    assert flags <= 0.04 * looked
    assert sum(s.verdict != "neither" for s in view.sentences) <= flags
    assert len(view.worsening) <= 1
