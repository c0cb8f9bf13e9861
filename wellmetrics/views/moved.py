"""What moved in a term: lines of one indicator together, and which of them stand out from what chance brings."""

from collections.abc import Sequence

import scipy

from wellmetrics.views.choice import sentence_case
from wellmetrics.views.found import Found
from wellmetrics.words import methods, numbers
from wellmetrics.words.signals import Certainty, Signal

RARE = 0.001  # a page has some thirty such groups: by chance one page in thirty has one


def by_change(flagged: Sequence[Found]) -> list[list[Found]]:
    """Lines of one indicator that moved the same way, worse first, then the longest running and the widest."""
    groups: dict[tuple[str, str], list[Found]] = {}
    for f in flagged:
        if f.signal:
            groups.setdefault((f.indicator.short, f.signal.word), []).append(f)
    order = {"worse": 0, "better": 1, "neither": 2}
    return sorted(
        (sorted(group, key=_weight) for group in groups.values()),
        key=lambda g: (
            min(order[f.signal.verdict] for f in g if f.signal),
            -max(f.signal.running for f in g if f.signal),
            -len(g),
        ),
    )


def stands_out(group: Sequence[Found], found: Sequence[Found]) -> bool:
    """What a front page tells at length: it runs, has a second source, is the whole trust's, or is in many schools."""
    return certainty(group, found) == "stands out" or any(f.trust for f in group)


def certainty(group: Sequence[Found], found: Sequence[Found]) -> Certainty:
    """More schools at once than chance brings are each other's second source."""
    if any(f.certainty == "stands out" for f in group) or _more_than_chance(group, found):
        return "stands out"
    return "worth a look"


def sure(found: Found | None, signal: Signal) -> Certainty:
    """How sure a signal is with what else is known of the place; by itself where nothing else was looked at."""
    return found.certainty if found else signal.certainty


def also(groups: Sequence[Sequence[Found]]) -> str:
    """What stands out too, in one sentence."""
    return f"Also stands out: {'; '.join(map(_briefly, groups))}." if groups else ""


def worth_a_look(groups: Sequence[Sequence[Found]]) -> str:
    """One school and one term among many lines, in one sentence: some of it is chance."""
    if not groups:
        return ""
    return f"Worth a look, each in one term alone so far: {'; '.join(map(_briefly, groups))}."


def _briefly(group: Sequence[Found]) -> str:
    """`Mental health at North hub (higher, worse)`."""
    shown = [f for f in group if f.trust or f.school] or group
    where = numbers.listed(["the whole trust" if f.trust else sentence_case(f.place.name) for f in shown])
    signal = shown[0].signal
    verdict = f", {signal.verdict}" if signal and signal.verdict != "neither" else ""
    return f"{shown[0].indicator.short} at {where} ({signal.word if signal else ''}{verdict})"


def _more_than_chance(group: Sequence[Found], found: Sequence[Found]) -> bool:
    """Whether so many single schools hardly ever move the same way by chance."""
    first = group[0]
    lines = [
        f.signal
        for f in found
        if f.school and f.signal and f.signal.tested and f.indicator.short == first.indicator.short
    ]
    schools = sum(f.school for f in group)
    if schools < 2 or not lines:
        return False
    one_way = methods.false_alarm(lines[0].chosen) / 2
    return bool(scipy.stats.binom.sf(schools - 1, len(lines), one_way) < RARE)


def _weight(f: Found) -> tuple:
    """The trust, then single schools from the most unusual, then groups."""
    kinds = {"trust": 0, "school": 1}
    value, usual = (f.signal.cell.value or 0, f.signal.expected or 0) if f.signal else (0, 0)
    return kinds.get(f.place.kind, 2), -abs(value - usual)
