"""The six figures of the front page: each with its range, its past, its companion, and England where it is published."""

from dataclasses import dataclass

from wellmetrics.model import Cell, Grain, Indicator
from wellmetrics.release import Release
from wellmetrics.views import disputed, lines
from wellmetrics.views.choice import Choice, indicators
from wellmetrics.views.lines import Point
from wellmetrics.words import numbers, sentences
from wellmetrics.words.signals import Signal

HOW_MANY = 6
# Six over the feeds, in the order of the page; one that has no figure gives its place to the next that has.
WANTED = (
    "days_lost_per_fte",
    "long_term_absence",
    "staff_favourable",
    "pupil_referrals_per_1000",
    "any_club",
    "days_lost_per_teacher",
    "pupil_favourable",
    "two_hours_pe",
    "mental_health_days_per_fte",
    "staff_absent",
    "open_long_spells",
    "spells_per_person",
    "absence_rate",
)
STALE_AFTER = 2  # years


@dataclass(frozen=True, slots=True)
class Headline:
    code: str
    title: str
    short: str
    value: str
    unit: str
    span: str
    change: str
    verdict: str
    beside: tuple[str, ...]  # the companion and England, in words
    when: str
    points: tuple[Point, ...]
    link: str
    signals: tuple[Signal, ...]  # what was looked at for it: its own line, and its companion's


def six(figures: Release, choice: Choice) -> tuple[Headline, ...]:
    """The wanted figures; one that may not be shown gives its place to the next that may."""
    known, found = indicators(), []
    for code in WANTED:
        found.append(_headline(known[code], figures, choice))
        if sum(bool(h.unit) for h in found) == HOW_MANY:
            break
    chosen = sorted(found, key=lambda h: not h.unit)[:HOW_MANY]
    return tuple(h for h in found if h in chosen)


def _headline(indicator: Indicator, figures: Release, choice: Choice) -> Headline:
    termly = "term" in indicator.grains
    cells = of_trust(figures, indicator, choice.term)
    points = lines.points(cells, indicator, choice.term)
    last = points[-1] if points else None
    # A survey that was not held this term has its latest figure elsewhere: this page is about the term.
    now = last if last and (not termly or last.period == choice.term) else None
    companion = indicators()[indicator.companion] if indicator.companion else None
    beside = (
        lines.latest(of_trust(figures, companion, choice.term), choice.term, companion) if companion else None
    )
    own = lines.latest(cells, choice.term, indicator)
    doubt = disputed.behind(choice.disputed, indicator.code, figures.members(""), now.period) if now else ""
    return Headline(
        code=indicator.code,
        title=indicator.title,
        short=indicator.short,
        value=now.text or now.state if now else "not asked this term" if last else "no figure yet",
        unit=indicator.unit if now and now.value is not None else "",
        span=f"likely range {now.span}" if now and now.span else "",
        change=_change(now, termly),
        verdict=now.verdict if now else "neither",
        beside=tuple(
            filter(None, (_companion(beside, companion), england(indicator, now, choice.term), doubt))
        ),
        when=now.label if now else "",
        points=points,
        link=choice.link("indicator", indicator=indicator.code, school=""),
        signals=tuple(signal for signal in (own, beside) if signal),
    )


def of_trust(figures: Release, indicator: Indicator, term: str, grain: Grain | None = None) -> list[Cell]:
    """The trust's line: terms, or years that are over by the chosen term."""
    grain = grain or lines.grain_of(figures, indicator)
    cells = lines.all_lines(figures, term, grain, indicator.code).get((indicator.code, "", ""), [])
    return cells if grain == "term" else whole_years(figures, cells, term)


def _change(point: Point | None, termly: bool) -> str:
    if point is None or point.value is None:
        return ""
    said = numbers.capital(point.change) if termly else "A year is not tested for change"
    return f"{said} (a new series starts here: {point.starts})" if point.starts else said


def whole_years(figures: Release, cells: list[Cell], term: str) -> list[Cell]:
    """Years whose three terms are over by the chosen term: a part of a year is no year."""
    ends = {p.period: p.last_day for p in figures.of_grain("year")}
    last = next((p.last_day for p in figures.of_grain("term") if p.period == term), None)
    return [c for c in cells if last is None or (c.period in ends and ends[c.period] <= last)]


def england(indicator: Indicator, point: Point | None, term: str = "", way: str = "") -> str:
    """The published figure of the same year, else the latest before it, with its year; an old one says so.

    `way` is how the figure was measured: one that is published for another way is no comparison.
    """
    if point is None or point.value is None:
        return ""
    past = [c for c in indicator.comparators if c.year <= point.period[:7] and c.part in ("", way)]
    best = max(past, key=lambda c: c.year, default=None)
    if best is None:
        return ""
    note = f". {best.note}" if best.note else ""
    said = f"{best.label}: {numbers.figure(best.value, indicator)} in {best.year}"
    return f"{said}{stale(best.year, term or point.period)}{note}"


def stale(year: str, term: str) -> str:
    """A published figure more than two years older than the term's academic year."""
    return " (older than two years)" if int(term[:4]) - int(year[:4]) > STALE_AFTER else ""


def way(figures: Release, indicator: Indicator, cell: Cell | None) -> str:
    """How this figure was measured, where the ways are never mixed; empty where there is none or more than one."""
    if not indicator.never_mixed or cell is None:
        return ""
    parts = figures.cells(
        indicator.code, urn=cell.urn, group=cell.group, grain=cell.grain, period=cell.period,
        cut=indicator.never_mixed,
    )  # fmt: skip
    ways = {c.part for c in parts if c.state not in lines.ABSENT}
    return ways.pop() if len(ways) == 1 else ""


def _companion(signal: Signal | None, companion: Indicator | None) -> str:
    """What must stand beside the figure."""
    if companion is None:
        return ""
    if signal is None:
        return f"{companion.short}: no figure this term"
    said = sentences.change(signal, companion)
    if signal.cell.value is None:
        return f"{companion.short}: {said}"
    return f"{companion.short}: {numbers.with_unit(signal.cell.value, companion)}, {said}"
