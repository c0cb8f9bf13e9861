"""Writes the demo trust's rolls, surveys, referrals and participation, as the exports of each year have them."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import clubs
import feeds
import plan
import pupils
import voices
from referrals import Referral, referrals_of, shown

Key = tuple[str, str]
Out = dict[str, tuple[tuple[str, ...], list[Iterable[object]]]]  # file name: header and rows
AGREE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
OFTEN = ("Never", "Not often", "Sometimes", "Often", "Always")
STAFF_ITEMS = tuple(f"S{n:02d}" for n in range(1, 25))
EDI_ITEMS, PUPIL_ITEMS = tuple(f"E{n}" for n in range(1, 9)), tuple(f"P{n}" for n in range(1, 9))
SCORE_ITEMS = tuple(f"W{n}" for n in range(1, 8))
INVITED = ("survey", "urn", "wave_date", "audience", "invited")
SEND_CODES = {"none": "N", "support": "K", "plan": "E"}
YES = {"Y": "TRUE", "N": "FALSE"}
GROUP_WORDS = {"leader": "Leadership", "teacher": "Teacher", "teaching assistant": "TA"}


def files(key: Key) -> Out:
    """The files of one term's folder, by name."""
    found = pupil_survey(key) | referral_log(key) | participation(key)
    if key[1] == "Autumn":
        found |= roll(key)
    if key[1] == "Spring":
        found |= staff_survey("staff-voice", "survey-staff", key, feeds.STAFF_DAY, STAFF_ITEMS + SCORE_ITEMS)
    if key[1] == "Summer":
        found |= staff_survey("edi", "survey-edi", key, feeds.EDI_DAY, EDI_ITEMS)
    return found


def written(day: date, wave: Key) -> str:
    """A survey's way of writing a date that year."""
    return day.strftime("%d/%m/%Y") if wave in feeds.LABELS | feeds.NUMBERED_LABELS else day.isoformat()


def answer(value: int, labels: tuple[str, ...], wave: Key) -> object:
    """An answer as a survey's export has it that year: a number, a label, or both."""
    if not value:
        return ""
    if wave in feeds.LABELS:
        return labels[value - 1]
    return f"{value} - {labels[value - 1]}" if wave in feeds.NUMBERED_LABELS else value


def roll(key: Key) -> Out:
    rows: list[Iterable[object]] = []
    for school in feeds.SCHOOLS:
        for grade, counts in pupils.rolls(school.urn).get(key[0], {}).items():
            for (sex, premium, send), n in zip(feeds.CELLS, counts, strict=True):
                if key[0] == feeds.ROLL_OTHER_WORDS:
                    premium, send = YES[premium], SEND_CODES[send]
                rows.append((school.urn, *key, grade, sex, premium, send, n))
    return {
        "roll.csv": (
            ("urn", "academic_year", "term", "year_group", "sex", "pupil_premium", "send", "pupils"),
            rows,
        )
    }


def staff_survey(code: str, name: str, key: Key, days: dict[str, date], items: tuple[str, ...]) -> Out:
    rows: list[Iterable[object]] = []
    invited: list[Iterable[object]] = []
    year, edi, said_in = key[0], code == "edi", (code, key[0])
    for school in feeds.SCHOOLS:
        if not feeds.in_trust(school.urn, year) or not (replies := voices.staff(school.urn, year, edi)):
            continue
        wave = (code, school.urn, written(days[year], said_in), "staff")
        for reply in replies:
            group = reply.groups[0]
            group = GROUP_WORDS.get(group, group) if said_in in feeds.LABELS else group
            said = [answer(a, AGREE, said_in) for a in reply.answers]
            rows.append((*wave, group, *said, *(w or "" for w in reply.scores)))
        for group, heads in zip(plan.GROUPS, feeds.heads(school.urn, year), strict=True):
            if heads:
                invited.append((*wave, group, heads))
    header = (*INVITED[:4], "staff_group", *items)
    return {
        f"{name}.csv": (header, rows),
        f"{name}-invited.csv": ((*INVITED[:4], "respondent_group", "invited"), invited),
    }


def pupil_survey(key: Key) -> Out:
    rows: list[Iterable[object]] = []
    invited: list[Iterable[object]] = []
    said_in = ("pupil-voice", key[0])
    for school in feeds.SCHOOLS:
        if not feeds.in_trust(school.urn, key[0]) or not school.asked:
            continue
        asked, replies = voices.pupils(school.urn, key)
        wave = ("pupil-voice", school.urn, written(feeds.PUPIL_DAY[key], said_in), "pupils")
        invited.append((*wave, asked))
        for reply in replies:
            said = [answer(a, OFTEN, said_in) for a in reply.answers]
            rows.append((*wave, *reply.groups, *said, *(w or "" for w in reply.scores)))
    header = (*INVITED[:4], "year_group", "sex", "pupil_premium", "send", *PUPIL_ITEMS)
    return {
        "survey-pupils.csv": (header + (SCORE_ITEMS if key[1] == "Autumn" else ()), rows),
        "survey-pupils-invited.csv": (INVITED, invited),
    }


def all_referrals() -> list[tuple[str, Referral]]:
    """Every referral with its reference, numbered over the trust as they came."""
    everyone = [r for school in feeds.SCHOOLS for r in referrals_of(school.urn)]
    everyone.sort(key=lambda r: (r.referred, r.urn))
    return [(f"R-{n:05d}", r) for n, r in enumerate(everyone, start=1)]


def referral_log(key: Key) -> Out:
    """Referrals made in the term, and earlier ones to which something has happened since the last file."""
    places = plan.term_keys()
    on = date.fromisoformat(plan.TERMS[key][1])
    place = places.index(key)
    before = date.fromisoformat(plan.TERMS[places[place - 1]][1]) if place else date(2021, 8, 31)
    rows = []
    for ref, r in _referrals():
        new = shown(r, on)
        if r.referred <= on and (r.referred > before or shown(r, before) != new):
            rows.append((ref, *referral_cells(r, new, key[0] == feeds.OTHER_WORDS_YEAR)))
    header = ("referral_ref", "urn", "person", "service", "year_group", "sex", "pupil_premium", "send",
              "referred_on", "first_contact_on", "closed_on", "outcome")  # fmt: skip
    return {"referrals.csv": (header, rows)}


def referral_cells(r: Referral, new: tuple[str, str, str], other_words: bool) -> tuple[object, ...]:
    who, days = r.who or ("", "", "", ""), (str(r.referred), *new[:2])
    if other_words:
        days = tuple(date.fromisoformat(d).strftime("%d/%m/%Y") if d else "" for d in days)
        if r.who:
            grade, sex, premium, send = r.who
            year = {"R": "Reception", "N": "Nursery"}.get(grade, f"Year {grade}")
            who = (year, "Female" if sex == "F" else "Male", YES[premium], SEND_CODES[send])
    return r.urn, r.person, r.service, *who, *days, new[2]


_CACHE: list[tuple[str, Referral]] = []


def _referrals() -> list[tuple[str, Referral]]:
    if not _CACHE:
        _CACHE.extend(all_referrals())
    return _CACHE


def participation(key: Key) -> Out:
    """One file for the tables without overlap, and one for each further cut of any club."""
    parts: dict[str, list[Iterable[object]]] = {"participation": [], "pupil_premium": [], "send": []}
    for school in feeds.SCHOOLS:
        for activity, method, groups, n, eligible in clubs.lines(school.urn, key):
            of_term = (school.urn, *key, activity)
            cut = next((c for c in groups if c in parts), None)
            if cut:
                parts[cut].append((*of_term, groups[cut], n))
            else:
                said = (groups.get("year_group", ""), groups.get("sex", ""))
                parts["participation"].append(
                    (*of_term, method, *said, n, "" if eligible is None else eligible)
                )
    head = ("urn", "academic_year", "term", "activity")
    whole = (*head, "method", "year_group", "sex", "pupils", "eligible")
    return {
        "participation.csv": (whole, parts["participation"]),
        "participation-premium.csv": ((*head, "pupil_premium", "pupils"), parts["pupil_premium"]),
        "participation-send.csv": ((*head, "send", "pupils"), parts["send"]),
    }


def returns(key: Key) -> list[tuple[str, int, str, str, str]]:
    """What the files cannot say: true zeros, what was not asked, and the school that was not in the trust yet."""
    said = []
    made = {r.urn for _, r in _referrals() if _made_in(r, key)}
    for school in feeds.SCHOOLS:
        if not feeds.in_trust(school.urn, key[0]):
            due = ["survey", "survey_invited", "referrals", "participation"]
            due += ["roll"] if key[1] == "Autumn" else []
            said += [(dataset, school.urn, *key, "not due") for dataset in due]
            continue
        if school.urn == feeds.NURSERY:
            due = ["participation", *(["survey", "survey_invited"] if key[1] == "Autumn" else [])]
            said += [(dataset, school.urn, *key, "not due") for dataset in due]
        if school.urn not in made:
            said.append(("referrals", school.urn, *key, "nothing to report"))
    return said


def _made_in(r: Referral, key: Key) -> bool:
    first, last, *_ = plan.term_dates(r.urn, key)
    return first <= r.referred <= last


def folder(key: Key) -> Path:
    return feeds.FOLDER / plan.folder(key)
