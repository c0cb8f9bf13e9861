"""Disputes beside figures: what a school says is not right stands wherever its figure does, until it is settled."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wellmetrics import catalogue, workbook
from wellmetrics.model import FEEDS, Feed, Viewer
from wellmetrics.release import Release
from wellmetrics.words import numbers
from wellmetrics.workbook import About, Answer

SIGN = "≠"
LEGEND = f"{SIGN} disputed by the school"
# The figures of each feed that a head is asked about: records that the school keeps itself, and who replied.
ASKED: dict[Feed, tuple[str, ...]] = {
    "absence": ("days_lost_per_fte", "staff_absent", "long_term_absence"),
    "survey": ("staff_response_rate", "edi_response_rate", "pupil_response_rate"),
    "referrals": ("pupil_referrals_per_1000", "referrals_waiting", "wait_median_days"),
    "participation": ("two_hours_pe", "active_60_minutes", "any_club"),
}


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute that stands, with as much of its words as this reader may read."""

    urn: str
    school: str
    period: str
    feed: Feed
    indicator: str  # empty: every figure of the feed
    since: str
    words: str = ""

    def holds(self, code: str, urn: str, period: str) -> bool:
        """Whether it is about this figure; a year's figure holds its terms, and a gap the figures it is made of."""
        declared = catalogue.indicator(code)
        of = self.indicator in (code, declared.gap.of if declared.gap else code)
        whole = not self.indicator and declared.feed == self.feed
        return (of or whole) and urn == self.urn and period in (self.period, self.period.partition(" ")[0])

    @property
    def name(self) -> str:
        return catalogue.indicator(self.indicator).short if self.indicator else f"all of {FEEDS[self.feed]}"

    @property
    def what(self) -> str:
        """`Long absence, Autumn 2025`."""
        return f"{self.name}, {numbers.term(self.period)}"


Disputes = tuple[Dispute, ...]


def of(home: Path, viewer: Viewer, figures: Release) -> Disputes:
    """Every dispute that stands, as this reader may read it. Asked anew at each run: a dispute waits for no release."""
    names = {place.urn: place.name for place in figures.schools}
    found = workbook.disputes(home, viewer, shown_in(figures))
    return tuple(_dispute(one, names[one.about.urn]) for one in found if one.about.urn in names)


def shown_in(figures: Release) -> workbook.Shown:
    """Whether this file shows a figure; of all figures of a feed, whether it hides none of them."""

    @cache
    def withheld(urn: str, period: str) -> dict[str, bool]:
        cells = figures.cells(urn=urn, grain="term", period=period)
        return {c.indicator: c.withheld for c in cells if c.withheld or c.state in ("shown", "nil")}

    def shown(about: About, code: str) -> bool:
        held = withheld(about.urn, about.period)
        found = [held[one] for one in held if one == code or (not code and _feed(one) == about.feed)]
        return bool(found) and not any(found)

    return shown


def _dispute(one: Answer, school: str) -> Dispute:
    about, said = one.about, one.objection
    own = f" Its own record counts {numbers.count(said.own)}." if said and said.own is not None else ""
    words = f"“{said.why}”{own}" if said and said.why else own.strip()
    code = said.indicator if said else ""
    return Dispute(about.urn, school, about.period, about.feed, code, numbers.day(one.said_at), words)


def _feed(code: str) -> Feed:
    return catalogue.indicator(code).feed


# --- words for any figure


def beside(disputes: Disputes, code: str, urn: str, period: str) -> str:
    """`≠ disputed by the school since 3 November 2026`; empty where nobody disputes the figure."""
    found = next((one for one in disputes if one.holds(code, urn, period)), None)
    return f"{LEGEND} since {found.since}" if found else ""


def by_period(disputes: Disputes, code: str, urn: str, periods: Iterable[str]) -> dict[str, str]:
    """What stands beside a figure in each period in which it is disputed."""
    return {period: said for period in periods if (said := beside(disputes, code, urn, period))}


def behind(disputes: Disputes, code: str, urns: Collection[str], period: str) -> str:
    """Beside a figure of several schools: `≠ disputed by Hazel Grove Primary for its own part`."""
    names = list(dict.fromkeys(d.school for d in disputes if d.urn in urns and d.holds(code, d.urn, period)))
    own = "its own part" if len(names) == 1 else "their own parts"
    return f"{SIGN} disputed by {numbers.listed(names)} for {own}" if names else ""


def of_school(disputes: Disputes, urn: str, feed: Feed, periods: Collection[str]) -> str:
    """Beside a school's row of figures: `≠ two hours of PE: disputed by the school since 3 November 2026`."""
    held = [d for d in disputes if d.urn == urn and d.feed == feed and d.period in periods]
    names = list(dict.fromkeys(numbers.small(d.name) for d in held))
    return f"{SIGN} {numbers.listed(names)}: disputed by the school since {held[0].since}" if held else ""


def inside(figures: Release, urn: str, group: str) -> Collection[str]:
    """The schools that a figure is of."""
    return (urn,) if urn else figures.members(group)


def said(
    disputes: Disputes,
    urns: Collection[str],
    periods: Collection[str],
    feed: Feed | None = None,
    code: str | None = None,
) -> list[str]:
    """A sentence for each dispute of these schools and periods, with its words where the reader may read them."""
    return [
        f"{SIGN} {d.school} has disputed its own figure since {d.since}: {numbers.small(d.what)}. {d.words}".strip()
        for d in disputes
        if d.urn in urns
        and (feed in (None, d.feed))
        and (d.holds(code, d.urn, d.period) if code else True)
        and (d.period in periods or d.period.partition(" ")[0] in periods)
    ]
