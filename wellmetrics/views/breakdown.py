"""A figure by its parts: the questions of a survey, ways of measuring, and the two groups of a gap."""

from wellmetrics.indicators.gaps import BETWEEN
from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.views import headlines, lines
from wellmetrics.views.choice import indicators
from wellmetrics.views.lines import Point
from wellmetrics.words import numbers, sentences
from wellmetrics.words.signals import FALSE_ALARM, Signal

Parts = tuple[tuple[str, Point], ...]
CALLED = {
    "question": "question",
    "construct": "area",
    "answer": "question and answer",
    "method": "way of measuring",
}


def latest(figures: Release, indicator: Indicator, urn: str, group: str, term: str) -> tuple[Parts, str]:
    """The latest figure of every part, where there is none for everybody, or the ways of measuring differ."""
    cut = indicator.never_mixed if indicator.whole else indicator.cuts[0]
    if not cut:
        return (), ""
    found = lines.by_part(figures, term, indicator.code, cut)
    called = _names(figures, indicator, cut)
    parts = [
        (called.get(part, part), lines.points(cells, indicator, term)[-1])
        for (at, of, part), cells in found.items()
        if (at, of) == (urn, group)
    ]
    if not any(point.value is not None or point.state != "not sent" for _, point in parts):
        return (), ""
    order = {p.period: n for n, p in enumerate(figures.periods)}
    last = max((point.period for _, point in parts), key=lambda period: order[period])
    # Surveys of one year are read together: each has its own term.
    shown = [
        (name if point.period == last else f"{name} ({point.label})", point)
        for name, point in sorted(parts, key=lambda part: (-order[part[1].period], part[0]))
        if point.period[:7] == last[:7]
    ]
    if indicator.whole and len(shown) < 2:
        return (), ""  # one way of measuring is the figure itself
    return tuple(shown), f"{indicator.title}, by {CALLED.get(cut, cut)}, {numbers.term(last)}"


def _names(figures: Release, indicator: Indicator, cut: str) -> dict[str, str]:
    """Questions by their words, as they are asked now."""
    named = {}
    for q in figures.questions:
        if cut == "question":
            named[q.code] = f"{q.code} {q.wording}"
        elif cut == "answer":
            for label, value in zip(q.labels, q.values, strict=False):
                named[f"{q.code} = {value:g}"] = f"{q.code} {q.wording} {label}"
    return named


def title(indicator: Indicator, last: Signal | None, place: str, parts: Parts) -> str:
    """The finding where there is no figure for everybody: which parts are not as usual."""
    where = f"at {place}" if place else "in the whole trust"
    if _ways(indicator, last, parts):
        return f"{indicator.short} {where}: measured in more than one way"
    if indicator.whole:
        return ""
    moved = [f"{name.rstrip('.')} {point.word}" for name, point in parts if point.word in ("higher", "lower")]
    if moved:
        return f"{indicator.short} {where}, not as usual: {numbers.listed(moved)}"
    tested = any(point.word == "none" for _, point in parts)
    rest = "nothing out of the usual" if tested else "too early to tell" if parts else "no figure yet"
    return f"{indicator.short} {where}: {rest}"


def budget(indicator: Indicator, parts: Parts) -> list[str]:
    """Parts are many lines at once: how many of them chance alone would flag."""
    tested = [point for _, point in parts if point.word in ("higher", "lower", "none")]
    flags = sum(point.word != "none" for point in tested)
    said = sentences.budget(len(tested), len(tested) * FALSE_ALARM, flags)
    return [said] if said and not indicator.whole else []


def groups(figures: Release, indicator: Indicator, urn: str, group: str, period: str) -> list[str]:
    """Both figures of a gap: it also closes when the better-off group falls."""
    if indicator.gap is None:
        return []
    of, (_, _, first, second, *_) = indicators()[indicator.gap.of], BETWEEN[indicator.gap.cut]
    grain = "term" if "term" in indicator.grains else "year"
    cells = figures.cells(of.code, urn=urn, group=group, grain=grain, period=period, cut=indicator.gap.cut)
    if not cells:
        return []
    said = [
        f"{numbers.capital(who)}: {_together([c for c in cells if c.part in parts], of)}"
        for who, parts in ((first, indicator.gap.parts), (second, indicator.gap.others))
    ]
    return [f"{'; '.join(said)}."]


def _together(cells: list[Cell], of: Indicator) -> str:
    """Several parts as one group; where one is hidden, so is the group."""
    hidden = [c for c in cells if c.state == "hidden"]
    seen = [c for c in cells if c.value is not None]
    if hidden or not seen:
        return numbers.state(hidden[0]) if hidden else "not sent"
    top, below = sum(c.numerator or 0 for c in seen), sum(c.denominator or 0 for c in seen)
    counted = f" ({numbers.count(top)} of {numbers.count(below)})" if of.method == "proportion" else ""
    return f"{numbers.figure(of.scale * top / below, of)}{counted}"


def mixed(indicator: Indicator, last: Signal | None, parts: Parts, term: str) -> list[str]:
    """Why a set of schools has no figure of its own where they measure in more than one way."""
    ways = _ways(indicator, last, parts)
    if not ways:
        return []
    said = [f"Measured in more than one way ({numbers.listed(ways)}), and ways of measuring are never mixed."]
    for name, point in parts:
        published = headlines.england(indicator, point, term, name)
        said += [f"Beside the figure by {name}: {published}."] if published else []
    return said


def _ways(indicator: Indicator, last: Signal | None, parts: Parts) -> list[str]:
    if not indicator.never_mixed or last is None or last.cell.state != "not applicable":
        return []
    seen = [name for name, point in parts if point.state != "not sent"]
    return seen if len(seen) > 1 else []
