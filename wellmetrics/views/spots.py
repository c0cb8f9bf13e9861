"""Figures as spots: one figure of a line, as numbers and as words, with what it was counted from."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.views import lines
from wellmetrics.views.choice import Choice, indicators, urn_and_group
from wellmetrics.views.told import Told, told
from wellmetrics.words import numbers, signals
from wellmetrics.words.signals import Signal

# Numerator and denominator in words, where “x of n pupils” would not be right.
COUNTED = {
    "pupil_referrals_per_1000": "{x} made, {n} pupils on roll",
    "referrals_accepted": "{x} of {n} made",
    "referrals_waiting": "{x} of {n} made",
    "seen_within_28_days": "{x} of {n} known after 28 days",
    "wait_median_days": "{n} seen",
    "referrals_open": "{x} waiting, {n} pupils on roll",
    "staff_referrals_per_100": "{x} made, {n} staff",
}


@dataclass(frozen=True, slots=True)
class Spot(Told):
    """A figure with what it was counted from and its signal."""

    counted: str = ""
    word: str = ""  # the signal
    verdict: str = "neither"
    same_term: bool = False  # the chosen term, or the same term of another year


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of their release: lines of the chosen place, up to and with the chosen term."""

    figures: Release
    choice: Choice
    held: dict[str, list[Cell]] = field(default_factory=dict)  # what was asked before, by indicator

    @property
    def where(self) -> tuple[str, str]:
        return urn_and_group(self.figures, self.choice.place)

    @property
    def name(self) -> str:
        """The chosen place by name; empty for the whole trust."""
        return next(
            (
                p.name
                for p in self.figures.places
                if self.choice.place and self.choice.place in (p.urn, p.group)
            ),
            "",
        )

    @property
    def title(self) -> str:
        """The chosen place as the name of a line."""
        return numbers.capital(self.name or "the whole trust")

    @property
    def inside(self) -> set[str]:
        """Schools of the chosen place, or group of schools, as the reader's file names them."""
        return set(self.figures.members(self.where[1])) if not self.where[0] else {self.where[0]}

    def line(self, code: str, cut: str = "all", grain: str = "term") -> list[Cell]:
        if code not in self.held:
            urn, group = self.where
            self.held[code] = self.figures.cells(code, urn=urn, group=group, cut=None)
        past = self._past(grain)
        return [c for c in self.held[code] if c.cut == cut and c.grain == grain and c.period in past]

    def now(self, code: str, cut: str = "all") -> list[Cell]:
        """The chosen term, at every place of the reader's file."""
        return self.figures.cells(code, grain="term", period=self.choice.term, cut=cut)

    def periods(self, *found: Sequence[Cell]) -> list[str]:
        """Those that any of the lines has, in the order of time."""
        met = {cell.period for cells in found for cell in cells}
        return [p.period for p in self.figures.periods if p.period in met]

    def signal(self, cells: Sequence[Cell], indicator: Indicator) -> Signal | None:
        return lines.latest(cells, self.choice.term, indicator)

    def spots(self, cells: Sequence[Cell]) -> tuple[Spot, ...]:
        """A whole line, each figure with its signal."""
        if not cells:
            return ()
        line = signals.of_line(cells, indicators()[cells[0].indicator])
        return tuple(spot(s.cell, self.choice.term, s.word, s.verdict) for s in line)

    def link(self, code: str, **changes: str) -> str:
        return self.choice.link("indicator", indicator=code, **changes)

    def _past(self, grain: str) -> set[str]:
        """Periods that are over by the end of the chosen term: a part of a year is no year."""
        last = next((p.last_day for p in self.figures.of_grain("term") if p.period == self.choice.term), None)
        return {p.period for p in self.figures.of_grain(grain) if last is None or p.last_day <= last}


def spot(cell: Cell, term: str = "", word: str = "", verdict: str = "neither") -> Spot:
    found = Spot(**told(cell, indicators()[cell.indicator]), same_term=is_same(cell.period, term))
    if found.value is None:
        return found
    of = counted(cell.indicator, cell.numerator, cell.denominator)
    return replace(found, counted=of, word=word, verdict=verdict)


def is_same(period: str, term: str) -> bool:
    return " " in period and bool(term) and numbers.season(period) == numbers.season(term)


def counted(code: str, numerator: float | None, denominator: float | None) -> str:
    if denominator is None:
        return ""
    x = numbers.count(numerator) if numerator is not None else ""
    return COUNTED.get(code, "{x} of {n} pupils").format(x=x, n=numbers.count(denominator))


def year_ago(found: Sequence[Spot], term: str) -> Spot | None:
    """The same term of the academic year before, where its figure is shown."""
    year, _, season = term.partition(" ")
    before = f"{int(year[:4]) - 1}/{year[2:4]} {season}" if season else ""
    return next((s for s in found if s.period == before and s.value is not None), None)


def at(found: Sequence[Spot], period: str) -> Spot:
    """The figure of a period; where nothing stands for it, nothing was sent."""
    return next((s for s in found if s.period == period), Spot(period, numbers.term(period), "no figure"))
