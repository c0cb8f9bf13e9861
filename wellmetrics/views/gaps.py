"""The gap between two groups of pupils: two rates, their difference with its range, and whether it has changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellmetrics.model import Cell, Indicator
from wellmetrics.views import panels, spots
from wellmetrics.views.choice import indicators
from wellmetrics.views.panels import Panel
from wellmetrics.views.spots import Asked, Spot
from wellmetrics.words import numbers
from wellmetrics.words.certainty import SEEN
from wellmetrics.words.signals import Signal

CUTS = ("pupil_premium", "send", "sex")
NAMES = {
    "pupil_premium": ("pupil premium", "pupils eligible for the pupil premium", "other pupils"),
    "send": ("SEND", "pupils with special educational needs", "other pupils"),
    "sex": ("girls and boys", "girls", "boys"),
}
CHANGES = {
    "none": "The gap has not changed",
    "too early": "It is too early to tell whether the gap has changed",
    "cannot tell": "Whether the gap has changed cannot be told",
}
NOT_TESTED = "Whether it has changed is not tested"


@dataclass(frozen=True, slots=True)
class GapView:
    """The rates on one scale, and beneath them the difference around nought."""

    cut: str
    finding: str
    change: str
    rates: Panel
    gap: Panel
    tested: Signal | None
    short: str  # of the figure
    last: Spot


def code(of: str, cut: str) -> str:
    return f"gap_{of}_{cut}"


def view(asked: Asked, of: str, cut: str, grain: str = "term") -> GapView | None:
    """None where the figure was never sent by this cut."""
    indicator, gap = indicators()[of], indicators()[code(of, cut)]
    assert gap.gap  # noqa: S101  (every code of this name declares one)
    cells, parts = asked.line(gap.code, grain=grain), asked.line(of, gap.gap.cut, grain)
    if not any(c.state in (*SEEN, "hidden") for c in cells):
        return None
    termly = cells if grain == "term" else asked.line(gap.code)
    tested = asked.signal(termly, gap)
    now = asked.choice.term if grain == "term" else cells[-1].period
    differences = _until(now, [difference(c, indicator) for c in cells])
    periods = [s.period for s in differences]
    title, first, second = NAMES[cut]
    last = differences[-1]
    rates = panels.panel(
        title=f"{indicator.short}, {title}",
        said="",
        link=asked.link(of),
        unit=indicator.unit,
        percent=indicator.percent,
        periods=periods,
        lines=[
            (numbers.capital(who), tone, _until(now, [_rate(asked, c) for c in parts if c.part == part]))
            for who, tone, part in ((first, "own", gap.gap.part), (second, "other", gap.gap.other))
        ],
    )
    finding, change = found(last, cut, indicator), changed(tested)
    below = panels.panel(
        title=f"Gap: {first} less {second}",
        said=finding,
        link="",
        unit="percentage points" if indicator.percent else indicator.unit,
        percent=False,
        periods=periods,
        lines=[("Gap", "own", differences)],
    )
    return GapView(cut, finding, change, rates, below, tested, indicator.short, last)


def _until(period: str, line: list[Spot]) -> list[Spot]:
    """A line that ends at the chosen term: where no group was sent then, that is said and not passed over."""
    if line and line[-1].period == period:
        return line
    return [*line, Spot(period, numbers.term(period), numbers.STATES["missing"])]


def split(found: Sequence[GapView]) -> tuple[tuple[GapView, ...], str]:
    """Those with anything to draw; the rest in words."""
    drawn = tuple(g for g in found if any(s and s.value is not None for s in g.gap.series[0].spots))
    rest = [g.rates.title for g in found if g not in drawn]
    said = (
        f"No gap can be shown here ({'; '.join(rest)}): hidden to protect people, or not sent."
        if rest
        else ""
    )
    return drawn, said


def _rate(asked: Asked, cell: Cell) -> Spot:
    """One group's figure. Those who take part over a year are the mean of its terms, which no pupil is a fraction of."""
    found = spots.spot(cell, asked.choice.term)
    if found.value is None or indicators()[cell.indicator].feed != "participation" or " " in cell.period:
        return found
    x, n = round(found.numerator or 0), round(found.denominator or 0)
    return replace(found, counted=f"{spots.counted(cell.indicator, x, n)}, means of the year’s terms")


def _times(scale: float, *values: float | None) -> list[float | None]:
    return [None if v is None else v * scale for v in values]


def difference(cell: Cell, of: Indicator) -> Spot:
    """The gap of one place and period, in percentage points or on the figure's own scale."""
    bare = Spot(cell.period, numbers.term(cell.period), "", starts=cell.starts)
    value, lower, upper = _times(100 if of.percent else 1, cell.value, cell.lower, cell.upper)
    if value is None:
        return replace(bare, state=numbers.state(cell))
    limits = (
        "" if lower is None or upper is None else f"{numbers.signed(lower, 1)} to {numbers.signed(upper, 1)}"
    )
    return replace(bare, value=value, lower=lower, upper=upper, text=numbers.signed(value, 1), span=limits)


def found(spot: Spot, cut: str, of: Indicator) -> str:
    """`Girls 12.3 percentage points below boys (likely range −16.5 to −8.0)`."""
    _, first, second = NAMES[cut]
    if spot.value is None or spot.lower is None or spot.upper is None:
        return f"{numbers.capital(first)} and {second}: {spot.state} for {spot.label}"
    likely = f"likely range {spot.span}"
    if not clear(spot):
        return f"No clear gap between {first} and {second} ({spot.text}, {likely})"
    unit = "percentage points" if of.percent else of.unit.removesuffix(" pupils")
    way = "below" if spot.value < 0 else "above"
    return f"{numbers.capital(first)} {numbers.rounded(abs(spot.value), 1)} {unit} {way} {second} ({likely})"


def clear(spot: Spot) -> bool:
    """Whether the likely range of the difference leaves out nought."""
    return spot.lower is not None and spot.upper is not None and not spot.lower <= 0 <= spot.upper


def changed(signal: Signal | None) -> str:
    """In words, from the signal of the line alone."""
    if signal is None or signal.cell.value is None:
        why = f": the term's figure is {numbers.state(signal.cell)}" if signal else ""
        return f"Whether the gap has changed cannot be told{why}"
    if signal.word not in ("higher", "lower"):
        return CHANGES.get(signal.word, NOT_TESTED)
    value, usual = signal.cell.value, signal.expected or 0.0
    season = f" for {numbers.season(signal.cell.period)}"
    again = f", for a {numbers.ordinal(signal.running)} term in a row" if signal.running > 1 else ""
    if value * usual < 0:
        return f"The gap has turned: it used to be the other way round{season}{again}"
    return f"The gap is {'wider' if abs(value) > abs(usual) else 'narrower'} than usual{season}{again}"
