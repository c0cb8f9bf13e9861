"""One part by itself: an area, a question or a way of measuring opens to its numbers, its definition and its files."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.small_waves import BIG, FEW
from tests.views.looking import opened
from wellmetrics.charts import tables
from wellmetrics.views import indicator, voice
from wellmetrics.views.indicator import IndicatorView

SPRING = "2025/26 Spring"


def followed(home, link: str) -> IndicatorView:
    """The screen behind a link."""
    where = urlsplit(link)
    assert where.path == "/indicator"
    asked = dict(parse_qsl(where.query))
    return indicator.view(*opened(home, asked.pop("role"), **asked))


def rows_of(view: voice.VoiceView) -> list:
    questions = [one.row for part in view.parts for topic in part.topics for one in topic.asked]
    return [*(view.areas.rows if view.areas else ()), *questions]


@pytest.mark.parametrize("who", ["lead", "board", f"head:{BIG}"])
def test_every_area_and_question_leads_to_its_numbers_definition_and_source(waves_home, who):
    rows = rows_of(voice.view(*opened(waves_home, who, term=SPRING, school=BIG, audience="staff")))
    assert len(rows) == 1 + 2 + 4  # the whole, two areas, four questions
    for row in rows:
        page = followed(waves_home, row.link)
        last = page.points[-1]
        assert (last.value, last.period) == (row.now.value, SPRING)
        assert last.counted
        about = dict(page.about)
        assert about["How it is counted"]
        assert about["Definition"]
        assert page.sources
        assert "Beside it: Staff replies" in " ".join(page.said)


def test_a_question_is_called_by_its_code_and_its_words(waves_home):
    page = indicator.view(*opened(waves_home, indicator="staff_question", part="M3", school=BIG, term=SPRING))
    assert page.title.startswith("M3 “My team helps me.” at School 900001: ")
    assert dict(page.about)["Question"] == "M3 My team helps me."
    assert page.file == "staff_question-M3-900001.csv"
    label, way = page.back
    assert label == "All questions"
    assert "part=" not in way


def test_where_no_part_is_named_each_has_its_latest_figure_and_a_way(waves_home):
    for part in ("", "no such question"):
        page = indicator.view(
            *opened(waves_home, indicator="staff_construct_mean", school=BIG, term=SPRING, part=part)
        )
        assert [p.name for p in page.parts] == ["A", "B"]
        assert page.points == ()
        assert page.back == ("", "")
        assert tables.parts(page, False).count("<a href=") == 2
        assert followed(waves_home, page.parts[1].link).title.startswith("B (staff survey) at School 900001")


@pytest.mark.parametrize("who", ["lead", f"head:{FEW}"])
def test_a_part_that_is_hidden_opens_to_no_number(waves_home, who):
    figures, asked = opened(waves_home, who, indicator="staff_question", part="M1", school=FEW, term=SPRING)
    page = indicator.view(figures, asked)
    assert page.points[-1].state == "hidden to protect people"
    assert all((p.value, p.counted, p.text, p.span) == (None, "", "", "") for p in page.points)
    assert "%" not in tables.periods(page, False).split("<tbody>")[1]


def test_a_question_stands_beside_the_replies_of_its_own_survey(demo_home):
    for part, beside in (("S05", "Staff replies"), ("E1", "Inclusion replies")):
        page = indicator.view(*opened(demo_home, indicator="staff_question", part=part))
        assert any(text.startswith(f"Beside it: {beside}: ") for text in page.said), part


def test_an_area_of_the_demo_trust_is_told_by_its_own_signal(demo_home):
    asked = {"indicator": "staff_construct_mean", "part": "Leadership", "school": "900010", "term": SPRING}
    page = indicator.view(*opened(demo_home, "head:900010", **asked))
    assert page.title == "Leadership (staff survey) at Hornbeam Academy: lower than usual for spring"
    assert [p.label for p in page.points] == [f"Spring {year}" for year in range(2022, 2027)]
    assert page.chart is not None
    assert page.chart.beside_name == "other schools together"


def test_no_change_of_a_question_is_claimed_where_who_replied_has_changed_too(demo_home):
    asked = {"indicator": "staff_question", "term": SPRING}
    for part in ("", "S07"):
        page = indicator.view(*opened(demo_home, **asked, part=part))
        assert "S07" in page.title
        assert "Who replied moved at the same time, so no change is claimed." in page.said
    page = indicator.view(*opened(demo_home, **asked, school="900010"))
    assert not any("no change is claimed" in text for text in page.said)


def test_a_way_of_measuring_has_a_line_where_the_trust_has_none(demo_home):
    page = indicator.view(*opened(demo_home, indicator="active_60_minutes", part="self-report"))
    assert page.title.startswith("Active minutes by self-report in the whole trust")
    assert all(p.value is not None for p in page.points)
    assert any("England" in text for text in page.said)
