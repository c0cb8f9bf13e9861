"""What has come in and what is owed: every dataset, school and term, as the vault has it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Literal

from wellmetrics import catalogue
from wellmetrics.instruments import Instrument, find, for_home
from wellmetrics.vault import Vault

State = Literal["in", "nothing to report", "not due", "late", "awaited"]
DAYS_TO_SEND = 14  # after the last day of term; the setting `days_to_send`
# Owed every term by a trust that sends them at all; the rest is owed where it came a year ago or others have sent it.
EVERY_TERM = ("absence", "referrals", "participation")
SAID: Mapping[str, State] = {
    "complete": "in",
    "nothing to report": "nothing to report",
    "not due": "not due",
}
# Totals stand in for the rows they are the totals of.
SAME = {"absence_summary": "absence", "survey_summary": "survey"}
_SQL = (resources.files("wellmetrics") / "arrivals.sql").read_text()


@dataclass(frozen=True, slots=True)
class Feed:
    """One thing to send: a dataset, and for surveys which one."""

    dataset: str
    survey: str
    title: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """One feed of one school in one term. `batch`, `file` and `loaded_at` are None where nothing came."""

    feed: Feed
    urn: str
    state: State
    batch: int | None = None
    file: str | None = None
    loaded_at: datetime | None = None
    queries: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    period: str
    first_day: date
    last_day: date
    due: date  # the last day to send its files


@dataclass(frozen=True, slots=True)
class Arrived:
    """Everything due in one term, feed by feed and school by school."""

    term: Term
    terms: tuple[Term, ...]  # every term of the calendar that has begun, the newest first
    feeds: tuple[Feed, ...]
    schools: Mapping[str, str]  # URN and name of those that were members at the end of the term
    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class _Came:
    """One row of the query."""

    dataset: str
    survey: str
    urn: str
    period: str
    state: str
    batch: int | None
    file: str | None
    loaded_at: datetime | None
    queries: int

    @property
    def what(self) -> tuple[str, str]:
        return SAME.get(self.dataset, self.dataset), self.survey


def arrived(vault: Vault, period: str, today: date) -> Arrived | None:
    """What is in and owed in a term; in the latest that has begun where `period` is none. None without a calendar."""
    terms = _terms(vault, today)
    if not terms:
        return None
    term = next((t for t in terms if t.period == period), terms[0])
    schools = _members(vault, term)
    came = [_Came(*row) for row in vault.con.execute(_SQL).fetchall()]
    feeds = _feeds(_due(came, term.period), for_home(vault.home))
    # The strongest word of several batches stands: a school that sent rows has not sent nothing.
    in_order = sorted(came, key=lambda c: c.state == "complete")
    now = {(c.what, c.urn): c for c in in_order if c.period == term.period}
    asked = _asked(came, {t.period for t in terms if t.first_day < term.first_day})
    spared = _not_due(came, _a_year_before(term.period))
    absent: State = "late" if today > term.due else "awaited"
    arrivals = []
    for feed in feeds:
        what = (feed.dataset, feed.survey)
        for urn in schools:
            owed = (what not in asked or urn in asked[what]) and (feed.dataset, urn) not in spared
            found = now.get((what, urn)) or now.get(((feed.dataset, ""), urn))
            arrivals.append(_arrival(feed, urn, found, absent if owed else "not due"))
    return Arrived(term, terms, feeds, schools, tuple(arrivals))


def _terms(vault: Vault, today: date) -> tuple[Term, ...]:
    days = timedelta(days=int(vault.setting("days_to_send") or DAYS_TO_SEND))
    found: dict[str, Term] = {}
    for row in vault.standing("terms").to_pylist():
        period = f"{row['academic_year']} {row['term']}"
        first, last = row["first_day"], row["last_day"]
        if before := found.get(period):
            first, last = min(first, before.first_day), max(last, before.last_day)
        found[period] = Term(period, first, last, last + days)
    begun = [term for term in found.values() if term.first_day <= today]
    return tuple(sorted(begun, key=lambda term: term.first_day, reverse=True))


def _members(vault: Vault, term: Term) -> dict[str, str]:
    rows = sorted(vault.standing("schools").to_pylist(), key=lambda row: row["school"])
    return {
        row["urn"]: row["school"]
        for row in rows
        if (row["joined"] or date.min) <= term.last_day <= (row["left"] or date.max)
    }


def _due(came: Sequence[_Came], period: str) -> set[tuple[str, str]]:
    """What this trust sends in such a term: dataset and survey."""
    a_year_ago = _a_year_before(period)
    sent = [c for c in came if c.state != "not due"]
    always = {c.what for c in sent if c.what[0] in EVERY_TERM}
    return always | {c.what for c in sent if c.period in (period, a_year_ago) and c.what[0] not in EVERY_TERM}


def _a_year_before(period: str) -> str:
    year, _, season = period.partition(" ")
    start = int(year[:4])
    return f"{start - 1}/{start % 100:02} {season}"


def _not_due(came: Sequence[_Came], period: str) -> set[tuple[str, str]]:
    """Dataset and school where the trust said that nothing was due, and nothing came all the same."""
    then = [c for c in came if c.period == period]
    sent = {(c.what[0], c.urn) for c in then if c.state != "not due"}
    return {(c.what[0], c.urn) for c in then} - sent


def _asked(came: Sequence[_Came], earlier: set[str]) -> dict[tuple[str, str], set[str]]:
    """Each survey that was held before, and the schools that held it: it may not be meant for the others."""
    found: dict[tuple[str, str], set[str]] = {}
    for c in came:
        if c.survey and c.period in earlier:
            found.setdefault(c.what, set()).add(c.urn)
    return found


def _feeds(due: Iterable[tuple[str, str]], instruments: Sequence[Instrument]) -> tuple[Feed, ...]:
    """Titled, in the order in which files are best sent; a survey and who was asked in it stand together."""

    def order(what: tuple[str, str]) -> tuple:
        dataset, survey = what
        kind = catalogue.dataset(dataset.removesuffix("_invited"))
        return kind.order, kind.name, survey, dataset

    # A nil return names no survey: where there are surveys it says so of each of them.
    named = {dataset for dataset, survey in due if survey}
    kept = [what for what in due if what[1] or what[0] not in named]
    return tuple(Feed(*what, _title(*what, instruments)) for what in sorted(kept, key=order))


def _title(dataset: str, survey: str, instruments: Sequence[Instrument]) -> str:
    title = catalogue.dataset(dataset).title
    if not survey:
        return title
    instrument = find(instruments, survey)
    name = instrument.title if instrument else survey
    return f"{name}: who was asked" if dataset == "survey_invited" else name


def _arrival(feed: Feed, urn: str, came: _Came | None, absent: State) -> Arrival:
    if came is None:
        return Arrival(feed, urn, absent)
    return Arrival(feed, urn, SAID[came.state], came.batch, came.file, came.loaded_at, came.queries)
