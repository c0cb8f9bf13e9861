"""Three to five questions for governors from this term's signals, silences and gaps, each citing its figure."""

from collections.abc import Iterator, Sequence
from itertools import islice

from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.views import found as looked
from wellmetrics.views import gaps, headlines, lines, moved, sent
from wellmetrics.views.choice import Choice, indicators, sentence_case
from wellmetrics.views.found import RECORDING, Found
from wellmetrics.views.lines import Point
from wellmetrics.views.spots import Asked
from wellmetrics.words import numbers, questions, sentences
from wellmetrics.words.questions import LEAST, MOST, Kind, Question
from wellmetrics.words.queues import QUEUES

SIGNALS = 3  # at most, so that a silence is not drowned out
# Asked in turn, term by term, of what stands and does not move.
MUCH = 0.25  # of the figures looked at
STANDING = tuple((of, cut) for of in ("any_club", "two_hours_pe", "active_60_minutes") for cut in gaps.CUTS)
VOICES = {
    "families_favourable": "families",
    "trustees_favourable": "trustees",
    "pupil_favourable": "pupils",
    "staff_favourable": "staff",
}
ORDER: dict[tuple[str, ...], int] = {
    about: place
    for place, about in enumerate(
        (
            *(("gap", gaps.code(of, cut)) for of, cut in STANDING),
            *(("england", code) for code in indicators()),
            *(("voice", audience) for audience in VOICES.values()),
            ("hidden",),
        )
    )
}
KINDS: dict[str, Kind] = {"worse": "worse", "better": "better", "neither": "moved"}
WAITING = (
    "referrals_open",
    "referrals_waiting",
    "wait_median_days",
    "seen_within_28_days",
)  # not about new need


def questions_of(figures: Release, choice: Choice, found: Sequence[Found]) -> tuple[Question, ...]:
    """Different from last term's unless what they ask about has stayed."""
    told = [*islice(_signals(choice, found), SIGNALS), *_disputed(choice), *_missing(figures, choice)][:MOST]
    wanted = max(LEAST - len(told), 1) if len(told) < MOST else 0
    return tuple([*told, *_standing(figures, choice, found, wanted)][:MOST])


def _signals(choice: Choice, found: Sequence[Found]) -> Iterator[Question]:
    """What stands out first, then what is worth a look; of one indicator and way one question."""
    groups = moved.by_change(looked.flagged(found))
    for group in sorted(groups, key=lambda g: not moved.stands_out(g, found)):
        first = group[0]
        if first.signal is None or first.signal.cell.value is None:
            continue
        kind = KINDS[first.signal.verdict]
        if first.indicator.code in RECORDING:
            if first.signal.verdict != "worse":
                continue
            kind = "replies"
        if kind == "moved" and first.indicator.code in WAITING:
            kind = "queue"
        yield Question(
            kind,
            (kind, first.indicator.short, first.key, first.signal.word),
            questions.of_signal(kind, f"{first.indicator.short}: {_word(kind, first)}", _where(group, choice), first.signal.running),
            f"{first.indicator.short}{_at(first)}, {numbers.term(choice.term)}: {sentences.amount(first.signal, first.indicator)}",
            choice.link("voice", school=first.key) if first.part else choice.link("change", indicator=first.indicator.code, school=first.key),
        )  # fmt: skip


def _word(kind: Kind, first: Found) -> str:
    if kind == "replies":
        return "fewer"
    if kind in ("worse", "better") or first.signal is None:
        return kind
    waits = first.indicator.method == "median" or first.indicator.code in QUEUES
    longer = {"higher": "longer", "lower": "shorter"} if waits else {}
    return longer.get(first.signal.word, first.signal.word)


def _where(group: Sequence[Found], choice: Choice) -> str:
    """`across the trust`, `at A, B and C`; nothing where one school is the whole screen."""
    if choice.place:
        return "here"
    if any(f.trust for f in group):
        return "across the trust"
    schools = [f for f in group if f.school] or list(group)
    return f"at {numbers.listed([sentence_case(f.place.name) for f in schools])}"


def _at(f: Found) -> str:
    return "" if f.trust else f" at {sentence_case(f.place.name)}"


def _disputed(choice: Choice) -> list[Question]:
    """What a school has said is not right, and nobody has settled."""
    mine = [d for d in choice.disputed if choice.place in ("", d.urn)]
    if not mine:
        return []
    names = list(dict.fromkeys(d.school for d in mine))
    cites = "; ".join(f"{d.what} at {d.school}, since {d.since}" for d in mine[:3])
    link = choice.link("school", school=mine[0].urn)
    return [
        Question("disputed", ("disputed", *names), questions.of_dispute(names), f"Disputed: {cites}", link)
    ]


def _missing(figures: Release, choice: Choice) -> Iterator[Question]:
    """Silences: what was due and has not come; nobody is asked about a term that is not over."""
    if ("term", choice.term) in figures.not_over:
        return
    names = {place.urn: place.name for place in figures.schools}
    for one in sent.standing(figures, choice.term):
        late = [names[u] for u in one.late if u in names and choice.place in ("", u)]
        if late:
            yield Question(
                "missing", ("missing", one.what, *late), questions.of_missing(late, one.what, choice.term),
                f"{numbers.capital(one.what)}, {numbers.term(choice.term)}: in from {len(one.due) - len(one.late)} of "
                f"{numbers.times(len(one.due), 'school')}",
                choice.link("trust", school="") + "#coverage" if choice.viewer.role != "head" else "",
            )  # fmt: skip


def _standing(figures: Release, choice: Choice, found: Sequence[Found], wanted: int) -> list[Question]:
    """Gaps, other voices and England's figures in turn: a term later it is the turn of others."""
    every = [
        *_gaps(figures, choice),
        *_england(figures, choice),
        *_voices(figures, choice),
        *_hidden(figures, choice, found),
    ]
    terms = [p.period for p in figures.of_grain("term")]
    now = terms.index(choice.term) if choice.term in terms else 0
    # Every second term it is each one's turn, whatever else there is to ask: so none comes in two terms running.
    due = [q for q in every if (ORDER[q.about] + now) % 2 == 0]
    first = now // 2 * wanted % len(due) if due else 0
    turned = [*due[first:], *due[:first]][:wanted]
    return turned if len(turned) == wanted else [*turned, *(q for q in every if q not in due)][:wanted]


def _gaps(figures: Release, choice: Choice) -> Iterator[Question]:
    """Gaps that are clear and have not just moved: those that have are signals."""
    asked = Asked(figures, choice)
    for of, cut in STANDING:
        code = gaps.code(of, cut)
        line = asked.line(code)
        if not line or line[-1].period != choice.term:
            continue
        spot = gaps.difference(line[-1], indicators()[of])
        signal = asked.signal(line, indicators()[code])
        if not gaps.clear(spot) or (signal and signal.flagged):
            continue
        said = gaps.found(spot, cut, indicators()[of])
        finding, _, likely = said.partition(" (")
        yield Question(
            "gap", ("gap", code), questions.of_gap(f"{indicators()[of].short}: {numbers.small(finding)}", _years(line, of)),
            f"{indicators()[code].short}, {numbers.term(choice.term)}: {spot.text} ({likely}",
            choice.link("gaps", indicator=of),
        )  # fmt: skip


def _years(line: Sequence[Cell], of: str) -> int:
    """How many earlier years in a row had the same gap in the same term, clear as it is now."""
    season = numbers.season(line[-1].period)
    same = [c for c in line if numbers.season(c.period) == season]
    n, side = 0, (same[-1].value or 0) > 0
    for cell in reversed(same[:-1]):
        if not gaps.clear(gaps.difference(cell, indicators()[of])) or ((cell.value or 0) > 0) != side:
            break
        n += 1
    return n


def _england(figures: Release, choice: Choice) -> Iterator[Question]:
    """A published figure outside the likely range of the same year's own."""
    urn, group = Asked(figures, choice).where
    for indicator in indicators().values():
        if not indicator.comparators or not indicator.whole:
            continue
        grain = lines.grain_of(figures, indicator, urn)
        cells = lines.all_lines(
            figures, choice.term, grain, indicator.code, [(urn, group), looked.TRUST]
        ).get((indicator.code, urn, group), [])
        cells = headlines.whole_years(figures, cells, choice.term) if grain == "year" else cells
        points = lines.points(cells, indicator, choice.term)
        published = headlines.england(
            indicator,
            points[-1] if points else None,
            choice.term,
            headlines.way(figures, indicator, cells[-1] if cells else None),
        )
        if published and _apart(indicator, points[-1]):
            text = numbers.with_unit(points[-1].value or 0, indicator)
            yield Question(
                "england", ("england", indicator.code), questions.of_england(indicator.title, text, published),
                f"{indicator.short}, {points[-1].label}: {points[-1].text}, likely range {points[-1].span}" if points[-1].span else f"{indicator.short}, {points[-1].label}: {points[-1].text}",
                choice.link("indicator", indicator=indicator.code),
            )  # fmt: skip


def _apart(indicator: Indicator, point: Point) -> bool:
    """Whether the latest published figure lies outside the own likely range: else there is nothing to ask."""
    best = max((c for c in indicator.comparators if c.year <= point.period[:7]), key=lambda c: c.year)
    return (
        point.lower is not None and point.upper is not None and not point.lower <= best.value <= point.upper
    )


def _hidden(figures: Release, choice: Choice, found: Sequence[Found]) -> Iterator[Question]:
    """Where much is too small to show, somebody has to watch it all the same."""
    cells = {(c.indicator, c.urn): c.withheld for f in found if f.signal and (c := f.signal.cell)}
    cells |= {line: True for line in figures.by_year if line[1] == choice.place}
    hidden = sum(cells.values())
    if hidden >= MUCH * max(len(cells), 1):
        cites = (
            f"{hidden} of {numbers.times(len(cells), 'figure')} of {numbers.term(choice.term)}: hidden, or given by the "
            "year alone, to protect people"
        )
        yield Question("hidden", ("hidden",), questions.of_hidden(hidden, len(cells)), cites)


def _voices(figures: Release, choice: Choice) -> Iterator[Question]:
    """Audiences that nobody has asked in this academic year."""
    year = choice.term[:7]
    for code, audience in VOICES.items():
        met = [
            c
            for c in figures.cells(code, urn="", group="", grain="term")
            if c.period[:7] == year and c.state not in lines.ABSENT
        ]
        if not met:
            yield Question("silence", ("voice", audience), questions.of_silence(audience),
                           f"{indicators()[code].short}: no survey in {year}", choice.link("voice"))  # fmt: skip
