"""A second, plain reading of the demo trust's rolls, surveys, referrals and participation.

It shares no code with the product and uses no database: lists and dictionaries, one row at a time. A term is the key
(academic year, term). A cut is the name of a group column and its parts are the values; "all" has the one part "".
"""

import csv
import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from statistics import median

from tests.demo_reference import Row, Term, day, term_rows

INSTRUMENTS = Path(__file__).parents[1] / "data" / "surveys"
FEEDS = ("roll", "survey", "survey_invited", "referrals", "participation")
TABLES = ("terms", "schools", "groups", "returns", *FEEDS)
PUPIL_CUTS = ("year_group", "sex", "pupil_premium", "send")
PUPIL_SERVICES = (
    "pastoral",
    "school counselling",
    "mental health support team",
    "educational psychology",
    "CAMHS",
)
STAFF_WORDS = {"leadership": "leader", "ta": "teaching assistant"}
SEND_WORDS = {"N": "none", "K": "support", "E": "plan"}
LOW_BELOW = 19.5  # SWEMWBS, metric (Ng Fat and others 2017)
# SWEMWBS raw totals 7 to 35 on the metric scale, from the published conversion table.
METRIC = (7.00, 9.51, 11.25, 12.40, 13.33, 14.08, 14.75, 15.32, 15.84, 16.36, 16.88, 17.43, 17.98, 18.59, 19.25,
          19.98, 20.73, 21.54, 22.35, 23.21, 24.11, 25.03, 26.02, 27.03, 28.13, 29.31, 30.70, 32.55, 35.00)  # fmt: skip


# --- reading


def read(*roots: Path) -> dict[str, list[Row]]:
    """Every dataset below the folders, term by term, in one set of words; a referral stands as last sent."""
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    logged: dict[tuple[str, str], Row] = {}
    stated: dict[tuple[str, ...], Row] = {}
    for path in sorted((p for root in roots for p in root.glob("20*/*.csv")), key=lambda p: p.parts[-2:]):
        name = table_of(path.stem)
        if name is None:
            continue
        with path.open(newline="", encoding="utf-8") as file:
            for raw in csv.DictReader(file):
                row = in_one_set_of_words({k: v.strip() for k, v in raw.items()})
                if name == "referrals":
                    logged[row["urn"], row["referral_ref"]] = row
                elif name == "returns":
                    stated[tuple(v for k, v in row.items() if k != "state")] = row
                else:
                    tables[name].append(row)
    return tables | {"referrals": list(logged.values()), "returns": list(stated.values())}


def table_of(stem: str) -> str | None:
    if stem.startswith("survey-"):
        return "survey_invited" if stem.endswith("-invited") else "survey"
    return next((t for t in TABLES if stem == t or stem.startswith(f"{t}-")), None)


def in_one_set_of_words(row: Row) -> Row:
    """Year 8 is 8, Female is F, TRUE is Y, K is support, TA is teaching assistant; dates as they came."""
    found = dict(row)
    if "year_group" in row:
        grade = re.sub(r"^year\s*", "", row["year_group"], flags=re.I)
        found["year_group"] = {"Reception": "R", "Nursery": "N"}.get(grade, grade)
    if "sex" in row:
        found["sex"] = row["sex"][:1].upper()
    if "pupil_premium" in row:
        found["pupil_premium"] = {"TRUE": "Y", "FALSE": "N"}.get(row["pupil_premium"], row["pupil_premium"])
    if "send" in row:
        found["send"] = SEND_WORDS.get(row["send"], row["send"])
    for name in ("staff_group", "respondent_group"):
        if name in row:
            found[name] = STAFF_WORDS.get(row[name].lower(), row[name].lower())
    return found


def terms_of(tables: dict[str, list[Row]], urn: str) -> dict[Term, tuple[date, date]]:
    """First and last day of a school's terms, oldest first."""
    rows = term_rows(tables["terms"], urn)
    return {key: (day(row["first_day"]), day(row["last_day"])) for key, row in rows.items()}


def term_at(spans: dict[Term, tuple[date, date]], when: date) -> Term:
    return next(key for key, (first, last) in spans.items() if first <= when <= last)


def said(tables: dict[str, list[Row]], dataset: str, urn: str, state: str) -> set[Term]:
    """Terms for which a return gives a state."""
    return {
        (r["academic_year"], r["term"])
        for r in tables["returns"]
        if (r["dataset"], r["urn"], r["state"]) == (dataset, urn, state)
    }


# --- roll


def on_roll(tables: dict[str, list[Row]], urn: str, term: Term, cut: str = "all") -> dict[str, int]:
    """Pupils by part: the roll of the term, else the latest before it, else the first of its academic year."""
    order = list(terms_of(tables, urn))
    mine = [r for r in tables["roll"] if r["urn"] == urn]
    sent = sorted({(r["academic_year"], r["term"]) for r in mine}, key=order.index)
    before = [k for k in sent if order.index(k) <= order.index(term)]
    later = [k for k in sent if k[0] == term[0]]
    if not (chosen := before[-1:] or later[:1]):
        return {}
    found: Counter[str] = Counter()
    for row in mine:
        if (row["academic_year"], row["term"]) == chosen[0]:
            found["" if cut == "all" else row[cut]] += int(row["pupils"])
    return dict(found)


# --- surveys


@dataclass(slots=True)
class Voice:
    """One school's wave. Shares are by person, 0 to 1; questions give favourable and valid answers."""

    replies: int = 0
    asked: int | None = None
    shares: list[float] = field(default_factory=list)
    constructs: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    questions: dict[str, tuple[int, int]] = field(default_factory=dict)
    stay: tuple[int, int] = (0, 0)
    scores: list[float] = field(default_factory=list)

    @property
    def low(self) -> int:
        return sum(score < LOW_BELOW for score in self.scores)


@cache
def instrument(survey: str) -> dict:
    return tomllib.loads((INSTRUMENTS / f"{survey}.toml").read_text(encoding="utf-8"))


def value_of(text: str, scale: dict) -> float | None:
    """Agree, 4 or 4 - Agree as a number; a blank is no answer."""
    if not text:
        return None
    values = dict(zip((label.lower() for label in scale["labels"]), scale["values"], strict=True))
    bare = re.sub(r"^\d+\s*-\s*", "", text).lower()
    return values[bare] if bare in values else float(text)


@cache
def favourable(survey: str, place: int, text: str) -> bool | None:
    """Whether an answer to the survey's question at that place is favourable; None for no answer."""
    how = instrument(survey)
    question = how["questions"][place]
    scale = how["scales"][question["scale"]]
    value = value_of(text, scale)
    if value is None:
        return None
    if question.get("reversed"):
        value = min(scale["values"]) + max(scale["values"]) - value
    return value >= scale["favourable_from"]


def person_share(answers: Iterable[bool | None], least: float) -> float | None:
    """The share of a person's valid answers that are favourable, where enough of the items are answered."""
    every = list(answers)
    valid = [a for a in every if a is not None]
    return sum(valid) / len(valid) if valid and len(valid) >= least * len(every) else None


def voice(tables: dict[str, list[Row]], survey: str, urn: str) -> dict[Term, Voice]:
    """A school's waves of one survey by term, of the replies in the table."""
    how, spans = instrument(survey), terms_of(tables, urn)
    found: dict[Term, Voice] = defaultdict(Voice)
    for row in tables["survey_invited"]:
        if (row["survey"], row["urn"]) == (survey, urn):
            wave = found[term_at(spans, day(row["wave_date"]))]
            wave.asked = (wave.asked or 0) + int(row["invited"])
    for row in tables["survey"]:
        if (row["survey"], row["urn"]) == (survey, urn):
            count(found[term_at(spans, day(row["wave_date"]))], row, how)
    return {key: found[key] for key in spans if key in found}


def count(wave: Voice, row: Row, how: dict) -> None:
    """Adds one reply."""
    wave.replies += 1
    areas: dict[str, list[bool | None]] = defaultdict(list)
    for place, question in enumerate(how["questions"]):
        good = favourable(row["survey"], place, row[question["code"]])
        areas[question["construct"]].append(good)
        if good is not None:
            above, of = wave.questions.get(question["code"], (0, 0))
            wave.questions[question["code"]] = (above + good, of + 1)
            if question.get("measure") == "intent_to_stay":
                wave.stay = (wave.stay[0] + good, wave.stay[1] + 1)
    whole = person_share((a for area in areas.values() for a in area), how["minimum_answered"])
    wave.shares += [] if whole is None else [whole]
    for name, answers in areas.items():
        share = person_share(answers, how["minimum_answered"])
        wave.constructs[name] += [] if share is None else [share]
    for score in how.get("scores", []):
        items = [row.get(item, "") for item in score["items"]]
        if all(items):
            wave.scores.append(METRIC[sum(map(int, items)) - 7])


# --- referrals


def referred(tables: dict[str, list[Row]], urn: str, person: str = "pupil") -> dict[Term, list[Row]]:
    """Referrals made in each term that the school sent; an empty list is a true zero."""
    spans = terms_of(tables, urn)
    found: dict[Term, list[Row]] = {key: [] for key in said(tables, "referrals", urn, "nothing to report")}
    for row in tables["referrals"]:
        if row["urn"] == urn:
            of_term = found.setdefault(term_at(spans, day(row["referred_on"])), [])
            of_term += [row] if row["person"] == person else []
    return {key: found[key] for key in spans if key in found}


def by_part(rows: Iterable[Row], cut: str) -> Counter[str]:
    return Counter("" if cut == "all" else row[cut] for row in rows)


def waits(rows: Iterable[Row]) -> list[int]:
    """Days from referral to first contact of those who have been seen."""
    seen = (r for r in rows if r["first_contact_on"])
    return [(day(r["first_contact_on"]) - day(r["referred_on"])).days for r in seen]


def wait(rows: Iterable[Row]) -> float | None:
    days = waits(rows)
    return float(median(days)) if days else None


def seen_within(rows: Iterable[Row], log_ends: date, days: int = 28) -> tuple[int, int]:
    """Seen within so many days, of those seen or made at least so long before the log ends."""
    known = [r for r in rows if r["first_contact_on"] or (log_ends - day(r["referred_on"])).days >= days]
    return sum(w <= days for w in waits(known)), len(known)


def waiting(rows: Iterable[Row], at: date) -> int:
    """Made by then, not seen by then, and neither closed by then nor ever declined."""

    def later(text: str) -> bool:
        return not text or day(text) > at

    return sum(
        later(r["first_contact_on"])
        and later(r["closed_on"])
        and r["outcome"] != "declined"
        and day(r["referred_on"]) <= at
        for r in rows
    )


# --- participation


def taking_part(
    tables: dict[str, list[Row]], urn: str, activity: str, cut: str = "all"
) -> dict[Term, dict[str, tuple[int, int]]]:
    """Pupils and those who could, by term and part of a cut; eligible where given, else the roll.

    "all" is the row without a group, else the sum of one complete table.
    """
    rows: dict[Term, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in tables["participation"]:
        if (row["urn"], row["activity"]) == (urn, activity):
            filled = next((c for c in PUPIL_CUTS if row.get(c)), "all")
            rows[row["academic_year"], row["term"]][filled].append(row)
    found: dict[Term, dict[str, tuple[int, int]]] = {}
    for term in terms_of(tables, urn):
        held = rows.get(term, {})
        table = held.get(cut) or (next(iter(held.values()), []) if cut == "all" else [])
        if not table:
            continue
        pupils: Counter[str] = Counter()
        could: Counter[str] = Counter()
        for row in table:
            part = "" if cut == "all" else row[cut]
            pupils[part] += int(row["pupils"])
            could[part] += int(row.get("eligible") or 0)
        if not any(row.get("eligible") for row in table):
            could = Counter(on_roll(tables, urn, term, cut))
        found[term] = {part: (n, could[part]) for part, n in pupils.items()}
    return found


def method(tables: dict[str, list[Row]], urn: str, activity: str) -> dict[Term, str]:
    """How a school measured an activity in each term."""
    return {
        (r["academic_year"], r["term"]): r["method"]
        for r in tables["participation"]
        if (r["urn"], r["activity"]) == (urn, activity) and r.get("method")
    }


# --- two shares and their gap


def wilson(x: int, n: int, z: float = 1.959963984540054) -> tuple[float, float]:
    centre, reach = x / n + z * z / (2 * n), z * math.sqrt(x * (n - x) / n + z * z / 4) / n
    return (centre - reach) / (1 + z * z / n), (centre + reach) / (1 + z * z / n)


def newcombe(x1: int, n1: int, x2: int, n2: int) -> tuple[float, float, float]:
    """The first share less the second, with its 95% limits (Newcombe 1998, method 10)."""
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson(x1, n1), wilson(x2, n2)
    gap = p1 - p2
    return gap, gap - math.hypot(p1 - l1, u2 - p2), gap + math.hypot(u1 - p1, p2 - l2)
