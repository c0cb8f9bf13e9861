"""Referrals as HTML: the flow and the queue as bars, groups and schools as tables, and all of it for a download."""

from collections.abc import Iterator
from functools import lru_cache
from html import escape

from wellmetrics.charts import bar_table
from wellmetrics.charts.style import link
from wellmetrics.charts.tables import doubted, quiet, table
from wellmetrics.views.panels import csv_row, csv_rows
from wellmetrics.views.referrals import Bar, ReferralsView
from wellmetrics.views.spots import Spot

NOBODY = {"does not apply": "nobody seen"}  # of a median


@lru_cache(maxsize=128)
def flow(view: ReferralsView, dark: bool) -> str:
    longest = max((b.length or 0 for b in view.flow), default=0) or 1
    rows = [
        bar_table.Bar(
            link(b.link, b.label),
            _share(b, longest),
            b.big,
            (_of(b.spot), b.spot.text and _rate(b), b.spot.span),
        )
        for b in view.flow
    ]
    headings = ("Referrals", "How many", "Counted", "Figure", "95% range")
    return bar_table.bars(headings, rows, f"Referrals of pupils, {view.term}", dark, neutral=True)


def _of(spot: Spot) -> str:
    return spot.counted if spot.value is not None else ""


def _rate(bar: Bar) -> str:
    return bar.spot.text if bar.spot.text.endswith("%") else f"{bar.spot.text} per 1,000 pupils"


def _share(bar: Bar, longest: float) -> float | None:
    return None if bar.length is None else bar.length / longest


@lru_cache(maxsize=128)
def queue(view: ReferralsView, dark: bool) -> str:
    longest = max((b.length or 0 for b in view.queue), default=0) or 1
    rows = [
        bar_table.Bar(
            link(b.link, b.label, f"In the queue, {b.label}"),
            _share(b, longest),
            b.big,
            (b.spot.text, b.spot.span),
        )
        for b in view.queue
    ]
    headings = ("How long so far", "Waiting", "Per 1,000 pupils", "95% range")
    return bar_table.bars(
        headings, rows, f"Waiting at the end of {view.term}, whenever it was made", dark, neutral=True
    )


@lru_cache(maxsize=128)
def groups(view: ReferralsView, dark: bool) -> str:
    headings = ["Group", view.term, "Per 1,000 pupils", "95% range"]
    if view.year:
        headings += [f"Year {view.year}", "Per 1,000 pupils", "95% range"]
    rows = []
    for row in view.groups:
        if row.heading:
            rows.append([f"<b>{escape(row.heading)}</b>", *[""] * (len(headings) - 1)])
        years = _group(row.year) if view.year else []
        name = link(row.link, row.label, f"Referrals, {row.label}: every term, definition and files")
        rows.append([name, *_group(row.term), *years])
    return table(headings, rows, "Referrals of pupils by service and by group", dark, right=range(1, 7))


def _group(spot: Spot) -> list[str]:
    if spot.value is None:
        return [quiet(spot.state), "", ""]
    return [_count(spot), escape(spot.text), escape(spot.span)]


def _count(spot: Spot) -> str:
    return escape(spot.counted.partition(" ")[0])


@lru_cache(maxsize=128)
def schools(view: ReferralsView, dark: bool) -> str:
    headings = ("School", "Made", "Per 1,000 pupils", "Median wait", "Still waiting")
    rows = []
    for row in view.schools:
        made, wait, waiting = row.spots
        name = link(row.link, row.name)
        rows.append(
            [
                doubted(f"<b>{name}</b>" if row.chosen else name, row.disputed),
                _made(made),
                escape(f"{made.text} ({made.span})") if made.value is not None else "",
                _wait(wait, made),
                escape(waiting.counted.removesuffix(" made")) if waiting.value is not None else quiet(_none(waiting, made)),
            ]
        )  # fmt: skip
    return table(headings, rows, f"{view.term}, school by school", dark, (1, 2, 3, 4), "fixed")


def _made(spot: Spot) -> str:
    if spot.value is None:
        return quiet(spot.state)
    return _count(spot) if spot.numerator else "none"


def _none(spot: Spot, made: Spot) -> str:
    return "" if made.value is not None and not made.numerator else spot.state


def _wait(spot: Spot, made: Spot) -> str:
    if spot.value is None:
        return quiet(_none(spot, made) and NOBODY.get(spot.state, spot.state))
    return escape(f"{spot.text} days ({spot.span})" if spot.span else f"{spot.text} days")


def csv(view: ReferralsView) -> Iterator[list[object]]:
    """What is on the screen; a hidden figure is as empty here as there."""
    for bar in view.flow:
        yield csv_row("flow", bar.label, "", bar.spot)
    for panel in view.over_time:
        yield from csv_rows("over time", panel)
    for bar in view.queue:
        yield csv_row("queue", bar.label, "", bar.spot)
    for row in view.groups:
        for spot in (row.term, row.year) if view.year else (row.term,):
            yield csv_row("groups", row.label, "", spot)
    for gap in view.gaps:
        yield from (*csv_rows("gaps", gap.rates), *csv_rows("gaps", gap.gap))
    for school in view.schools:
        for title, spot in zip(("Made", "Median wait", "Still waiting"), school.spots, strict=True):
            yield csv_row("schools", title, school.name, spot)
