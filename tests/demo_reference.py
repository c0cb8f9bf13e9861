"""A second, plain reading of the demo trust's files, against which the product's figures are compared.

It shares no code with the product and uses no database: lists, dictionaries and one day at a time.
Dates are `datetime.date`; a term is the key (academic year, term), such as ("2025/26", "Summer").
"""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import fmean

import holidays
from scipy.stats import t as student

Row = dict[str, str]
Term = tuple[str, str]
LONG_TERM_DAYS = 28
ORDER = {"Autumn": 0, "Spring": 1, "Summer": 2}
HEADINGS = {"start_date": "first_day", "end_date": "last_day"}
REFERENCE_FIRST = ("terms", "schools", "groups", "workforce", "returns", "absence")
BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(2021, 2028))


@dataclass(frozen=True, slots=True)
class Fact:
    """One school's term: FTE days lost, who lost a working day, how many of them long-term, and spells."""

    days: float
    staff: frozenset[str]
    long_staff: frozenset[str]
    spells_begun: int  # merged spells whose first day lies in the term
    spells_met: int  # merged spells that lose a working day in the term

    @property
    def people(self) -> int:
        return len(self.staff)

    @property
    def long(self) -> int:
        return len(self.long_staff)


def read(root: Path) -> dict[str, list[Row]]:
    """Every dataset below `root`, folder by folder; a later absence row replaces an earlier one by key."""
    tables: dict[str, list[Row]] = {name: [] for name in REFERENCE_FIRST}
    spells: dict[tuple[str, str, date, str], Row] = {}
    for folder in sorted(p for p in root.iterdir() if p.is_dir()):
        for name in REFERENCE_FIRST:
            for path in sorted(folder.glob(f"{name}*.csv")):
                with path.open(newline="", encoding="utf-8") as file:
                    for raw in csv.DictReader(file):
                        words = {k.strip().lower().replace(" ", "_"): v.strip() for k, v in raw.items()}
                        row = {HEADINGS.get(k, k): v for k, v in words.items()}
                        if name == "absence":
                            key = (row["urn"], row["staff_ref"], day(row["first_day"]), row["post"])
                            spells[key] = row
                        else:
                            tables[name].append(row)
    return tables | {"absence": list(spells.values())}


@cache
def day(text: str) -> date:
    """A date written 2026-01-31 or 31/01/2026."""
    return datetime.strptime(text, "%d/%m/%Y" if "/" in text else "%Y-%m-%d").date()


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def term_rows(terms: Iterable[Row], urn: str) -> dict[Term, Row]:
    """The calendar of one school: its own row of a term where it has one, else the trust's; oldest first."""
    own: dict[Term, Row] = {}
    for row in sorted(terms, key=lambda r: bool(r["urn"])):
        if row["urn"] in ("", urn):
            own[row["academic_year"], row["term"]] = row
    return dict(sorted(own.items(), key=lambda item: day(item[1]["first_day"])))


def working_days(terms: Iterable[Row], urn: str) -> dict[Term, list[date]]:
    """Monday to Friday within each term, outside its half-term and outside England's bank holidays."""
    found = {}
    for key, row in term_rows(terms, urn).items():
        half = days_between(day(row["half_term_first_day"]), day(row["half_term_last_day"]))
        whole = days_between(day(row["first_day"]), day(row["last_day"]))
        found[key] = [d for d in whole if d.weekday() < 5 and d not in half and d not in BANK_HOLIDAYS]
    return found


def loaded_terms(tables: dict[str, list[Row]], urn: str) -> list[Term]:
    """Terms in which a spell starts, or for which a return says complete or nothing to report."""
    starts = {day(r["first_day"]) for r in tables["absence"] if r["urn"] == urn}
    said = {
        (r["academic_year"], r["term"])
        for r in tables["returns"]
        if (r["dataset"], r["urn"]) == ("absence", urn) and r["state"] in ("complete", "nothing to report")
    }
    spans = {k: (day(r["first_day"]), day(r["last_day"])) for k, r in term_rows(tables["terms"], urn).items()}
    return [k for k, (first, last) in spans.items() if k in said or any(first <= s <= last for s in starts)]


def weights(row: Row, last: date, work: set[date]) -> dict[date, float]:
    """FTE days that one row loses on each working day."""
    first = day(row["first_day"])
    covered = [d for d in days_between(first, last) if d in work]
    if row["days_lost"] and covered:
        return {d: float(row["days_lost"]) / len(covered) for d in covered}
    half = {first} if row["half_first"] == "Y" else set()
    half |= {last} if row["half_last"] == "Y" else set()
    return {d: float(row["fte"]) * (0.5 if d in half else 1.0) for d in covered}


def merged(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spells that overlap or touch (the next calendar day) as one."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + timedelta(1):
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def facts(tables: dict[str, list[Row]], urn: str, staff_group: str = "") -> dict[Term, Fact]:
    """A school's terms, those loaded only; `staff_group` keeps the rows of one group."""
    loaded = loaded_terms(tables, urn)
    calendar = working_days(tables["terms"], urn)
    ends = {k: day(r["last_day"]) for k, r in term_rows(tables["terms"], urn).items()}
    work = {d for days in calendar.values() for d in days}
    lost: dict[str, dict[tuple[str, date], float]] = defaultdict(dict)
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in tables["absence"]:
        if row["urn"] == urn and staff_group in ("", row["staff_group"]):
            last = day(row["last_day"]) if row["last_day"] else ends[loaded[-1]]
            spans[row["staff_ref"]].append((day(row["first_day"]), last))
            for d, fte_days in weights(row, last, work).items():
                seen = lost[row["staff_ref"]]
                seen[row["post"], d] = max(fte_days, seen.get((row["post"], d), 0.0))
    found = {}
    for key in loaded:
        days, end = set(calendar[key]), ends[key]
        staff = {who for who, seen in lost.items() if any(d in days for _, d in seen)}
        total = math.fsum(v for seen in lost.values() for (_, d), v in seen.items() if d in days)
        long_staff, begun, met = set(), 0, 0
        for who, pieces in spans.items():
            for first, last in merged(pieces):
                meets = any(first <= d <= last for d in days)
                met += meets
                begun += day(term_rows(tables["terms"], urn)[key]["first_day"]) <= first <= end
                if meets and (min(last, end) - first).days + 1 >= LONG_TERM_DAYS:
                    long_staff.add(who)
        found[key] = Fact(total, frozenset(staff), frozenset(long_staff), begun, met)
    return found


def denominators(
    tables: dict[str, list[Row]], urn: str, staff_group: str = ""
) -> dict[Term, tuple[float, float]]:
    """Headcount and FTE of each term: mean of its censuses, else the latest before, else the year's first."""
    sums: dict[date, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in tables["workforce"]:
        if row["urn"] == urn and staff_group in ("", row["staff_group"]):
            sums[day(row["census_date"])][0] += float(row["headcount"])
            sums[day(row["census_date"])][1] += float(row["fte"])
    spans = {k: (day(r["first_day"]), day(r["last_day"])) for k, r in term_rows(tables["terms"], urn).items()}
    found = {}
    for (year, term), (first, last) in spans.items():
        whole_year = [span for (y, _), span in spans.items() if y == year]
        year_first, year_last = min(s[0] for s in whole_year), max(s[1] for s in whole_year)
        within = [d for d in sums if first <= d <= last]
        before = sorted(d for d in sums if d < first)[-1:]
        in_year = sorted(d for d in sums if year_first <= d <= year_last)[:1]
        if chosen := within or before or in_year:
            found[year, term] = (fmean(sums[d][0] for d in chosen), fmean(sums[d][1] for d in chosen))
    return found


@cache
def t_value(freedom: int) -> float:
    """The 99.5% point of Student's t."""
    return float(student.ppf(0.995, freedom))


def same_term(values: dict[Term, float]) -> tuple[str, float, float]:
    """The last value against earlier years' same term: a word for it, and the 99% limits."""
    *before, last = sorted(values, key=lambda k: (k[0], ORDER[k[1]]))
    by_term = {name: [values[k] for k in before if k[1] == name] for name in ORDER}
    same = by_term[last[1]]
    if len(same) < 2:
        return "too early", math.nan, math.nan
    freedom = sum(len(v) - 1 for v in by_term.values() if v)
    squares = math.fsum((x - fmean(v)) ** 2 for v in by_term.values() if v for x in v)
    reach = t_value(freedom) * math.sqrt(squares / freedom) * math.sqrt(1 + 1 / len(same))
    low, high = fmean(same) - reach, fmean(same) + reach
    return ("higher" if values[last] > high else "lower" if values[last] < low else "none"), low, high
