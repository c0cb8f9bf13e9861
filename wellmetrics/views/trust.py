"""The trust at a glance: sentences first, six figures, where it happens, and who has sent what."""

from collections import Counter
from dataclasses import dataclass, replace

from wellmetrics.model import FEEDS, Feed
from wellmetrics.release import Release
from wellmetrics.views import at_a_glance, disputed, governors, headlines, sent
from wellmetrics.views import found as looked
from wellmetrics.views.at_a_glance import Sentence
from wellmetrics.views.choice import IN, Choice, indicators, sentence_case
from wellmetrics.views.found import Found, find
from wellmetrics.views.headlines import Headline
from wellmetrics.views.sent import COVERED
from wellmetrics.words import numbers, sentences, signals
from wellmetrics.words.questions import Question

COVERAGE_TERMS = 6
# What is looked at on this page, feed by feed; a companion stands beside what it is read with.
COLUMNS = (
    "days_lost_per_fte",
    "long_term_absence",
    "mental_health_days_per_fte",
    "unknown_reason_share",
    "staff_favourable",
    "staff_response_rate",
    "edi_favourable",
    "edi_response_rate",
    "pupil_favourable",
    "pupil_response_rate",
    "pupil_referrals_per_1000",
    "wait_median_days",
    "referrals_waiting",
    "two_hours_pe",
    "any_club",
    "gap_any_club_sex",
)
MARKS = {
    "none": ("•", "as usual"),
    "too early": ("?", "too early to tell"),
    "cannot tell": ("?", "cannot tell"),
    "hidden": ("o", "hidden to protect people"),
    "missing": ("−", "not sent"),
}
NOT_ASKED = "n/a"


@dataclass(frozen=True, slots=True)
class Mark:
    """One place and indicator: a symbol, the terms it has run, the same in words, and where it leads."""

    symbol: str
    running: int
    words: str
    verdict: str
    link: str
    disputed: str = ""


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
    feeds: tuple[tuple[str, int], ...] = ()  # the columns' feeds, with how many columns each has
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """What each school has sent: this term feed by feed, or one feed term by term."""

    title: str
    terms: tuple[str, ...]  # the headings: terms or feeds
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class TrustView:
    title: str
    trust: str
    sentences: tuple[Sentence, ...]
    budget: str
    headlines: tuple[Headline, ...]
    where: Where
    worsening: tuple[Sentence, ...]
    questions: tuple[Question, ...]
    disputed: tuple[Sentence, ...]
    coverage: Coverage
    before: tuple[Coverage, ...]  # one a feed, over the last terms


def view(figures: Release, choice: Choice) -> TrustView:
    term = choice.term
    feeds = sent.feeds(figures)
    codes = [code for code in COLUMNS if indicators()[code].feed in feeds]
    found, six = find(figures, term, codes), headlines.six(figures, choice)
    said = at_a_glance.sentences_of(figures, choice, found)
    sure = sum(sentence.sure == "stands out" for sentence in said)
    return TrustView(
        title=f"{numbers.term(term)} at a glance",
        trust=figures.trust,
        sentences=tuple(said),
        budget=looked.budget(found, _looked_at(found, six, codes), sure),
        headlines=six,
        where=_where(figures, choice, found, _asked(found, codes)),
        worsening=tuple(at_a_glance.worsening(choice, found)),
        questions=governors.questions_of(figures, choice, found),
        disputed=_disputed(choice),
        coverage=_this_term(figures, term, feeds),
        before=tuple(_one_feed(figures, term, feed) for feed in feeds),
    )


def _looked_at(found: list[Found], six: tuple[Headline, ...], codes: list[str]) -> list[signals.Signal]:
    """Every line of the page, each once: the table's, the areas of surveys, and the figures beside them."""
    others = {s.cell.indicator: s for h in six for s in h.signals if s.cell.indicator not in codes}
    return [*looked.tested(found), *others.values()]


def _asked(found: list[Found], codes: list[str]) -> list[str]:
    """Without the surveys that nobody was asked this term: a column of them would say nothing."""
    held = {f.indicator.code for f in found if f.asked or f.indicator.feed != "survey"}
    held |= {indicators()[code].companion or "" for code in held}
    return [code for code in codes if code in held]


def _where(figures: Release, choice: Choice, found: list[Found], codes: list[str]) -> Where:
    not_due = {
        (row.urn, row.dataset)
        for row in figures.coverage()
        if row.period == choice.term and row.state == "not due"
    }
    by_place: dict[tuple[str, str], list[Found]] = {}
    for f in found:
        if f.indicator.code in codes and not f.part:
            by_place.setdefault((f.place.urn, f.place.group), []).append(f)
    trust = [p for p in figures.places if p.kind == "trust"]
    rows = [
        Row(
            "Whole trust" if place.kind == "trust" else sentence_case(place.name),
            choice.link("school", school=place.urn) if place.urn else "",
            tuple(
                _doubted(_mark(f, choice, (place.urn, f.indicator.feed) in not_due), f, choice)
                for f in by_place.get((place.urn, place.group), [])
            ),
            not place.urn,
        )
        for place in (*figures.schools, *figures.groups, *trust)
    ]
    shown = [indicators()[code] for code in codes]
    feeds = Counter(numbers.capital(FEEDS[i.feed]) for i in shown)
    return Where(
        tuple((i.short, i.title) for i in shown),
        tuple(rows),
        tuple(feeds.items()),
        tuple(i.code for i in shown),
    )


def _mark(found: Found, choice: Choice, not_due: bool) -> Mark:
    signal, link = found.signal, choice.link("indicator", indicator=found.indicator.code, school=found.key)
    where = f"{sentence_case(found.place.name)}, {found.indicator.short}"
    if signal and signal.cell.by_year:
        return Mark(MARKS["hidden"][0], 0, f"{where}: {numbers.BY_YEAR}", "neither", link)
    why = _why_none(found, not_due)
    if why:
        return Mark(NOT_ASKED, 0, f"{where}: {why}", "neither", "")
    if signal is None:
        return Mark("−", 0, f"{where}: not sent", "neither", "")
    if not signal.flagged:
        kind = signal.word if signal.word in MARKS else signal.cell.state
        symbol, words = MARKS.get(kind, ("−", ""))
        words = sentences.change(signal) if signal.why or not words else words
        return Mark(symbol, 0, f"{where}: {words}", "neither", link if signal.cell.value is not None else "")
    up = signal.word == "higher"
    symbol = {"worse": "▲", "better": "▼"}.get(signal.verdict, "^" if up else "v")
    verdict = f", {signal.verdict}" if signal.verdict != "neither" else ""
    doubt = "" if found.claim else ", and not claimed: who recorded or replied has changed too"
    words = f"{where}: {sentences.change(signal, found.indicator)}{verdict}{doubt}"
    return Mark(symbol, signal.running, words, signal.verdict, link)


def _doubted(mark: Mark, found: Found, choice: Choice) -> Mark:
    """A figure that its school disputes says so, whatever it shows."""
    said = disputed.beside(choice.disputed, found.indicator.code, found.place.urn, choice.term)
    return replace(mark, disputed=said, words=f"{mark.words}, {said}") if said else mark


def _disputed(choice: Choice) -> tuple[Sentence, ...]:
    """The disputes of the term's figures, each with the way to the school."""
    schools = dict.fromkeys(one.urn for one in choice.disputed)
    return tuple(
        Sentence(said, choice.link("school", school=urn), "see the school")
        for urn in schools
        for said in disputed.said(choice.disputed, (urn,), (choice.term,))
    )


def _why_none(found: Found, not_due: bool) -> str:
    """Why there is nothing to mark: it does not apply, nobody asked, or nothing was due. Empty where something is."""
    state = found.signal.cell.state if found.signal else "missing"
    if state == "not applicable":
        return "does not apply"
    if state != "missing":
        return ""
    if found.indicator.feed == "survey" and not (found.asked and found.ever):
        return "not asked this term"
    if not found.ever and not found.place.urn:
        return "no such figure is made for this group"
    return "not due" if not_due or not found.ever else ""


def _this_term(figures: Release, term: str, feeds: tuple[Feed, ...]) -> Coverage:
    """Who has sent what this term; a survey that a school left out is named."""
    states = {
        (r.urn, r.dataset): COVERED.get(r.state, r.state) for r in figures.coverage() if r.period == term
    }
    for one in sent.standing(figures, term):
        for urn in one.late if one.what != FEEDS[one.feed] else ():
            states[urn, one.feed] = f"not sent: {one.what}"
    rows = [
        (place.name, tuple(states.get((place.urn, feed), "not due") for feed in feeds))
        for place in figures.schools
    ]
    headings = tuple(numbers.capital(FEEDS[feed]) for feed in feeds)
    return Coverage(f"What each school has sent for {numbers.term(term)}", headings, tuple(rows))


def _one_feed(figures: Release, term: str, feed: Feed) -> Coverage:
    terms = [p.period for p in figures.of_grain("term")]
    terms = terms[: terms.index(term) + 1][-COVERAGE_TERMS:] if term in terms else []
    rows_of = [row for row in figures.coverage() if row.dataset == feed]
    states = {(row.urn, row.period): COVERED.get(row.state, row.state) for row in rows_of}
    rows = [
        (place.name, tuple(states.get((place.urn, t), "not due") for t in terms)) for place in figures.schools
    ]
    title = f"{numbers.capital(FEEDS[feed])}: what each school has sent"
    return Coverage(title, tuple(numbers.term(t) for t in terms), tuple(rows))


__all__ = ["IN", "Coverage", "Headline", "Mark", "Row", "Sentence", "TrustView", "Where", "find", "view"]
