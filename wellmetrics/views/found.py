"""What is looked at in a term, and what was found there: one signal for each figure and place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from wellmetrics.model import Cell, Feed, Indicator
from wellmetrics.release import Place, Release
from wellmetrics.views import lines
from wellmetrics.views.choice import indicators
from wellmetrics.words import sentences, signals
from wellmetrics.words.signals import Certainty, Signal

# Where these move, a figure beside them may seem to move: who recorded, or who answered, has changed.
RECORDING = ("unknown_reason_share", "staff_response_rate", "edi_response_rate", "pupil_response_rate")
TRUST = ("", "")  # read with any place: whether anybody was asked
# A survey as a whole can stand still while one of its areas falls.
AREAS = {"staff_construct_mean": "staff survey", "pupil_construct_mean": "pupil survey"}


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the term with its signal. `part` is an area of a survey; empty for everybody's figure."""

    indicator: Indicator
    place: Place
    signal: Signal | None
    claim: bool  # False where recording moved too, so that a change may be one of recording
    part: str = ""
    ever: bool = True  # the place has had a figure of it
    asked: bool = True  # somebody has one this term
    sources: int = 1  # feeds about the same people that moved the same way here

    @property
    def certainty(self) -> Certainty:
        return signals.certainty(self.signal, self.sources) if self.claim else ""

    @property
    def key(self) -> str:
        return self.place.urn or self.place.group

    @property
    def trust(self) -> bool:
        return self.place.kind == "trust"

    @property
    def school(self) -> bool:
        return self.place.kind == "school"


def find(
    figures: Release, term: str, codes: Sequence[str], places: Sequence[Place] | None = None,
    known: dict[lines.Key, list[Cell]] | None = None,
) -> list[Found]:  # fmt: skip
    """The signal of every place and figure in the chosen term; the areas of a survey that is looked at come after.

    `known` are the lines, where somebody has read them already.
    """
    at = None if places is None else [TRUST, *((p.urn, p.group) for p in places)]
    of_all = known or lines.all_lines(figures, term, indicator=codes, places=at)
    places = figures.places if places is None else places
    met = {key[0] for key, cells in of_all.items() if any(_is_of(c, term) for c in cells)}
    found = [
        _one(indicators()[code], place, of_all.get((code, place.urn, place.group), []), term, code in met)
        for code in codes
        for place in places
    ]
    for code in AREAS:
        if AREAS[code] in _surveys(codes):
            found += _areas(figures, term, code, places, at)
    signal_of = {(f.indicator.code, f.key): f.signal for f in found if not f.part}
    return borne_out([replace(f, claim=_claim(f, signal_of)) for f in found])


def borne_out(found: list[Found]) -> list[Found]:
    """Feeds about the same people in which something moved the same way at one place bear each other out."""
    feeds: dict[tuple[str, str, str], set[Feed]] = {}
    for f in flagged(found):
        # That fewer reply says nothing of how anybody is.
        if f.indicator.code not in RECORDING:
            feeds.setdefault(_moves(f), set()).add(f.indicator.feed)
    return [replace(f, sources=len(feeds.get(_moves(f), {f.indicator.feed}))) for f in found]


def _moves(f: Found) -> tuple[str, str, str]:
    """Where, whom it is about, and which way; what is neither better nor worse bears out nothing."""
    whom = f.indicator.audience or ("staff" if "staff" in f.indicator.people else "pupils")
    verdict = f.signal.verdict if f.signal else "neither"
    return f.key, whom, verdict if verdict != "neither" else f.indicator.code


def _is_of(cell: Cell, term: str) -> bool:
    return cell.period == term and cell.state not in lines.ABSENT


def _surveys(codes: Iterable[str]) -> set[str]:
    return {name for code, name in AREAS.items() if code.replace("construct_mean", "favourable") in codes}


def _one(
    indicator: Indicator, place: Place, cells: list[Cell], term: str, asked: bool, part: str = ""
) -> Found:
    ever = any(c.withheld or c.state not in lines.ABSENT for c in cells)
    return Found(indicator, place, lines.latest(cells, term, indicator), True, part, ever, asked)


def _areas(
    figures: Release, term: str, code: str, places: Sequence[Place], at: list[lines.At] | None
) -> list[Found]:
    """Lines of the areas that were asked about this term."""
    by_key = {(place.urn, place.group): place for place in places}
    found = []
    for (urn, group, part), cells in lines.by_part(figures, term, code, "construct", places=at).items():
        if (urn, group) in by_key and cells[-1].period == term:
            named = replace(indicators()[code], short=f"{part} ({AREAS[code]})")
            found.append(_one(named, by_key[urn, group], cells, term, True, part))
    return found


def _claim(found: Found, signal_of: dict[tuple[str, str], Signal | None]) -> bool:
    if found.indicator.companion not in RECORDING:
        return True
    companion = signal_of.get((found.indicator.companion or "", found.key))
    return not (companion and companion.flagged)


def tested(found: Iterable[Found]) -> list[Signal]:
    return [f.signal for f in found if f.signal]


def budget(found: Sequence[Found], every: Sequence[Signal] = (), sure: int = 0) -> str:
    """What chance would bring among `every` line of a page; what stands out by a second source, or is `sure`, is told too."""
    looked, by_chance, flags, running = signals.budget(every or tested(found))
    sure += running + sum(f.certainty == "stands out" for f in found)
    return sentences.budget(looked, by_chance, flags, sure)


def flagged(found: Iterable[Found]) -> list[Found]:
    """What may be claimed."""
    return [f for f in found if f.signal and f.signal.flagged and f.claim]


def of_feed(found: Iterable[Found], feed: Feed) -> list[Found]:
    return [f for f in found if f.indicator.feed == feed]
