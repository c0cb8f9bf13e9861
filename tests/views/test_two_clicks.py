"""From any figure to its parts, definition with version, file and load: one click to the figure's own page, or two."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.views.looking import opened
from wellmetrics.charts import participation as participation_drawn
from wellmetrics.charts import referrals as referrals_drawn
from wellmetrics.charts import tables
from wellmetrics.charts import voice as voice_drawn
from wellmetrics.views import changing, indicator, multiples, participation, referrals, school, trust, voice

LARCH = "900011"
ROW = re.compile(r'<th scope="row">(.*?)</th>', re.DOTALL)


def rows_without_a_way(html: str) -> list[str]:
    """Headings of rows that lead nowhere; one that heads a group of rows has no figure."""
    return [
        row for row in ROW.findall(html) if "/indicator?" not in row and not re.fullmatch("<b>[^<]*</b>", row)
    ]


@pytest.mark.parametrize("who", ["lead", f"head:{LARCH}"])
def test_every_row_of_figures_opens_the_figures_own_page(demo_home, who):
    def at(**asked: str):
        return opened(demo_home, who, school=LARCH, **asked)

    pupils = referrals.view(*at())
    drawn = {
        "school": "".join(tables.figures((*a.first, *a.rest), "", False) for a in school.view(*at()).areas),
        "flow": referrals_drawn.flow(pupils, False),
        "queue": referrals_drawn.queue(pupils, False),
        "groups": referrals_drawn.groups(pupils, False),
        "year groups": participation_drawn.year_groups(participation.view(*at()), False),
        "activities": participation_drawn.activities(participation.view(*at()), False),
        "voice": voice_drawn.groups(voice.view(*at(audience="pupils")), False),
    }
    for screen, html in drawn.items():
        assert ROW.search(html), screen
        assert rows_without_a_way(html) == [], screen


@pytest.mark.parametrize("who", ["lead", "board", f"head:{LARCH}"])
def test_every_group_opens_its_own_line_with_the_same_figure(demo_home, who):
    def at(**asked: str):
        return opened(demo_home, who, school=LARCH, **asked)

    told = participation.view(*at())
    groups = [(y.link, y.label, y.spot.value) for y in told.year_groups]
    groups += [(r.link, r.label, r.term.value) for r in referrals.view(*at()).groups]
    voices = voice.view(*at(audience="pupils"))
    groups += [(r.link, r.name, r.now.value) for table in voices.groups for r in table.rows]
    assert len(groups) > 20
    for link, label, value in groups:
        asked = dict(parse_qsl(urlsplit(link).query))
        figures, chosen = opened(demo_home, asked.pop("role"), **asked)
        page = indicator.view(figures, chosen)
        assert label in page.subtitle
        assert dict(page.about)["Group"] == label
        assert [p.value for p in page.points if p.period == chosen.term] == [value] or value is None
        assert not [said for said in page.said if said.startswith("England")]
        assert page.back[0] == "Everybody"
        assert changing.view(figures, chosen).points == page.points
        assert multiples.view(figures, chosen) is None


def test_every_mark_of_a_figure_on_the_trusts_page_opens_it(demo_home):
    view = trust.view(*opened(demo_home, "board"))
    hidden = (
        "hidden to protect people",
        "not sent",
        "not asked",
        "not due",
        "does not apply",
        "no such figure",
    )
    for row in view.where.rows:
        for mark in row.marks:
            assert "/indicator?" in mark.link or any(why in mark.words for why in hidden), mark
    assert all("/indicator?" in headline.link for headline in view.headlines)


@pytest.mark.parametrize(
    "code", ["days_lost_per_fte", "two_hours_pe", "pupil_referrals_per_1000", "pupil_response_rate"]
)
def test_the_figures_own_page_has_parts_definition_with_version_file_and_load(demo_home, code):
    view = indicator.view(*opened(demo_home, f"head:{LARCH}", indicator=code))
    assert re.search(r"[\d.,]+ (of|over) [\d.,]+", view.points[-1].counted)
    assert dict(view.about)["Definition"].startswith("Version 1, agreed for ")
    assert all(row.file.endswith(".csv") and row.batch and row.loaded and row.by for row in view.sources)
    assert view.sources
