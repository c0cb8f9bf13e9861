"""PE and clubs as HTML: year groups as bars, activities with their past, schools as a table, and all for a download."""

from collections.abc import Iterator
from functools import lru_cache
from html import escape

from wellmetrics.charts import spark
from wellmetrics.charts.bar_table import Bar, bars
from wellmetrics.charts.style import link
from wellmetrics.charts.tables import doubted, quiet, table, toned
from wellmetrics.views.panels import csv_row, csv_rows
from wellmetrics.views.participation import Activity, ParticipationView
from wellmetrics.views.spots import Spot


@lru_cache(maxsize=128)
def year_groups(view: ParticipationView, dark: bool) -> str:
    rows = [
        Bar(
            link(y.link, y.label, f"Two hours of PE, {y.label}: every term, definition and files"),
            y.spot.value,
            y.spot.text or y.spot.state,
            (y.spot.counted, y.spot.span, y.short),
        )
        for y in view.year_groups
    ]
    headings = ("Year group", "Have two hours", "Counted", "95% range", "Have less")
    return bars(headings, rows, f"Two hours of PE a week by year group, {view.term}", dark)


@lru_cache(maxsize=128)
def activities(view: ParticipationView, dark: bool) -> str:
    headings = ("Activity", view.term, "95% range", "Counted", "A year ago", "Signal", "Every term")
    rows = [_activity(a, dark) for a in view.activities]
    return table(headings, rows, f"Other activities, {view.term}", dark, right=(1, 2))


def _activity(one: Activity, dark: bool) -> list[str]:
    spot, name = one.spot, link(one.link, one.title)
    picture = spark.image(one.line, one.title, dark).replace("<img ", '<img style="width:9rem;height:auto" ')  # type: ignore[arg-type]
    if spot.value is None:
        return [name, quiet(spot.state), "", "", "", "", picture]
    before = escape(one.before.text) if one.before else ""
    signal = toned(one.change, one.verdict)
    return [
        name,
        f"<b>{escape(spot.text)}</b>",
        escape(spot.span),
        escape(spot.counted),
        before,
        signal,
        picture,
    ]


@lru_cache(maxsize=128)
def schools(view: ParticipationView, dark: bool) -> str:
    headings = ("School", "Two hours of PE", "Any club", "Girls less boys in clubs, points", "In words")
    rows = []
    for row in view.schools:
        name = link(row.link, row.name)
        gap = (
            escape(f"{row.gap.text} ({row.gap.span})") if row.gap.value is not None else quiet(row.gap.state)
        )
        words = escape(row.girls) if row.gap.value is not None else ""
        name = doubted(f"<b>{name}</b>" if row.chosen else name, row.disputed)
        rows.append([name, *map(_share, row.spots), gap, words])
    return table(headings, rows, f"{view.term}, school by school", dark, (1, 2, 3), "fixed")


def _share(spot: Spot) -> str:
    if spot.value is None:
        return quiet(spot.state)
    return f"<b>{escape(spot.text)}</b> ({escape(spot.span)})<br>{quiet(spot.counted)}"


def csv(view: ParticipationView) -> Iterator[list[object]]:
    """What is on the screen; a hidden figure is as empty here as there."""
    for year in view.year_groups:
        yield csv_row("two hours of PE", "by year group", year.label, year.spot)
    for panel in (*view.both, *view.active):
        yield from csv_rows("over time", panel)
    for gap in view.gaps:
        yield from (*csv_rows("gaps", gap.rates), *csv_rows("gaps", gap.gap))
    for one in view.activities:
        for spot in one.line:
            yield csv_row("other activities", one.title, "", spot)
    for school in view.schools:
        for title, spot in zip(
            ("Two hours of PE", "Any club", "Club gap, sex"), (*school.spots, school.gap), strict=True
        ):
            yield csv_row("schools", title, school.name, spot)
