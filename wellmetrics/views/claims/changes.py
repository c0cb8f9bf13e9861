"""Whether a figure has changed as a sentence says: only what its signal carries."""

from collections.abc import Sequence

from wellmetrics.model import Cell
from wellmetrics.views.claims.evidence import Bound, Evidence
from wellmetrics.views.claims.ruling import Ruling, no, unknown, yes
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.claims.statements import Statement
from wellmetrics.words.claims.when import Running, When
from wellmetrics.words.signals import Signal

RATIOS = {"doubled": (1.9, 2.3), "halved": (0.45, 0.55), "trebled": (2.8, 3.3)}
UP_OR_DOWN = {"doubled": "up", "trebled": "up", "halved": "down"}
SMALL = 20  # events: below it no percentage and no “doubled” is said of them
EVENTS = ("proportion", "rate")
RECENT = 3  # terms: a signal that is over was there in one of them


def moved(stated: Statement, bound: Bound, evidence: Evidence) -> Ruling:
    """The verdict on “rose”, “improved”, “as usual” and their like."""
    if bound.signal is None or bound.signal.cell.value is None:
        return unknown(bound)
    doubt = _doubt(stated, bound, evidence)
    if doubt:
        return doubt
    signal = bound.signal
    if signal.word == "too early":
        return unknown(bound, sentences.too_early([signal]))
    if not signal.tested:
        return unknown(bound, f"Nothing is said of a change: {bound.change}.")
    held = holds(stated.way, signal, bound)
    if stated.denied:
        held = not held
    if not held:
        return no(bound, f"The figure is {bound.change}.")
    return _lasting(stated, bound, evidence) or _compared(stated, bound, evidence) or yes(bound)


def _doubt(stated: Statement, bound: Bound, evidence: Evidence) -> Ruling | None:
    """What forbids the claim, whatever the signal says; what cannot be compared at all comes first."""
    broken = bound.starts_after(_first(stated, bound, evidence))
    if broken:
        return no(bound, f"No claim crosses the start of a new series: {broken}.")
    indicator = bound.indicator
    if stated.way in ("better", "worse") and indicator.better == "neither":
        return no(
            bound, f"{indicator.short}: neither way is better by itself, so it can only be higher or lower."
        )
    if not bound.recorded and stated.way not in ("same", "ended") and not stated.denied:
        return no(bound, "No change is claimed: who recorded or who replied has changed too.")
    return None


def _first(stated: Statement, bound: Bound, evidence: Evidence) -> int:
    """The place in the line from which a claim reaches: where nothing is said, from before any figure that is tested."""
    if bound.signal and bound.signal.word == "too early" and not stated.since:
        return 0
    asked = stated.since or (stated.reference if stated.reference and not stated.reference.ago else None)
    if stated.span:
        return max(
            0,
            len(bound.cells) - 1 - stated.span.count * (_a_year(bound) if stated.span.unit == "year" else 1),
        )
    if stated.reference and stated.reference.ago:
        back = bound.back(stated.reference.ago)
        return bound.cells.index(back) if back else len(bound.cells)
    if asked is None:
        return len(bound.cells)
    period = evidence.period(asked, bound.cells[-1].grain, [c.period for c in bound.cells])
    # A time in which there was no figure reaches from the next one that there was.
    return next((i for i, c in enumerate(bound.cells) if c.period >= period), len(bound.cells))


def holds(way: str, signal: Signal, bound: Bound) -> bool:
    """Whether a signal says that a figure went this way."""
    gap = bound.indicator.method == "gap"
    width = sentences.change(signal, bound.indicator).partition(" ")[0] if gap else ""
    match UP_OR_DOWN.get(way, way):
        case "up":
            return width in ("wider", "higher") if gap else signal.word == "higher"
        case "down":
            return width in ("narrower", "lower") if gap else signal.word == "lower"
        case "same":
            return signal.word == "none"
        case "changed":
            return signal.flagged
        case "better" | "worse":
            return signal.verdict == way
        case "wider" | "narrower":
            return gap and width == way
        case "ended":
            return signal.word == "none" and any(s.flagged for s in _signals(bound)[-1 - RECENT : -1])
    return False


def _signals(bound: Bound) -> list[Signal]:
    return signals.of_line(bound.cells, bound.indicator)


def _a_year(bound: Bound) -> int:
    """How many figures of the line make a year: a yearly survey has one."""
    return max(1, len({c.period.rpartition(" ")[2] for c in bound.cells}))


# Since when, and how often


def _lasting(stated: Statement, bound: Bound, evidence: Evidence) -> Ruling | None:
    """None where the time that is claimed is the time that the signal has run."""
    if stated.way in ("same", "ended") or stated.denied:
        return _quiet(stated, bound, evidence)
    found = _signals(bound)
    running = found[-1].running
    if stated.running and _count(stated.running, bound, found) != stated.running.count:
        return no(bound, f"The signal has run for {numbers.times(running, 'term')}.")
    if stated.again and running < 2:
        return no(bound, f"The signal is there for the first time, in {numbers.term(bound.period)}.")
    began = bound.cells[len(bound.cells) - running].period if running else bound.period
    if stated.since and not _is_last_year(stated.since) and not _within(stated.since, began, evidence, bound):
        return no(bound, f"The signal began in {numbers.term(began)}.")
    if stated.span and running < max(
        2, stated.span.count * (_a_year(bound) if stated.span.unit == "year" else 1)
    ):
        return no(bound, f"The signal began in {numbers.term(began)}; nothing was unusual before.")
    return None


def _count(running: Running, bound: Bound, found: Sequence[Signal]) -> int:
    """Terms in a row; of years, the same term of years in a row."""
    if running.unit in ("term", "month") or _a_year(bound) == 1:
        return found[-1].running
    season, count = found[-1].cell.period.rpartition(" ")[2], 0
    for signal in reversed([s for s in found if s.cell.period.endswith(season)]):
        if signal.word != found[-1].word:
            break
        count += 1
    return count


def _is_last_year(when: When) -> bool:
    return when.unit == "year" and when.back == 1


def _within(since: When, began: str, evidence: Evidence, bound: Bound) -> bool:
    if since.ago:
        return False
    period = evidence.period(since, bound.cells[-1].grain, [c.period for c in bound.cells])
    if since.unit == "year" and since.year is not None:
        terms = [p for p in evidence.figures.of_grain("term") if p.period == began]
        return (
            began.startswith(f"{since.year}/")
            if since.academic
            else any(p.first_day.year == since.year for p in terms)
        )
    if since.unit == "year":
        return began[:7] == evidence.term[:7]
    return period == began


def _quiet(stated: Statement, bound: Bound, evidence: Evidence) -> Ruling | None:
    """None where the figure was as usual all the time that is claimed."""
    if stated.way == "same" and stated.denied:
        return None
    found, first = _signals(bound), len(bound.cells) - 1
    if stated.span:
        count = stated.span.count * (_a_year(bound) if stated.span.unit == "year" else 1)
        first = max(0, len(found) - count) if count else 0
    elif stated.running:
        first = max(0, len(found) - stated.running.count)
    elif stated.since:
        first = _first(stated, bound, evidence)
    odd = [s for s in found[first:] if s.flagged and (stated.way == "same" or holds(stated.way, s, bound))]
    if odd and stated.way != "ended":
        return no(
            bound,
            f"It was {sentences.change(odd[-1], bound.indicator)} in {numbers.term(odd[-1].cell.period)}.",
        )
    return None


# Compared with one earlier figure


def _compared(stated: Statement, bound: Bound, evidence: Evidence) -> Ruling | None:
    """None where nothing is compared, or the earlier figure is one of the same term and lies on the side that is claimed."""
    if stated.way in RATIOS and not stated.since:
        return ratio(stated, bound)
    by_since = stated.since and (_is_last_year(stated.since) or stated.way in RATIOS)
    reference = stated.reference or (stated.since if by_since else None)
    if reference is None or stated.way in ("same", "ended", "changed") or stated.denied:
        return None
    earlier = earlier_cell(reference, bound, evidence)
    if earlier is None or earlier.value is None:
        return unknown(bound, "There is no earlier figure to compare it with.")
    if earlier.grain == "term" and earlier.period.split()[-1] != bound.period.split()[-1]:
        return no(
            bound,
            "A term is compared with the same term of earlier years, not with another term: terms differ with the season.",
        )
    if reference.lead == "as":
        return _then_too(stated, bound, earlier)
    if stated.way in RATIOS:
        return ratio(stated, bound)
    now = bound.cells[-1].value or 0
    rose = abs(now) > abs(earlier.value)
    up = bound.signal is not None and bound.signal.word == "higher"
    if bound.indicator.method != "gap" and rose != up:
        return no(
            bound,
            f"It was {numbers.figure(earlier.value, bound.indicator)} in {numbers.term(earlier.period)}.",
        )
    return None


def _then_too(stated: Statement, bound: Bound, earlier: Cell) -> Ruling | None:
    """“As it was last summer”: the same is said of that time."""
    then = _signals(bound)[bound.cells.index(earlier)]
    if not then.tested or holds(stated.way, then, bound):
        return None if then.tested else unknown(bound, f"{numbers.term(earlier.period)}: too early to tell.")
    return no(bound, f"{numbers.term(earlier.period)}: {sentences.change(then, bound.indicator)}.")


def earlier_cell(reference: When | None, bound: Bound, evidence: Evidence):
    """The cell that is compared with: the same term a year before, unless another is named."""
    if reference is None or reference.ago or reference.unit == "year":
        return bound.back(
            reference.ago or max(reference.back, 1)
            if reference and reference.year is None
            else _years(reference, bound)
        )
    period = evidence.period(reference, bound.cells[-1].grain, [c.period for c in bound.cells])
    return next((c for c in bound.cells if c.period == period), None)


def _years(reference: When | None, bound: Bound) -> int:
    if reference is None or reference.year is None:
        return 1
    season = bound.period.rpartition(" ")[2]
    start = reference.year if reference.academic or season == "Autumn" else reference.year - 1
    return max(int(bound.period[:4]) - start, 0)


def few(bound: Bound, earlier) -> bool:
    """Too few events behind either figure for a percentage."""
    counts = [c.numerator for c in (bound.cells[-1], earlier) if c is not None and c.numerator is not None]
    return bound.indicator.method in EVENTS and any(count < SMALL for count in counts)


def ratio(stated: Statement, bound: Bound) -> Ruling | None:
    """“Doubled”: by the counts or by the figure, and never of a few."""
    earlier = bound.back(1)
    if earlier is None or not earlier.value:
        return unknown(bound, "There is no figure of the year before to compare it with.")
    if few(bound, earlier):
        return no(bound, f"The counts are small (fewer than {SMALL}): say both counts, not how many times.")
    low, high = RATIOS[stated.way]
    pairs = [(bound.cells[-1].value, earlier.value), (bound.cells[-1].numerator, earlier.numerator)]
    if any(low <= a / b <= high for a, b in pairs if a is not None and b):
        return None
    return no(bound, f"It was {numbers.figure(earlier.value, bound.indicator)} a year before.")
