"""Small charts over time: one or two lines on one scale, with their ranges, gaps and breaks, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellmetrics.views.spots import Spot
from wellmetrics.words import numbers


@dataclass(frozen=True, slots=True)
class Series:
    """One line. A spot is None where the place has no such figure at all: it had not joined, or is not asked."""

    name: str
    kind: str  # own, other, or published: how it is drawn
    spots: tuple[Spot | None, ...]


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    title: str
    said: str  # the finding
    link: str
    unit: str
    percent: bool
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    notes: tuple[str, ...] = ()  # breaks, and what else must be read beside it
    alt: str = ""

    @property
    def breaks(self) -> tuple[int, ...]:
        """Where a new series starts, by the place of its first figure."""
        own = self.series[0].spots
        return tuple(i for i, s in enumerate(own) if s and s.starts and any(own[:i]))


def panel(
    title: str, said: str, link: str, unit: str, percent: bool, periods: Sequence[str],
    lines: Sequence[tuple[str, str, Sequence[Spot]]], notes: Sequence[str] = (),
) -> Panel:  # fmt: skip
    """`lines` are names, kinds and spots; the first is the one that the panel is about."""
    series = tuple(Series(name, kind, _placed(spots, periods)) for name, kind, spots in lines)
    drawn = Panel(
        title=title,
        said=said,
        link=link,
        unit=unit,
        percent=percent,
        labels=tuple(map(numbers.term, periods)),
        series=series,
        notes=(*_breaks(series[0]), *notes),
    )
    return replace(drawn, alt=_alternative(drawn))


def _placed(spots: Sequence[Spot], periods: Sequence[str]) -> tuple[Spot | None, ...]:
    of = {s.period: s for s in spots}
    return tuple(of.get(period) for period in periods)


def behind(spot: Spot) -> str:
    """`23 made, 412 pupils on roll; likely range 35.4 to 83.8`."""
    if spot.value is None:
        return ""
    likely = f"likely range {spot.span}" if spot.span else "without a range"
    return "; ".join(filter(None, (spot.counted, likely)))


def _breaks(series: Series) -> tuple[str, ...]:
    """Each new series with its reason: nothing is compared across it."""
    found = [s for i, s in enumerate(series.spots) if s and s.starts and any(series.spots[:i])]
    return tuple(f"New series from {s.label}: {s.starts}." for s in found)


def _alternative(panel: Panel) -> str:
    """The chart in words: first and last figure of each line, the span between, gaps and breaks."""
    said = [f"{panel.title}: {panel.said}." if panel.said else f"{panel.title}."]
    for series in panel.series:
        seen = [s for s in series.spots if s and s.value is not None]
        if not seen:
            said.append(f"{series.name}: no figure can be shown.")
            continue
        first, last = seen[0], seen[-1]
        gaps = sum(s is not None and s.value is None for s in series.spots)
        gap = f", {numbers.times(gaps, 'period')} without a figure" if gaps else ""
        said.append(f"{series.name}: {first.text} in {first.label}, {last.text} in {last.label}{gap}.")
    return " ".join([*said, *panel.notes])


def csv_rows(section: str, panel: Panel) -> list[list[object]]:
    """Every figure of a panel, for a download. One without a figure has its reason and no number."""
    return [
        csv_row(section, panel.title, series.name, spot)
        for series in panel.series
        for spot in series.spots
        if spot
    ]


CSV_HEADINGS = (
    "section", "figure", "whose", "period", "numerator", "denominator", "value", "lower", "upper", "state",
)  # fmt: skip


def csv_row(section: str, title: str, whose: str, spot: Spot) -> list[object]:
    figures = (spot.numerator, spot.denominator, spot.value, spot.lower, spot.upper)
    return [section, title, whose, spot.label, *figures, spot.state or "shown"]
