"""Active minutes: one line where schools measure in one way, else a line a way; published figures beside their own."""

from collections.abc import Sequence

from wellmetrics.model import Cell, Comparator
from wellmetrics.views import panels, spots
from wellmetrics.views.choice import indicators
from wellmetrics.views.panels import Panel
from wellmetrics.views.spots import Asked, Spot
from wellmetrics.words import numbers, sentences
from wellmetrics.words.signals import Signal

ACTIVE = "active_60_minutes"
WAYS = {2: "two", 3: "three", 4: "four"}
STALE = 2  # years: a published figure that is older says so
MIXED_BEFORE = "In some terms schools measured in several ways, which are never mixed in one line."
Ways = dict[str, list[str]]  # a period's ways of measuring


def view(
    asked: Asked, line: tuple[Spot, ...], signal: Signal | None
) -> tuple[tuple[Panel, ...], tuple[str, ...]]:
    """The panels, and what must be read beside them. A change of way in a line is a break with its reason."""
    by_way: dict[str, list[Cell]] = {}
    for cell in asked.line(ACTIVE, "method"):
        by_way.setdefault(cell.part, []).append(cell)
    ways = _ways(by_way)
    periods = asked.periods(*by_way.values()) or [s.period for s in line]
    mixed = any(len(found) > 1 for found in ways.values())
    if mixed:
        found = [(way, asked.spots(c), asked.signal(c, indicators()[ACTIVE])) for way, c in by_way.items()]
    else:
        found = [("", line, signal)] if any(s.value is not None for s in line) else []
    now = ways.get(asked.choice.term, [])
    said = [_said(asked, now)] if len(now) > 1 else [MIXED_BEFORE] if mixed else []
    beside = [published(one, asked.choice.term[:7]) for way in now if (one := _latest(asked, way))]
    return tuple(_panel(asked, *one, periods, ways) for one in found), (*said, *beside)


def _ways(by_way: dict[str, list[Cell]]) -> Ways:
    ways: Ways = {}
    for way, cells in by_way.items():
        for cell in cells:
            if cell.state not in ("missing", "not applicable"):
                ways.setdefault(cell.period, []).append(way)
    return ways


def _panel(
    asked: Asked, way: str, line: Sequence[Spot], signal: Signal | None, periods: Sequence[str], ways: Ways
) -> Panel:
    """A published figure stands in the terms of its own year, beside a line that is still measured in its way."""
    indicator = indicators()[ACTIVE]
    now = [way] if way else ways.get(asked.choice.term, [])
    beside = tuple(
        Spot(p, c.year, "", value=c.value, text=numbers.figure(c.value, indicator))
        for p in periods
        for c in indicator.comparators
        if c.year == p[:7] and [c.part] == now == ([way] if way else ways.get(p))
    )
    label = indicator.comparators[-1].label if beside else ""
    method = next(iter(now), "")
    since = "" if way or not any(s.starts for s in line) else "now "
    return panels.panel(
        title=f"60 active minutes, {since}by {method}" if method else "60 active minutes",
        said=numbers.capital(sentences.change(signal)) if signal else "",
        link=asked.link(ACTIVE),
        unit=indicator.unit,
        percent=True,
        periods=periods,
        lines=[(asked.title, "own", line), *([(label, "published", beside)] if beside else [])],
    )


def _said(asked: Asked, now: Sequence[str]) -> str:
    """How many schools measure in which way."""
    held = [c.part for c in asked.now(ACTIVE, "method") if c.urn in asked.inside and c.state != "missing"]
    ways = [f"{way} ({numbers.times(n, 'school')})" if (n := held.count(way)) else way for way in now]
    many = WAYS.get(len(ways), str(len(ways)))
    return f"Schools measure in {many} ways, which are never mixed in one line: {numbers.listed(ways, len(ways))}."


def _latest(asked: Asked, way: str) -> Comparator | None:
    """The published figure of the same year, else the latest before it."""
    past = [c for c in indicators()[ACTIVE].comparators if c.part == way and c.year <= asked.choice.term[:7]]
    return max(past, key=lambda c: c.year, default=None)


def published(one: Comparator, year: str) -> str:
    """`England: 47.8% in 2023/24 (Sport England; pupils in years 1 to 11).`, and whether that is long ago."""
    value = numbers.figure(one.value, indicators()[ACTIVE])
    old = int(year[:4]) - int(one.year[:4]) > STALE
    said = [
        f"{one.label}: {value} in {one.year} ({one.source}; {one.population.lower()}).",
        f"{one.note}." if one.note else "",
        "It is more than two years older than these figures." if old else "",
    ]
    return " ".join(filter(None, said))


def title(asked: Asked, line: Sequence[Spot], active: Sequence[Panel]) -> str:
    now = spots.at(line, asked.choice.term)
    if now.value is not None:
        return f"Active minutes: {now.text} of pupils are active for 60 minutes a day"
    if len(active) > 1:
        return "Active minutes: a line for each way of measuring"
    return f"Active minutes: {now.state} for {now.label}"
