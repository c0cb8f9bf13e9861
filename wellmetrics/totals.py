"""What of each dataset is worth adding up before and after a load: rows, and the sums that mean something."""

from collections.abc import Mapping
from dataclasses import dataclass

from wellmetrics import catalogue
from wellmetrics.vault import Vault

# Sums over the standing rows `r`, each with what it is called.
TOTALS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "workforce": (("staff", "sum(headcount)"), ("full-time equivalent", "sum(fte)")),
    "roll": (("pupils", "sum(pupils)"),),
    "absence": (
        ("people", "count(DISTINCT staff_ref)"),
        ("still absent", "count(*) FILTER (last_day IS NULL)"),
        ("days lost in spells that have ended", "sum(CASE WHEN last_day IS NOT NULL THEN coalesce(days_lost, worked_out) END)"),
    ),
    "absence_summary": (("days lost", "sum(days_lost)"), ("days available", "sum(days_available)")),
    "survey_invited": (("people asked", "sum(invited)"),),
    "survey_summary": (("answers", "sum(answered)"),),
    "referrals": (
        ("seen", "count(first_contact_on)"),
        ("closed", "count(closed_on)"),
    ),
    "participation": (("pupils", "sum(pupils)"), ("eligible", "sum(eligible)")),
}  # fmt: skip
# What one row is, in the plural.
ROWS: Mapping[str, str] = {
    "schools": "schools",
    "terms": "terms",
    "absence": "spells",
    "survey": "replies",
    "referrals": "referrals",
}


@dataclass(frozen=True, slots=True)
class Total:
    """One sum of a dataset before and after; `schools` holds the same by URN ("" where rows have none)."""

    dataset: str
    what: str
    before: float
    after: float
    schools: tuple[tuple[str, float, float], ...] = ()


Sums = Mapping[tuple[str, str], Mapping[str, float]]  # dataset and what -> URN -> sum


def sums(vault: Vault, datasets: list[str]) -> Sums:
    """What stands of each dataset, school by school."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for name in datasets:
        vault.staging.calendar()
        what = [ROWS.get(name, "rows"), *(words for words, _ in TOTALS.get(name, ()))]
        by_school = {words: {} for words in what}
        for urn, *values in vault.con.execute(_by_school(name)).fetchall():
            for words, value in zip(what, values, strict=True):
                by_school[words][urn] = float(value or 0)
        found |= {(name, words): values for words, values in by_school.items()}
    return found


def changed(before: Sums, after: Sums) -> tuple[Total, ...]:
    """Each sum before and after, with the schools in which it moves."""
    return tuple(_total(*key, before[key], after[key]) for key in after)


def _total(dataset: str, what: str, before: Mapping[str, float], after: Mapping[str, float]) -> Total:
    schools = tuple((urn, before.get(urn, 0), after.get(urn, 0)) for urn in sorted({*before, *after}))
    moved = tuple(school for school in schools if school[1] != school[2])
    return Total(dataset, what, sum(before.values()), sum(after.values()), moved)


def _by_school(name: str) -> str:
    stored = catalogue.dataset(name).stored
    school = "coalesce(r.urn, '')" if "urn" in stored else "''"
    columns = "".join(f", {sql}" for _, sql in TOTALS.get(name, ()))
    rows = _SPELLS if name == "absence" else f"standing_{name}"
    return f"SELECT {school}, count(*){columns} FROM {rows} AS r GROUP BY ALL ORDER BY ALL"


# A spell's full-time-equivalent working days, as the calendar has them; half days count half.
_SPELLS = """(
    SELECT s.*,
           s.fte * greatest(0, b.n - a.n + a.working::INTEGER
               - (coalesce(s.half_first, false) AND a.working)::INTEGER * 0.5
               - (coalesce(s.half_last, false) AND b.working)::INTEGER * 0.5) AS worked_out
    FROM standing_absence AS s
    LEFT JOIN school_day AS a ON a.urn = s.urn AND a.day = s.first_day
    LEFT JOIN school_day AS b ON b.urn = s.urn AND b.day = s.last_day
)"""
