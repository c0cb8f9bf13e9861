"""Has it changed? One line against its own past: what was expected, which rule marks it, since when, how sure."""

from collections.abc import Mapping
from dataclasses import dataclass

from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.views import breakdown, disputed, lines, moved
from wellmetrics.views import found as looked
from wellmetrics.views.breakdown import Which
from wellmetrics.views.choice import Choice, indicators, names, urn_and_group
from wellmetrics.views.lines import Point
from wellmetrics.views.months import MonthChart, by_month
from wellmetrics.words import methods, numbers, sentences, signals
from wellmetrics.words.signals import Signal
from wellmetrics.workbook import Baseline

BASELINE = {
    "same_term": "Each term is held against all earlier figures of the same term; nothing is left out and nothing moves what is past.",
    "xmr": "Middle and limits come from every month of the series; no baseline is locked.",
    "between": "Every event of the series counts; nothing moves what is past.",
    "queue": "Each term’s end is held against all earlier ends together; nothing moves what is past.",
    "run_chart": "The middle is the median of every month so far; no baseline is locked.",
    "none": "",
}
TOO_FEW = "It is too early to tell what is unusual: too little has happened so far, or too few months are in."
YEARS = "A year is not tested for change: read its terms."


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a period and that the chart draws."""

    label: str
    words: str


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class ChangeView:
    title: str
    subtitle: str
    said: tuple[str, ...]
    method: str
    why: str
    baseline: str
    months_baseline: str
    may_lock: bool
    locked: bool
    place: tuple[str, str, str]  # whose baseline it is: indicator, urn, group
    points: tuple[Point, ...]
    rules: tuple[str, ...]  # words of the rule at each point; empty where none marks it
    percent: bool
    signed: bool
    name: str
    events: tuple[Event, ...]
    months: MonthChart | None
    no_months: str
    year_ago: str  # the last month beside the same month a year before
    alt: str
    file: str
    disputed: Mapping[str, str]  # by period


def view(figures: Release, choice: Choice) -> ChangeView:
    declared, which = indicators()[choice.indicator], breakdown.chosen(figures, choice)
    indicator = breakdown.of_part(figures, declared, which, choice.term)
    urn, group = urn_and_group(figures, choice.place)
    grain = lines.grain_of(figures, indicator, urn)
    cells = _line(figures, choice, indicator, which, grain)
    tested = signals.of_line(cells, indicator)
    last = tested[-1] if tested else None
    name = names(figures)[choice.place] if choice.place else ""
    months, no_months = by_month(figures, indicator, urn, group, choice) if not which.part else (None, "")
    points = lines.points(cells, indicator, choice.term)
    held = next(
        (b for b in figures.baselines if (b.indicator, b.urn, b.group) == (indicator.code, urn, group)), None
    )
    chosen = last.chosen if last else methods.NO_METHOD
    title = sentences.finding(last, name, indicator)
    return ChangeView(
        title=title,
        subtitle=f"{indicator.title}{f' ({indicator.unit})' if indicator.unit else ''}",
        said=(
            *_said(figures, choice, indicator, tested),
            *disputed.said(
                choice.disputed,
                disputed.inside(figures, urn, group),
                [p.period for p in points],
                code=choice.indicator,
            ),
        ),
        method=methods.NAMED[chosen.method],
        why=chosen.why,
        baseline=BASELINE[chosen.method],
        months_baseline=_baseline(held, months.method) if months and months.centre is not None else "",
        may_lock=choice.viewer.role == "lead" and bool(months and months.lower is not None),
        locked=bool(held),
        place=(indicator.code, urn, group),
        points=points,
        rules=tuple(methods.RULES[s.rule] if s.rule else "" for s in tested),
        percent=indicator.percent,
        signed=indicator.method == "gap",
        name=name or "the whole trust",
        events=tuple(_events(figures, urn, points)),
        months=months,
        no_months=no_months,
        year_ago=_year_ago(figures, choice, indicator, urn, group),
        alt=_alt(title, tested, points),
        file=f"{'-'.join(filter(None, ('change', indicator.code, urn or group or 'trust')))}.csv".replace(
            " ", "-"
        ),
        disputed=disputed.by_period(choice.disputed, choice.indicator, urn, [p.period for p in points]),
    )


def _baseline(held: Baseline | None, method: str) -> str:
    if held is None:
        return BASELINE["run_chart" if method == "run_chart" else "xmr"]
    span = f"{numbers.term(held.first)} to {numbers.term(held.last)}"
    return f"Middle and limits are locked on {span}, by {held.by} on {numbers.day(held.locked_at)}: {held.reason}"


def _line(figures: Release, choice: Choice, indicator: Indicator, which: Which, grain: str) -> list[Cell]:
    at = urn_and_group(figures, choice.place)
    if which.part:
        found = lines.of_part(figures, choice.term, indicator, *which, grain, [at])
    else:
        found = lines.all_lines(figures, choice.term, grain, indicator.code, [at, looked.TRUST])
    return found.get((indicator.code, *at), [])


def _said(figures: Release, choice: Choice, indicator: Indicator, tested: list[Signal]) -> list[str]:
    """What, compared with what, by which rule, since when and how sure."""
    last = tested[-1] if tested else None
    if last is None or last.cell.value is None:
        return []
    value = numbers.with_unit(last.cell.value, indicator)
    when = numbers.term(last.cell.period)
    if last.word == "too early":
        early = last.why or last.chosen.method == "same_term"
        return [f"{value} in {when}.", sentences.too_early([last]) if early else TOO_FEW]
    if last.word == "not tested":
        return [f"{value} in {when}.", YEARS]
    of = f" {sentences.held_against(last)}" if last.against else ""
    said = [
        "; ".join(filter(None, (f"{value} in {when}", f"{sentences.expected(last, indicator)}{of}"))) + "."
    ]
    if last.flagged:
        said.append(f"The rule: {methods.RULES[last.rule]}.")
        said.append(_since(last))
        said.append(sentences.SURE[_certainty(figures, choice, indicator, last)])
    return [*said, *_before(tested)]


def _since(last: Signal) -> str:
    if last.running < 2:
        return f"It begins in {numbers.term(last.since)}."
    return (
        f"It has been so since {numbers.term(last.since)}, {numbers.times(last.running, 'figure')} in a row."
    )


def _before(tested: list[Signal]) -> list[str]:
    """Earlier marks, so that one that has passed is not forgotten."""
    past = [
        s
        for s in tested[:-1]
        if (s.flagged and s.cell.period < tested[-1].since) or (s.flagged and not tested[-1].since)
    ]
    if not past:
        return []
    named = [f"{numbers.term(s.cell.period)} ({s.word})" for s in past]
    return [f"Earlier, as each stood then, not as usual: {numbers.listed(named, 6)}."]


def _certainty(figures: Release, choice: Choice, indicator: Indicator, last: Signal) -> signals.Certainty:
    """With what the other feeds say of the same people at the same place."""
    at = urn_and_group(figures, choice.place)
    place = next((p for p in figures.places if (p.urn, p.group) == at), None)
    if place is None or last.cell.cut != "all" or last.cell.grain != "term":
        return last.certainty
    codes = [i.code for i in indicators().values() if i.whole and "term" in i.grains and not i.gap]
    found = looked.find(figures, choice.term, list(dict.fromkeys([*codes, indicator.code])), [place])
    one = next((f for f in found if f.indicator.code == indicator.code and not f.part), None)
    return moved.sure(one, last)


def _events(figures: Release, urn: str, points: tuple[Point, ...]) -> list[Event]:
    """New series, and the terms in which the school joined or left."""
    found = [Event(p.label, f"New series: {p.starts}") for p in points if p.starts]
    place = next((p for p in figures.schools if p.urn == urn), None)
    if place:
        for day, words in ((place.joined, "Joined the trust"), (place.left, "Left the trust")):
            terms = figures.of_grain("term")
            term = next((t for t in terms if day and t.last_day >= day >= terms[0].first_day), None)
            if term and any(p.period == term.period for p in points):
                found.append(Event(numbers.term(term.period), words))
    return found


def _year_ago(figures: Release, choice: Choice, indicator: Indicator, urn: str, group: str) -> str:
    """Months have a season that their limits do not know: the last one beside the same month a year before."""
    if "month" not in indicator.grains:
        return ""
    cells = lines.all_lines(figures, choice.term, "month", indicator.code, [(urn, group)]).get(
        (indicator.code, urn, group), []
    )
    last = next((c for c in reversed(cells) if c.value is not None), None)
    if last is None or last.value is None:
        return ""
    before = f"{int(last.period[:4]) - 1}{last.period[4:]}"
    past = next((c for c in cells if c.period == before and c.value is not None), None)
    now = f"{numbers.term(last.period)}: {numbers.figure(last.value, indicator)}"
    if past is None or past.value is None:
        return f"{now}; the same month a year before has no figure."
    return f"{now}; the same month a year before: {numbers.figure(past.value, indicator)}. Two months alone show no change."


def _alt(title: str, tested: list[Signal], points: tuple[Point, ...]) -> str:
    marked = [f"{numbers.term(s.cell.period)}, {s.word}" for s in tested if s.flagged]
    said = f"Marked: {numbers.listed(marked, 8)}." if marked else "No figure is marked."
    span = f"{points[0].label} to {points[-1].label}" if points else "no figures"
    return f"Line chart with what was expected of each figure. {title}. {span}. {said}{lines.said_starts(points)}"
