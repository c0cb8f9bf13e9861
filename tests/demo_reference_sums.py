"""What the plain reading of the new feeds gives for each indicator: numerator and denominator by school and term.

A line is named (indicator, cut, part). Its terms hold two sums, or for a median the days themselves; sums of schools
add, and days of schools are put together.
"""

from collections import defaultdict
from statistics import median

from tests import demo_reference as ref
from tests import demo_reference_voice as plain
from tests.demo_reference import Row, Term

Name = tuple[str, str, str]
Sums = tuple[float, float]
Line = dict[Term, Sums | list[int]]
ACTIVITIES = {
    "two_hours_pe": "two hours of PE",
    "active_60_minutes": "60 active minutes",
    "any_club": "any club",
    "competition": "competition",
    "active_travel": "active travel",
    "outdoor_learning": "outdoor learning",
    "sports_leaders": "sports leader",
}
ALL = ("all", "")


def of_school(tables: dict[str, list[Row]], urn: str) -> dict[Name, Line]:
    """Every line of a school that the new feeds give."""
    mine = {
        name: rows if name == "terms" else [r for r in rows if r.get("urn") == urn]
        for name, rows in tables.items()
    }
    found: dict[Name, Line] = defaultdict(dict)
    for survey in ("staff-voice", "edi", "pupil-voice"):
        add_voice(found, mine, urn, survey)
    add_referrals(found, mine, urn)
    add_participation(found, mine, urn)
    return in_order(found)


def in_order(found: dict[Name, Line]) -> dict[Name, Line]:
    """Lines with their terms oldest first; those without a term left out."""
    order = sorted({t for line in found.values() for t in line}, key=lambda t: (t[0], ref.ORDER[t[1]]))
    return {name: {t: line[t] for t in order if t in line} for name, line in found.items() if line}


def mean_of(values: list[float]) -> Sums:
    return sum(values), len(values)


def add_voice(found: dict[Name, Line], tables: dict[str, list[Row]], urn: str, survey: str) -> None:
    who = "pupil" if survey == "pupil-voice" else "staff"
    for term, wave in plain.voice(tables, survey, urn).items():
        asked = "edi" if survey == "edi" else who
        found[f"{asked}_response_rate", *ALL][term] = (wave.replies, wave.asked or 0)
        if not wave.replies:
            continue
        code = "edi_favourable" if survey == "edi" else f"{who}_favourable"
        found[code, *ALL][term] = mean_of(wave.shares)
        for question, sums in wave.questions.items():
            found[f"{who}_question", "question", question][term] = sums
        if survey != "edi":
            for construct, shares in wave.constructs.items():
                found[f"{who}_construct_mean", "construct", construct][term] = mean_of(shares)
        if wave.stay[1]:
            found["intent_to_stay", *ALL][term] = wave.stay
        if wave.scores:
            mean, low = (
                ("staff_wellbeing_score", "staff_low_wellbeing")
                if who == "staff"
                else ("swemwbs_mean", "swemwbs_low")
            )
            found[mean, *ALL][term] = mean_of(wave.scores)
            found[low, *ALL][term] = (wave.low, len(wave.scores))
    if who == "pupil":
        add_pupil_groups(found, tables, urn)


def add_pupil_groups(found: dict[Name, Line], tables: dict[str, list[Row]], urn: str) -> None:
    for cut in plain.PUPIL_CUTS:
        parts: dict[str, list[Row]] = defaultdict(list)
        for row in tables["survey"]:
            parts[row.get(cut, "")].append(row)
        for part in sorted(parts.keys() - {""}):
            waves = plain.voice(tables | {"survey": parts[part]}, "pupil-voice", urn)
            for term, wave in waves.items():
                if wave.shares:
                    found["pupil_favourable", cut, part][term] = mean_of(wave.shares)
                if wave.scores:
                    found["swemwbs_mean", cut, part][term] = mean_of(wave.scores)


def add_referrals(found: dict[Name, Line], tables: dict[str, list[Row]], urn: str) -> None:
    spans = plain.terms_of(tables, urn)
    made = plain.referred(tables, urn)
    ends = max((spans[term][1] for term in made), default=None)
    for term, rows in made.items():
        everyone = sum(plain.on_roll(tables, urn, term).values())
        found["pupil_referrals_per_1000", *ALL][term] = (len(rows), everyone)
        services = plain.by_part(rows, "service")
        for service in plain.PUPIL_SERVICES:
            found["pupil_referrals_per_1000", "service", service][term] = (services[service], everyone)
        for cut in plain.PUPIL_CUTS:
            parts = plain.by_part(rows, cut)
            for part, pupils in plain.on_roll(tables, urn, term, cut).items():
                if pupils:
                    found["pupil_referrals_per_1000", cut, part][term] = (parts[part], pupils)
        found["wait_median_days", *ALL][term] = plain.waits(rows)
        if rows:
            accepted = sum(
                bool(r["first_contact_on"]) or r["outcome"] in ("accepted", "completed", "did not attend")
                for r in rows
            )
            found["referrals_accepted", *ALL][term] = (accepted, len(rows))
            found["referrals_waiting", *ALL][term] = (plain.waiting(rows, spans[term][1]), len(rows))
            if ends and (known := plain.seen_within(rows, ends))[1]:
                found["seen_within_28_days", *ALL][term] = known
    staff = ref.denominators(tables, urn)
    for term, rows in plain.referred(tables, urn, "staff").items():
        found["staff_referrals_per_100", *ALL][term] = (len(rows), staff[term][0])


def add_participation(found: dict[Name, Line], tables: dict[str, list[Row]], urn: str) -> None:
    for code, activity in ACTIVITIES.items():
        for cut in ("all", *plain.PUPIL_CUTS):
            for term, parts in plain.taking_part(tables, urn, activity, cut).items():
                for part, sums in parts.items():
                    found[code, cut, part][term] = sums
    for term, way in plain.method(tables, urn, ACTIVITIES["active_60_minutes"]).items():
        sums = found["active_60_minutes", *ALL][term]
        found["active_60_minutes", "method", way][term] = sums


def together(schools: list[dict[Name, Line]]) -> dict[Name, Line]:
    """The lines of a set of schools: each term over the schools that have it."""
    found: dict[Name, Line] = defaultdict(dict)
    for lines in schools:
        for name, line in lines.items():
            for term, sums in line.items():
                before = found[name].get(term)
                found[name][term] = (
                    sums if before is None
                    else [*before, *sums] if isinstance(sums, list)
                    else (before[0] + sums[0], before[1] + sums[1])
                )  # fmt: skip
    return in_order(found)


def values(line: Line) -> dict[Term, float]:
    """The figure of each term that has one."""
    found = {}
    for term, sums in line.items():
        if isinstance(sums, list):
            if sums:
                found[term] = float(median(sums))
        elif sums[1]:
            found[term] = sums[0] / sums[1]
    return found
