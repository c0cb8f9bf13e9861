"""A dispute stands beside its figure on every screen until it is settled, and gives nobody what their file hides."""

import shutil
from pathlib import Path

import pytest

from tests.views import saying
from tests.views.looking import opened
from wellmetrics import workbook
from wellmetrics.charts import changing as changing_drawn
from wellmetrics.charts import comparing as comparing_drawn
from wellmetrics.charts import overview, tables
from wellmetrics.charts import participation as participation_drawn
from wellmetrics.charts import referrals as referrals_drawn
from wellmetrics.charts import voice as voice_drawn
from wellmetrics.export import whole
from wellmetrics.model import Viewer
from wellmetrics.views import (
    changing,
    comparing,
    disputed,
    indicator,
    multiples,
    participation,
    referrals,
    school,
    trust,
    voice,
)
from wellmetrics.views.choice import Choice

LARCH = "900011"
MARK = "disputed by the school since"
WORDS = "Zebra counted twice"
READERS = ["lead", "board", f"head:{LARCH}"]
SEES_ALL = ["lead", "board"]
# Feed, figure, and the screens that show the figure of one school; `own` is the school chosen.
FIGURES = {
    "absence": "days_lost_per_fte",
    "survey": "pupil_response_rate",
    "referrals": "pupil_referrals_per_1000",
    "participation": "any_club",
}


@pytest.fixture(scope="module")
def disputing(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo trust, in which the head of one school disputes a figure of every feed."""
    home = tmp_path_factory.mktemp("disputing") / "home"
    shutil.copytree(demo_home, home)
    for feed, code in FIGURES.items():
        saying.disputes(home, LARCH, feed, code, WORDS, 7, shared=feed == "participation")
    return home


def looking(home: Path, who: str, **asked: str):
    figures, choice = opened(home, who, **asked)
    found = disputed.of(home, Viewer.parse(who), figures)
    return figures, Choice(*[getattr(choice, name) for name in choice.__slots__ if name != "disputed"], found)


def screens(home: Path, who: str, place: str) -> dict[str, str]:
    """What each screen says, of one school or of the whole trust."""

    def at(**asked: str):
        return looking(home, who, school=place, **asked)

    said = {
        "school": " ".join(tables.figures(area.first, "", False) for area in school.view(*at()).areas),
        "referrals": " ".join(referrals.view(*at()).said)
        + referrals_drawn.schools(referrals.view(*at()), False),
        "participation": " ".join(participation.view(*at()).said)
        + participation_drawn.schools(participation.view(*at()), False),
        "voice": " ".join(voice.view(*at(audience="pupils")).said)
        + voice_drawn.coverage(voice.view(*at(audience="pupils")), False),
    }
    for code in FIGURES.values():
        view = indicator.view(*at(indicator=code))
        said[f"indicator {code}"] = " ".join(view.said)
        said[f"indicator {code}, every period"] = tables.periods(view, False)
        said[f"change {code}, every period"] = changing_drawn.table(changing.view(*at(indicator=code)), False)
    return said


@pytest.mark.parametrize("who", READERS)
def test_a_dispute_stands_beside_its_figure_on_every_screen_of_the_school(disputing, who):
    for screen, said in screens(disputing, who, LARCH).items():
        assert "≠" in said, screen
        assert "disputed" in said, screen


@pytest.mark.parametrize("who", SEES_ALL)
def test_a_dispute_stands_on_the_trusts_front_page_in_words_and_as_a_mark(disputing, who):
    view = trust.view(*looking(disputing, who))
    row = next(row for row in view.where.rows if row.name == "Larch High School")
    marked = [code for code, mark in zip(view.where.codes, row.marks, strict=True) if mark.disputed]
    assert set(marked) == {*FIGURES.values(), "gap_any_club_sex"} & set(view.where.codes)
    assert all(MARK in mark.words for mark in row.marks if mark.disputed)
    assert overview.where(view.where, False).count(" ≠</span>") == len(marked)
    assert any("≠ disputed by Larch High School for its own part" in h.beside for h in view.headlines)
    assert len(view.disputed) == len(FIGURES)
    assert "Larch High School has disputed its own figure" in overview.disputed(view, False)


@pytest.mark.parametrize("who", SEES_ALL)
def test_a_dispute_stands_on_the_schools_panel_of_every_school(disputing, who):
    view = multiples.view(*looking(disputing, who, indicator="any_club"))
    assert [panel.name for panel in view.panels if MARK in panel.said] == ["Larch High School"]


@pytest.mark.parametrize("who", SEES_ALL)
@pytest.mark.parametrize("code", ["days_lost_per_fte", "any_club"])
def test_a_dispute_stands_in_the_schools_row_where_schools_are_compared(disputing, who, code):
    view = comparing.view(*looking(disputing, who, indicator=code, school=LARCH))
    assert [dot.name for dot in view.dots if MARK in dot.disputed] == ["Larch High School"]
    assert comparing_drawn.table(view, False).count(MARK) == 1


def test_another_head_reads_of_no_dispute(disputing):
    other = "head:900001"
    assert saying.beside(disputing, other) == ()
    for screen, said in screens(disputing, other, "").items():
        assert "≠" not in said, screen


def test_only_the_disputed_term_is_marked(disputing):
    _, choice = looking(disputing, "lead", school=LARCH)
    before = "2025/26 Spring"
    assert disputed.beside(choice.disputed, "any_club", LARCH, choice.term)
    assert not disputed.beside(choice.disputed, "any_club", LARCH, before)
    assert not disputed.beside(choice.disputed, "two_hours_pe", LARCH, choice.term)
    assert not disputed.beside(choice.disputed, "gap_two_hours_pe_sex", LARCH, choice.term)
    assert disputed.beside(choice.disputed, "any_club", LARCH, choice.term[:7])


def test_the_board_reads_the_shared_words_alone_and_lead_and_head_read_all(disputing):
    read = {who: {d.indicator: d.words for d in saying.beside(disputing, who)} for who in READERS}
    assert read["board"] == {
        **dict.fromkeys(FIGURES.values(), ""),
        "any_club": f"“{WORDS}” Its own record counts 7.",
    }
    for who in ("lead", f"head:{LARCH}"):
        assert set(read[who].values()) == {f"“{WORDS}” Its own record counts 7."}
    for screen, said in screens(disputing, "board", LARCH).items():
        assert WORDS not in said or "any_club" in screen or screen == "participation", screen


def test_an_export_has_the_disputes_as_its_reader_may_read_them(disputing, tmp_path):
    figures, _ = opened(disputing, "board")
    names = whole.write(figures, tmp_path, "csv", saying.beside(disputing, "board"))
    text = (tmp_path / "disputes.csv").read_text(encoding="utf-8-sig")
    assert "disputes.csv" in names
    assert len(text.splitlines()) == 1 + len(FIGURES)
    assert text.count(WORDS) == 1


def test_settled_it_is_gone_from_every_screen_at_once(disputing, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(disputing, home)
    for one in saying.answers(home, "lead"):
        workbook.settle(home, Viewer("lead"), "Wellbeing lead", one.number, "corrected by batch 12")
    for who in READERS:
        for screen, said in screens(home, who, LARCH).items():
            assert "≠" not in said, (who, screen)
    view = trust.view(*looking(home, "lead"))
    assert view.disputed == ()
    assert not any(mark.disputed for row in view.where.rows for mark in row.marks)


def test_neither_words_nor_number_reach_a_reader_whose_file_hides_the_figure(hidden_home, tmp_path):
    """Six people a school: the head sees the own days lost, the board none of them."""
    home, urn, code = tmp_path / "home", "900001", "days_lost_per_fte"
    shutil.copytree(hidden_home, home)
    saying.disputes(home, urn, "absence", code, "It is 4 days, not 2", 4, shared=True)
    (head,), (lead,), (board,) = (saying.beside(home, who) for who in (f"head:{urn}", "lead", "board"))
    assert head.words == lead.words == "“It is 4 days, not 2” Its own record counts 4."
    assert (board.words, board.school) == ("", "School 900001")
    view = indicator.view(*looking(home, "board", school=urn, indicator=code))
    assert any("School 900001 has disputed" in said for said in view.said)
    assert "It is 4 days" not in " ".join([*view.said, tables.periods(view, False)])


def test_words_about_all_figures_of_a_feed_reach_nobody_from_whom_one_of_them_is_hidden(disputing, tmp_path):
    home, urn = tmp_path / "home", "900003"
    shutil.copytree(disputing, home)
    saying.disputes(home, urn, "absence", "", "The file is last year's", shared=True)
    figures, choice = opened(home, "board")
    assert any(c.withheld for c in figures.cells(urn=urn, grain="term", period=choice.term))
    (read,) = [d for d in saying.beside(home, "board") if d.urn == urn]
    assert read.words == ""
    assert disputed.beside((read,), "mental_health_days_per_fte", urn, choice.term).startswith("≠")
    assert not disputed.beside((read,), "any_club", urn, choice.term)
