"""A new series breaks the line in sight: not joined, a rule with the reason in words, and the same in alt text and table."""

import base64
import dataclasses
import re

from wellmetrics import catalogue
from wellmetrics.charts import lines as drawing
from wellmetrics.charts import multiples as panels
from wellmetrics.charts import spark, tables
from wellmetrics.model import Cell
from wellmetrics.views import lines
from wellmetrics.views.lines import LineChart
from wellmetrics.views.multiples import Multiples, Panel

SHARE = catalogue.indicator("two_hours_pe")
WHY = "measured by device from here, before by self-report"
PERIODS = [f"20{y}/{y + 1} {term}" for y in (22, 23, 24, 25) for term in ("Autumn", "Spring", "Summer")]


def cells(starts: dict[int, str], hidden: tuple[int, ...] = (), anew: int = 6) -> list[Cell]:
    """Twelve terms: about 80% before the seventh, 40% since."""
    return [
        Cell(
            SHARE.code, "900001", "", period, "term", "all", "", "hidden" if i in hidden else "shown",
            *((None, None) if i in hidden else ((160.0 if i < anew else 80.0) + i % 3, 200.0)),
            starts=starts.get(i, ""),
        )
        for i, period in enumerate(PERIODS)
    ]  # fmt: skip


def chart(found: list[Cell]) -> LineChart:
    points = lines.points(found, SHARE, PERIODS[-1])
    made = LineChart(SHARE.code, "Two hours of PE: as usual", "Of pupils", True, "Ash School", points)
    return dataclasses.replace(made, alt=lines.alternative(made))


def test_the_line_is_not_joined_across_and_a_rule_says_why():
    drawn = drawing.line(chart(cells({6: WHY})), dark=False)
    own = next(t for t in drawn.data if t.name == "Ash School")
    at = list(own.y).index(None)
    assert (own.y[at - 1], own.y[at + 1]) == (81.0, 40.0)
    assert len(own.y) == len(PERIODS) + 1
    (rule,) = drawn.layout.shapes
    assert rule.x0 == rule.x1 == 5.5
    (words,) = drawn.layout.annotations
    assert words.text.replace("<br>", " ") == f"New series: {WHY}"
    bands = [t for t in drawn.data if t.fill == "toself"]
    assert len(bands) == 2


def test_the_reason_is_in_the_alternative_text_and_in_the_table():
    made = chart(cells({6: WHY}))
    assert f"A new series starts in Autumn 2024: {WHY}." in made.alt
    assert WHY in tables.period_cells(made.points[6])[0]
    assert WHY not in "".join(tables.period_cells(made.points[5]))
    assert tables.csv_rows(made.points)[6][-1] == WHY


def test_no_claim_crosses_it():
    words = [p.word for p in chart(cells({6: WHY})).points]
    assert set(words[6:]) == {"too early"}
    assert chart(cells({})).points[6].word == "lower"


def test_the_first_figure_of_a_line_starts_nothing():
    """Nor does a break before the first figure that there is."""
    for found in (cells({0: WHY}), cells({2: WHY}, hidden=(0, 1))):
        made = chart(found)
        drawn = drawing.line(made, dark=True)
        assert not any(p.starts for p in made.points)
        assert not drawn.layout.shapes
        assert "new series" not in made.alt.lower()


def test_the_dashed_line_breaks_where_its_own_series_does():
    values = tuple(0.5 for _ in PERIODS)
    anew = tuple(i == 3 for i in range(len(PERIODS)))
    made = dataclasses.replace(
        chart(cells({})), beside_name="the whole trust", beside=values, beside_starts=anew
    )
    beside = next(t for t in drawing.line(made, dark=False).data if t.name == "the whole trust")
    assert list(beside.y).index(None) == 3
    assert lines.starting(cells({6: WHY, 0: "never"})) == {PERIODS[6]: WHY}


def test_a_reason_cannot_act():
    made = chart(cells({6: "<a href='http://x'>x</a>"}))
    assert "<a" not in str(drawing.line(made, dark=False).layout.annotations)
    assert "<a href='http" not in "".join(tables.period_cells(made.points[6]))


def test_small_pictures_break_too():
    points = chart(cells({6: WHY})).points
    html = spark.image(points, "PE", False)
    svg = base64.b64decode(re.findall(r"base64,([^\"]+)", html)[0]).decode()
    assert svg.count("<polyline") == 2
    assert "stroke-dasharray" in svg
    assert WHY in html
    panel = Panel("900001", "Ash School", "/", False, points, "neither", "40.0%", "")
    view = Multiples(
        "t", "s", tuple(p.label for p in points), True, "the whole trust", (), 0.8, (panel,), {}, "0", "f",
        starts=(f"Autumn 2024: {WHY}",),
    )  # fmt: skip
    grid = panels.grid(view, False)
    svg = base64.b64decode(re.findall(r"base64,([^\"]+)", grid)[0]).decode()
    assert svg.count("<polyline") == 2
    assert WHY in grid


def test_a_single_figure_between_two_gaps_is_still_drawn():
    assert spark.runs([(0.0, 1.0), (1.0, 1.0), (2.0, 1.0)], [1]) == [[(1.0, 1.0), (2.0, 1.0)]]
    assert spark.stretches([(0.0, 1.0), None, (2.0, 1.0)]) == [[(0.0, 1.0)], [(2.0, 1.0)]]
