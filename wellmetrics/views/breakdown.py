"""A figure by its parts: the questions of a survey, ways of measuring, and the two groups of a gap."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import NamedTuple

from wellmetrics.indicators.gaps import BETWEEN
from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.statistics.rates import FALSE_ALARM
from wellmetrics.views import found as looked
from wellmetrics.views import headlines, lines, spots, waves
from wellmetrics.views.choice import Choice, indicators, urn_and_group
from wellmetrics.views.lines import Point
from wellmetrics.views.told import part_name
from wellmetrics.words import numbers, sentences
from wellmetrics.words.signals import Signal

CALLED = {
    "question": "question",
    "construct": "area",
    "answer": "question and answer",
    "method": "way of measuring",
}
MANY = {"question": "questions", "construct": "areas", "answer": "answers", "method": "ways of measuring"}


@dataclass(frozen=True, slots=True)
class Part:
    """The latest figure of one part, with the way to its own line."""

    name: str
    link: str
    point: Point


Parts = tuple[Part, ...]
SHORT = 70  # letters of a question in a title


def cut_of(indicator: Indicator) -> str:
    """The breakdown that stands in for everybody's figure; empty where there is none."""
    return indicator.never_mixed if indicator.whole else indicator.cuts[0]


class Which(NamedTuple):
    """One part of a figure; empty where the figure is everybody's."""

    cut: str = ""
    part: str = ""

    @property
    def people(self) -> bool:
        """Whether it is a group of people: nothing that is published for everybody stands beside it."""
        return bool(self.part) and self.cut not in CALLED


def of_people(cut: str, part: str) -> str:
    """How an address names a group of people: “yes” alone is a part of several breakdowns."""
    return f"{cut}:{part}"


def chosen(figures: Release, choice: Choice) -> Which:
    """The part that the address asks for, where the indicator has it."""
    indicator = indicators()[choice.indicator]
    named, _, group_of = choice.part.partition(":")
    which = Which(named, group_of) if named in indicator.cuts else Which(cut_of(indicator), choice.part)
    if not (which.cut and which.part):
        return Which()
    urn, group = urn_and_group(figures, choice.place)
    grain = lines.grain_of(figures, indicator, urn)
    met = figures.cells(indicator.code, urn=urn, group=group, grain=grain, cut=which.cut)
    return which if any(cell.part == which.part for cell in met) else Which()


def of_part(figures: Release, indicator: Indicator, which: Which, term: str) -> Indicator:
    """The indicator as it is called where one part of it stands alone, with what must stand beside that part."""
    cut, part = which
    if not part:
        return indicator
    question = next((q for q in figures.questions if cut == "question" and q.code == part), None)
    companion = indicator.companion
    if question and indicator.companion:
        companion = waves.SURVEYS[indicator.audience].rate(question.topic)
    called = {
        "question": _short(part, _names(figures, cut, term).get(part, "")),
        "construct": f"{part} ({looked.AREAS.get(indicator.code, indicator.short)})",
        "method": f"{indicator.short} by {part}",
    }
    name = _names(figures, cut, term).get(part) or part_name(cut, part)
    return replace(
        indicator,
        title=f"{indicator.title}: {name.rstrip('.')}",
        short=called.get(cut, f"{indicator.short}, {numbers.small(name)}"),
        companion=companion,
        never_mixed="",
    )


def _short(code: str, named: str) -> str:
    """`S20 “I would recommend this school …”`: nobody knows a question by its code alone."""
    words = shorten(named.removeprefix(f"{code} "), SHORT, placeholder=" …")
    return f"{code} “{words}”" if words else f"Question {code}"


def about(figures: Release, which: Which, term: str) -> list[tuple[str, str]]:
    """What the part itself is."""
    cut, part = which
    if not part:
        return []
    return [
        (
            numbers.capital(CALLED.get(cut, "group")),
            _names(figures, cut, term).get(part) or part_name(cut, part),
        )
    ]


def wordings(figures: Release, indicator: Indicator, which: Which, periods: Iterable[str]) -> dict[str, str]:
    """How a question was put in each period, where that is not one and the same."""
    if which.cut != "question":
        return {}
    found = {
        p: q.worded(p)
        for q in figures.questions
        if q.code == which.part and q.audience == indicator.audience
        for p in periods
    }
    return found if len(set(found.values())) > 1 else {}


def back(indicator: Indicator, which: Which, choice: Choice) -> tuple[str, str]:
    """From one part to them all."""
    if not which.part:
        return "", ""
    every = f"All {MANY[which.cut]}" if which.cut in MANY else "Everybody"
    return every, choice.link("indicator", indicator=indicator.code)


def latest(figures: Release, indicator: Indicator, choice: Choice) -> tuple[Parts, str]:
    """The latest figure of every part, where there is none for everybody, or the ways of measuring differ."""
    cut, term = cut_of(indicator), choice.term
    if not cut:
        return (), ""
    at = urn_and_group(figures, choice.place)
    by_part = lines.by_part(figures, term, indicator.code, cut, places=[at]).items()
    # Each under the words that it was asked in then.
    called = {p: _names(figures, cut, p) for p in {cells[-1].period for _, cells in by_part}}
    parts = [
        Part(
            called[cells[-1].period].get(part, part),
            choice.link("indicator", indicator=indicator.code, part=part),
            lines.points(cells, indicator, term)[-1],
        )
        for (_, _, part), cells in by_part
    ]
    if not any(p.point.value is not None or p.point.state != "not sent" for p in parts):
        return (), ""
    order = {p.period: n for n, p in enumerate(figures.periods)}
    last = max((p.point.period for p in parts), key=lambda period: order[period])
    # Surveys of one year are read together: each has its own term.
    shown = [
        p if p.point.period == last else replace(p, name=f"{p.name} ({p.point.label})")
        for p in sorted(parts, key=lambda p: (-order[p.point.period], p.name))
        if p.point.period[:7] == last[:7]
    ]
    if indicator.whole and len(shown) < 2:
        return (), ""  # one way of measuring is the figure itself
    return tuple(shown), f"{indicator.title}, by {CALLED.get(cut, cut)}, {numbers.term(last)}"


def _names(figures: Release, cut: str, period: str) -> dict[str, str]:
    """Questions by the words in which they were asked in a period."""
    named = {}
    for q in figures.questions:
        if cut == "question":
            named[q.code] = f"{q.code} {q.worded(period)}"
        elif cut == "answer":
            for label, value in zip(q.labels, q.values, strict=False):
                named[f"{q.code} = {value:g}"] = f"{q.code} {q.worded(period)} {label}"
    return named


def title(indicator: Indicator, last: Signal | None, place: str, parts: Parts) -> str:
    """The finding where there is no figure for everybody: which parts are not as usual."""
    where = f"at {place}" if place else "in the whole trust"
    if _ways(indicator, last, parts):
        return f"{indicator.short} {where}: measured in more than one way"
    if indicator.whole:
        return ""
    moved = [f"{p.name.rstrip('.')} {p.point.word}" for p in parts if p.point.word in ("higher", "lower")]
    if moved:
        return f"{indicator.short} {where}, not as usual: {numbers.listed(moved)}"
    tested = any(p.point.word == "none" for p in parts)
    rest = "nothing out of the usual" if tested else "too early to tell" if parts else "no figure yet"
    return f"{indicator.short} {where}: {rest}"


def budget(indicator: Indicator, parts: Parts) -> list[str]:
    """Parts are many lines at once: how many of them chance alone would flag."""
    tested = [p.point for p in parts if p.point.word in ("higher", "lower", "none")]
    flags = sum(point.word != "none" for point in tested)
    said = sentences.budget(len(tested), len(tested) * FALSE_ALARM["same_term"], flags)
    return [said] if said and not indicator.whole else []


def groups(figures: Release, indicator: Indicator, urn: str, group: str, period: str) -> list[str]:
    """Both figures of a gap: it also closes when the better-off group falls."""
    if indicator.gap is None:
        return []
    of, (*_, first, second, _, _) = indicators()[indicator.gap.of], BETWEEN[indicator.gap.between]
    grain = lines.grain_of(figures, indicator, urn)
    cells = figures.cells(of.code, urn=urn, group=group, grain=grain, period=period, cut=indicator.gap.cut)
    if not cells:
        return []
    said = [
        f"{numbers.capital(who)}: {_figure_of(next((c for c in cells if c.part == part), None), of)}"
        for who, part in ((first, indicator.gap.part), (second, indicator.gap.other))
    ]
    return [f"{'; '.join(said)}."]


def _figure_of(cell: Cell | None, of: Indicator) -> str:
    if cell is None:
        return "not sent"
    found = spots.spot(cell)
    if found.value is None:
        return found.state
    counted = f" ({numbers.count(found.numerator or 0)} of {numbers.count(found.denominator or 0)})"
    return f"{found.text}{counted if of.method == 'proportion' else ''}"


def mixed(indicator: Indicator, last: Signal | None, parts: Parts, term: str) -> list[str]:
    """Why a set of schools has no figure of its own where they measure in more than one way."""
    ways = _ways(indicator, last, parts)
    if not ways:
        return []
    said = [f"Measured in more than one way ({numbers.listed(ways)}), and ways of measuring are never mixed."]
    for part in parts:
        published = headlines.england(indicator, part.point, term, part.name)
        said += [f"Beside the figure by {part.name}: {published}."] if published else []
    return said


def _ways(indicator: Indicator, last: Signal | None, parts: Iterable[Part]) -> list[str]:
    if not indicator.never_mixed or last is None or last.cell.state != "not applicable":
        return []
    seen = [p.name for p in parts if p.point.state != "not sent"]
    return seen if len(seen) > 1 else []
