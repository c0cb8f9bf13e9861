"""What the reader's release holds on a claim: one line of figures, up to the time that the claim is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from wellmetrics.model import Cell, Indicator, Viewer
from wellmetrics.release import Period, Place, Release
from wellmetrics.views import lines
from wellmetrics.views.choice import indicators, latest_term, sentence_case
from wellmetrics.views.found import AREAS, RECORDING
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.claims.when import When
from wellmetrics.words.signals import Signal

catalogued = cache(indicators)  # asked for by every clause of a text
PARTS = {"F": "girls", "M": "boys", "Y": "pupil premium", "N": "no pupil premium", "none": "no special needs"}


@dataclass(frozen=True, slots=True)
class Bound:
    """A claim's figure: one indicator in one place, with its past. `why` says why there is no figure."""

    indicator: Indicator
    place: Place
    period: str
    cells: tuple[Cell, ...] = ()
    signal: Signal | None = None
    cut: str = "all"
    part: str = ""
    recorded: bool = True  # False where who recorded or replied has moved too
    why: str = ""

    @property
    def cell(self) -> Cell | None:
        return self.signal.cell if self.signal else None

    @property
    def name(self) -> str:
        return "whole trust" if self.place.kind == "trust" else sentence_case(self.place.name)

    @property
    def said(self) -> str:
        """`long_term_absence, Larch High School, Summer 2026: 10.7%; higher than usual for summer`."""
        part = f" ({PARTS.get(self.part, self.part)})" if self.part else ""
        about = f"{self.indicator.code}{part}, {self.name}, {numbers.term(self.period)}"
        if self.signal is None or self.signal.cell.value is None:
            return f"{about}: {self.why}"
        return f"{about}: {numbers.figure(self.signal.cell.value, self.indicator)}; {self.change}"

    @property
    def change(self) -> str:
        return sentences.change(self.signal, self.indicator) if self.signal else self.why

    @property
    def amount(self) -> str:
        """`10.7% of staff`."""
        value = self.cell.value if self.cell else None
        return numbers.with_unit(value, self.indicator) if value is not None else self.why

    @property
    def sentence(self) -> str:
        """What the writer can say instead."""
        if self.signal is None or self.signal.cell.value is None:
            return f"{self.indicator.short} at {self.name}: {self.why}."
        name = "" if self.place.kind == "trust" else self.name
        return sentences.about([self.signal], [name], self.indicator)

    def back(self, years: int) -> Cell | None:
        """The same term, so many years earlier."""
        start = int(self.period[:4]) - years
        wanted = f"{start}/{(start + 1) % 100:02}{self.period[7:]}"
        return next((c for c in self.cells if c.period == wanted), None)

    def starts_after(self, first: int) -> str:
        """Why a new series starts behind the cell at `first`; empty where none does."""
        seen = [i for i, c in enumerate(self.cells) if c.value is not None and i < len(self.cells) - 1]
        return next(
            (
                c.starts
                for i, c in enumerate(self.cells)
                if c.starts and i > first and any(s < i for s in seen)
            ),
            "",
        )


@dataclass
class Evidence:
    """Finds lines in one release, each read once."""

    figures: Release
    viewer: Viewer
    held: dict[tuple, dict] = field(default_factory=dict)
    found: dict[tuple, Bound] = field(default_factory=dict)

    @cached_property
    def term(self) -> str:
        """The reader's latest term."""
        return latest_term(self.figures)

    @cached_property
    def _terms(self) -> tuple[str, ...]:
        return tuple(p.period for p in self.figures.of_grain("term"))

    @property
    def schools(self) -> tuple[Place, ...]:
        """Schools whose own figures the reader may see."""
        if self.viewer.role == "head":
            return tuple(p for p in self.figures.schools if p.urn == self.viewer.urn)
        return self.figures.schools

    def place(self, key: str) -> Place:
        return next(p for p in self.figures.places if key == (p.urn or p.group))

    def line(self, code: str, key: str, grain: str, cut: str = "all", part: str = "") -> list[Cell]:
        known = self.held.setdefault((code, grain, cut), {})
        if not known:
            found = lines.all_lines(self.figures, self.term, grain, code) if cut == "all" else {}
            known.update({(urn, group, ""): cells for (_, urn, group), cells in found.items()})
            if cut != "all" and cut in catalogued()[code].cuts:
                known.update(lines.by_part(self.figures, self.term, code, cut, grain))
            known[""] = []
        place = self.place(key)
        return known.get((place.urn, place.group, part), [])

    def any(self, code: str, cut: str = "all") -> bool:
        """Whether the release holds a shown figure of it anywhere."""
        grain = grain_of(catalogued()[code])
        self.line(code, "", grain, cut)
        return any(c.value is not None for cells in self.held[code, grain, cut].values() for c in cells)

    def bound(self, code: str, key: str, when: When | None, cut: str = "all", part: str = "") -> Bound:
        """The figure of the time that is meant; without one, the latest of its line. Each is worked out once."""
        asked = code, key, when, cut, part
        if asked not in self.found:
            self.found[asked] = self._bound(*asked)
        return self.found[asked]

    def _bound(self, code: str, key: str, when: When | None, cut: str, part: str) -> Bound:
        indicator, place = named_by(catalogued()[code], part), self.place(key)
        grain = (
            "month" if when and when.unit == "month" and "month" in indicator.grains else grain_of(indicator)
        )
        cells = self.line(code, key, grain, cut, part)
        if grain == "year":
            cells = self._whole(cells)
        period = (
            self.period(when, grain, [c.period for c in cells])
            if when
            else cells[-1].period
            if cells
            else self.term
        )
        kept = tuple(
            c
            for c in cells
            if c.period <= period or (grain == "term" and self._order(c.period) <= self._order(period))
        )
        bound = Bound(indicator, place, period, kept, cut=cut, part=part)
        if not kept or kept[-1].period != period:
            return replace(bound, why=self._why(indicator, cells, period))
        return replace(
            bound,
            signal=signals.latest(kept, indicator),
            recorded=self._recorded(indicator, key, period),
            why=lines.state(kept[-1], indicator),
        )

    def _recorded(self, indicator: Indicator, key: str, period: str) -> bool:
        """No change is claimed where the share of unknown reasons, or of those who replied, has moved."""
        if indicator.companion not in RECORDING:
            return True
        beside = self.line(indicator.companion or "", key, "term")
        signal = signals.latest(
            [c for c in beside if self._order(c.period) <= self._order(period)],
            catalogued()[indicator.companion or ""],
        )
        return not (signal and signal.cell.period == period and signal.flagged)

    def _whole(self, cells: Sequence[Cell]) -> list[Cell]:
        ends = {p.period: p.last_day for p in self.figures.of_grain("year")}
        last = next((p.last_day for p in self.figures.of_grain("term") if p.period == self.term), None)
        return [c for c in cells if last is None or (c.period in ends and ends[c.period] <= last)]

    def _why(self, indicator: Indicator, cells: Sequence[Cell], period: str) -> str:
        if indicator.feed == "survey" and cells:
            return f"not asked in {numbers.term(period)}"
        return f"no figure for {numbers.term(period)}" if period else "no figure"

    # Times

    def _order(self, period: str) -> int:
        return self._terms.index(period) if period in self._terms else -1

    def period(self, when: When, grain: str, met: Sequence[str]) -> str:
        """The period of a line that a time in a sentence means; where there is none, what it would be called."""
        terms = [p for p in self.figures.of_grain("term") if self._order(p.period) <= self._order(self.term)]
        if when.unit in ("month", "day"):
            return self._month(when, grain, terms)
        if when.season:
            return _season(when, terms, self.term)
        if when.unit == "year":
            years = [p.period for p in _of_year(when, terms, self.term)]
            of_year = [p for p in met if p in years or p in {y[:7] for y in years}]
            return of_year[-1] if of_year else years[-1] if years else str(when.year)
        back = self._order(self.term) - when.back
        return terms[max(back, 0)].period if terms else ""

    def _month(self, when: When, grain: str, terms: Sequence[Period]) -> str:
        months = [p for p in self.figures.of_grain("month") if not terms or p.first_day <= terms[-1].last_day]
        met = [p for p in months if p.first_day.month == when.month and when.year in (None, p.first_day.year)]
        if not when.month:
            met = months[: len(months) - when.back]
        if not met:
            return f"{when.year or terms[-1].last_day.year}-{when.month:02}"
        if grain == "month":
            return met[-1].period
        return next(
            (t.period for t in terms if t.first_day <= met[-1].last_day and met[-1].first_day <= t.last_day),
            met[-1].period,
        )


def named_by(indicator: Indicator, part: str) -> Indicator:
    """An area of a survey by its name; a group behind the name of the figure."""
    if not part:
        return indicator
    survey = AREAS.get(indicator.code)
    return replace(
        indicator, short=f"{part} ({survey})" if survey else f"{indicator.short} ({PARTS.get(part, part)})"
    )


def grain_of(indicator: Indicator) -> str:
    return "term" if "term" in indicator.grains else indicator.grains[0]


def _season(when: When, terms: Sequence[Period], now: str) -> str:
    name = when.season.capitalize()
    if when.year is not None:
        start = when.year if when.academic or name == "Autumn" else when.year - 1
        return f"{start}/{(start + 1) % 100:02} {name}"
    met = [p.period for p in terms if p.term == name]
    if when.back and met and met[-1] == now:
        met = met[:-1]
    return met[-1] if met else name


def _of_year(when: When, terms: Sequence[Period], now: str) -> list[Period]:
    """The terms of an academic year, or of a calendar year."""
    if when.year is None or when.academic:
        start = when.year if when.year is not None else int(now[:4]) - when.back
        return [p for p in terms if p.period.startswith(f"{start}/")]
    return [p for p in terms if p.first_day.year == when.year]
