"""The trust at a glance: sentences first, six figures, where it happens, and who has sent what."""

from dataclasses import dataclass

from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Place, Release
from wellmetrics.views import headlines, lines
from wellmetrics.views.choice import IN, Choice, indicators, sentence_case
from wellmetrics.views.headlines import Headline
from wellmetrics.views.lines import Key
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.signals import Signal

SENTENCES = 5
COVERAGE_TERMS = 6
COVERED = {
    "complete": "in",
    "nothing to report": "nothing to report",
    "not due": "not due",
    "part": "part",
    "missing": "not sent",
}
MARKS = {
    "none": ("•", "as usual"),
    "too early": ("?", "too early to tell"),
    "hidden": ("o", "hidden to protect people"),
    "missing": ("−", "not sent"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    link: str = ""
    label: str = ""
    verdict: str = "neither"


@dataclass(frozen=True, slots=True)
class Mark:
    """One place and indicator: a symbol, the terms it has run, the same in words, and where it leads."""

    symbol: str
    running: int
    words: str
    verdict: str
    link: str


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    link: str
    marks: tuple[Mark, ...]
    group: bool


# Known by identity: what is drawn of it is kept for this very record.
@dataclass(frozen=True, slots=True, eq=False)
class Where:
    columns: tuple[tuple[str, str], ...]  # short and full title
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    terms: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class TrustView:
    title: str
    trust: str
    sentences: tuple[Sentence, ...]
    budget: str
    headlines: tuple[Headline, ...]
    where: Where
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the term with its signal."""

    indicator: Indicator
    place: Place
    signal: Signal | None
    claim: bool  # False where a companion moved too, so that a change may be one of recording

    @property
    def key(self) -> str:
        return self.place.urn or self.place.group


def view(figures: Release, choice: Choice) -> TrustView:
    term, all_lines = choice.term, lines.all_lines(figures, choice.term)
    found = find(figures, all_lines, term)
    tested = [f.signal for f in found if f.signal]
    return TrustView(
        title=f"{numbers.term(term)} at a glance",
        trust=figures.trust,
        sentences=tuple(_sentences(figures, choice, found)),
        budget=sentences.budget(*signals.budget(tested)),
        headlines=headlines.six(figures, all_lines, choice),
        where=_where(figures, choice, found),
        coverage=_coverage(figures, term),
    )


def termly() -> list[Indicator]:
    return [i for i in indicators().values() if "term" in i.grains]


def find(figures: Release, all_lines: dict[Key, list[Cell]], term: str) -> list[Found]:
    """The signal of every place and indicator in the chosen term."""
    signal_of: dict[Key, Signal | None] = {}
    for indicator in termly():
        for place in figures.places:
            key = (indicator.code, place.urn, place.group)
            signal_of[key] = lines.latest(all_lines.get(key, []), term, indicator)
    return [
        Found(
            indicator,
            place,
            signal_of[(indicator.code, place.urn, place.group)],
            _claim(signal_of, indicator, place),
        )
        for indicator in termly()
        for place in figures.places
    ]


def _claim(signal_of: dict[Key, Signal | None], indicator: Indicator, place: Place) -> bool:
    companion = signal_of.get((indicator.companion or "", place.urn, place.group))
    return not (companion and companion.flagged)


def _sentences(figures: Release, choice: Choice, found: list[Found]) -> list[Sentence]:
    flagged = [f for f in found if f.signal and f.signal.flagged and f.claim]
    # The first figure that there is: days lost, or the rate where only monthly totals came.
    whole = [f for f in found if f.place.kind == "trust" and f.signal and f.signal.cell.value is not None]
    said = _first(whole[0], choice) if whole else []
    told = [_about(group, choice) for group in _by_change(flagged)][:SENTENCES]
    if not told:
        any_tested = any(f.signal and f.signal.tested for f in found)
        told = [Sentence(sentences.NOTHING_NEW if any_tested else sentences.TOO_EARLY)]
    late = [
        row.urn
        for row in figures.coverage()
        if row.period == choice.term and COVERED.get(row.state) in ("not sent", "part")
    ]
    missing = sentences.not_sent([p.name for p in figures.schools if p.urn in late], choice.term)
    return [*said, *told, *([Sentence(missing, "#coverage", "see who has sent what")] if missing else [])]


def _first(found: Found, choice: Choice) -> list[Sentence]:
    """How much sickness there was, said even where nothing is unusual."""
    if found.signal is None or found.signal.flagged:
        return []
    link = choice.link("indicator", indicator=found.indicator.code, school="")
    return [Sentence(sentences.own(found.signal, found.indicator), link, "see the figure")]


def _by_change(flagged: list[Found]) -> list[list[Found]]:
    """Lines of one indicator that moved the same way, worse first, then the longest running and the widest."""
    groups: dict[tuple[str, str], list[Found]] = {}
    for f in flagged:
        if f.signal:
            groups.setdefault((f.indicator.code, f.signal.word), []).append(f)
    order = {"worse": 0, "better": 1, "neither": 2}
    return sorted(
        (sorted(group, key=_weight) for group in groups.values()),
        key=lambda g: (
            min(order[f.signal.verdict] for f in g if f.signal),
            -max(f.signal.running for f in g if f.signal),
            -len(g),
        ),
    )


def _weight(f: Found) -> tuple:
    """The trust, then single schools from the most unusual, then groups."""
    kinds = {"trust": 0, "school": 1}
    value, usual = (f.signal.cell.value or 0, f.signal.expected or 0) if f.signal else (0, 0)
    return kinds.get(f.place.kind, 2), -abs(value - usual)


def _about(group: list[Found], choice: Choice) -> Sentence:
    """One sentence; groups of schools are named only where no single school is."""
    schools = [f for f in group if f.place.kind in ("trust", "school")]
    small = [f for f in group if f.place.kind == "small schools"]
    shown = [*schools, *small] if schools else group
    names = ["" if f.place.kind == "trust" else sentence_case(f.place.name) for f in shown]
    text = sentences.about([f.signal for f in shown if f.signal], names, shown[0].indicator)
    worst = next((f for f in shown if f.place.kind == "school"), shown[0])
    link = choice.link("indicator", indicator=worst.indicator.code, school=worst.key)
    return Sentence(text, link, "see why", shown[0].signal.verdict if shown[0].signal else "neither")


def _where(figures: Release, choice: Choice, found: list[Found]) -> Where:
    by_place: dict[tuple[str, str], list[Found]] = {}
    for f in found:
        by_place.setdefault((f.place.urn, f.place.group), []).append(f)
    trust = [p for p in figures.places if p.kind == "trust"]
    rows = [
        Row(
            "Whole trust" if place.kind == "trust" else sentence_case(place.name),
            choice.link("school", school=place.urn) if place.urn else "",
            tuple(_mark(f, choice) for f in by_place[(place.urn, place.group)]),
            not place.urn,
        )
        for place in (*figures.schools, *figures.groups, *trust)
    ]
    return Where(tuple((i.short, i.title) for i in termly()), tuple(rows))


def _mark(found: Found, choice: Choice) -> Mark:
    signal, link = found.signal, choice.link("indicator", indicator=found.indicator.code, school=found.key)
    where = f"{sentence_case(found.place.name)}, {found.indicator.short}"
    if signal is None or signal.cell.state == "not applicable":
        return Mark("", 0, f"{where}: does not apply", "neither", "")
    if not signal.flagged:
        kind = signal.word if signal.word in MARKS else signal.cell.state
        symbol, words = MARKS.get(kind, ("−", sentences.change(signal)))
        return Mark(symbol, 0, f"{where}: {words}", "neither", link if signal.cell.value is not None else "")
    up = signal.word == "higher"
    symbol = {"worse": "▲", "better": "▼"}.get(signal.verdict, "^" if up else "v")
    verdict = f", {signal.verdict}" if signal.verdict != "neither" else ""
    return Mark(symbol, signal.running, f"{where}: {sentences.change(signal)}{verdict}", signal.verdict, link)


def _coverage(figures: Release, term: str) -> Coverage:
    terms = [p.period for p in figures.of_grain("term")]
    terms = terms[: terms.index(term) + 1][-COVERAGE_TERMS:] if term in terms else []
    states = {(row.urn, row.period): COVERED.get(row.state, row.state) for row in figures.coverage()}
    rows = [
        (place.name, tuple(states.get((place.urn, t), "not due") for t in terms)) for place in figures.schools
    ]
    return Coverage(tuple(numbers.term(t) for t in terms), tuple(rows))


__all__ = ["IN", "Coverage", "Headline", "Mark", "Row", "Sentence", "TrustView", "Where", "find", "view"]
