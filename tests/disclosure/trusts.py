"""Random trusts for the proofs of the door: who was ill, in which group, for which reason, in which term.

Some of them are asked as well: what staff say in three waves, and how many pupils take part. Others have groups within
wider groups: pupils with special needs in clubs and among referrals, and what each group of staff says.
"""

from hypothesis import strategies as st

from tests import helpers

GROUPS = ("leader", "teacher", "teaching assistant")
REASONS = ("mental health", "infection", "other")
DAYS = ("2025-09-08", "2025-10-06", "2026-01-12", "2026-02-02", "2026-04-20", "2026-06-08")


@st.composite
def trusts(draw: st.DrawFn, most_schools: int = 5, least_schools: int = 1) -> list[helpers.File]:
    """The files of a trust: a census and, as schools go, one to forty spells or more, each of one to sixty days."""
    urns = [str(900000 + n) for n in range(1, draw(st.integers(least_schools, most_schools)) + 1)]
    phases = draw(st.sampled_from([("primary",), ("primary", "secondary")]))
    rows = [f"{urn},School {urn},{phases[i % len(phases)]}" for i, urn in enumerate(urns)]
    census = [
        f"{urn},2025-11-06,{group},{heads},{heads}"
        for urn in urns
        for group in GROUPS[: draw(st.integers(1, 3))]
        if (heads := draw(st.integers(2, 16)))
    ]
    places = st.sampled_from([tuple(line.split(",")[i] for i in (0, 2)) for line in census])
    spells = {}
    for _ in range(draw(st.integers(1, max(40, 8 * len(urns))))):
        (urn, group), who = draw(places), draw(st.integers(1, 9))
        first = helpers.day(draw(st.sampled_from(DAYS)))
        last = first + draw(st.sampled_from([helpers.days(n) for n in (0, 2, 11, 40, 60)]))
        reason = draw(st.sampled_from(REASONS))
        # A key is met once a file; two groups of a school share no reference.
        spells[urn, group, who, first] = f"{urn},{group[:9]}-{who},,{group},1,{first},{last},,,{reason},"
    totals = draw(_totals(urns)) if draw(st.sampled_from([False, False, True])) else []
    return [
        helpers.csv("schools.csv", "urn,school,phase", *rows),
        helpers.terms(),
        helpers.csv("workforce.csv", "urn,census_date,staff_group,headcount,fte", *census),
        helpers.absence(*spells.values()),
        *([helpers.csv("absence_summary.csv", "urn,month,reason,days_lost", *totals)] if totals else []),
    ]


@st.composite
def _totals(draw: st.DrawFn, urns: list[str]) -> list[str]:
    """Days lost a month of some schools, with reasons or without; a term that has spells is counted by those."""
    rows = []
    for urn in urns:
        if draw(st.sampled_from([False, False, True])):
            reasons = draw(st.sampled_from([("",), REASONS[:2]]))
            for month in ("2025-10", "2026-02", "2026-03")[: draw(st.integers(1, 3))]:
                rows += [
                    f"{urn},{month},{reason},{draw(st.sampled_from([0, 1, 6, 40]))}" for reason in reasons
                ]
    return rows


WAVES = ("2025-03-03", "2025-06-02", "2026-03-02")
# Favourable from 4, M2 the other way round: all of one mind where only one of them is given.
REPLIES = ("5,1,5,5", "4,2,2,2", "1,5,1,1", "3,3,4,4")
WAYS = ("device", "self-report")
PRIMARIES = ("primary", "primary", "primary", "primary", "secondary", "secondary", "secondary", "secondary")


@st.composite
def asked_trusts(draw: st.DrawFn, most_schools: int = 8) -> list[helpers.File]:
    """The files of a trust of two to eight schools whose staff and pupils are asked; the last one may have left."""
    urns = [f"90000{n}" for n in range(1, draw(st.integers(2, most_schools)) + 1)]
    phases = draw(st.sampled_from([PRIMARIES[:4] * 2, PRIMARIES]))
    left = draw(st.sampled_from(["", "2025-08-31", "2026-04-01"]))
    rows = [f"{urn},School {urn},{phase}," for urn, phase in zip(urns, phases, strict=False)]
    waves = [wave for urn in urns for day in WAVES if (wave := draw(_wave(f"mini,{urn},{day},staff")))[0]]
    spells = [
        f"{urn},P{n},2026-03-02,2026-03-0{3 + n}" for urn in urns for n in range(draw(st.integers(1, 4)))
    ]
    return [
        helpers.csv("schools.csv", "urn,school,phase,left", *rows[:-1], rows[-1] + left * (len(rows) > 2)),
        helpers.terms(),
        helpers.workforce(dict.fromkeys(urns, 12)),
        *_asked(waves),
        *draw(_taking_part(urns)),
        helpers.absence(*spells),
    ]  # fmt: skip


def _asked(waves: list[tuple[list[str], str]]) -> list[helpers.File]:
    """No file where nobody replied: one without rows is refused."""
    if not waves:
        return []
    return [
        helpers.csv("survey.csv", "survey,urn,wave_date,audience,M1,M2,M3,M4", *(r for replies, _ in waves for r in replies)),
        helpers.csv("invited.csv", "survey,urn,wave_date,audience,respondent_group,invited", *(asked for _, asked in waves)),
    ]  # fmt: skip


@st.composite
def _wave(draw: st.DrawFn, where: str) -> tuple[list[str], str]:
    """Replies and how many were asked: nobody, few, or enough of them; sometimes all alike."""
    many = draw(st.sampled_from([0, 3, 9, 10, 14, 19, 23]))
    given = draw(st.lists(st.sampled_from(REPLIES), min_size=1, max_size=3, unique=True))
    asked = max(many, draw(st.sampled_from([0, 10, 30])))
    return [f"{where},{given[n % len(given)]}" for n in range(many)], f"{where},,{asked}"


@st.composite
def _taking_part(draw: st.DrawFn, urns: list[str]) -> list[helpers.File]:
    """Pupils in clubs by sex, and active ones by one way of measuring a school."""
    rows = []
    for urn in urns:
        where = f"{urn},2025/26,Autumn"
        for sex in ("F", "M")[: draw(st.integers(1, 2))]:
            rows.append(f"{where},any club,,{sex},{draw(st.sampled_from([0, 2, 6, 30]))},40")
        if way := draw(st.sampled_from(["", *WAYS])):
            rows.append(f"{where},60 active minutes,{way},,{draw(st.sampled_from([0, 2, 6, 30]))},40")
    return [
        helpers.csv("participation.csv", "urn,academic_year,term,activity,method,sex,pupils,eligible", *rows)
    ]


SEND = ("none", "support", "plan")
CLUBS = "urn,academic_year,term,activity,sex,send,pupils"
REFERRALS = "referral_ref,urn,person,service,year_group,sex,pupil_premium,send,referred_on,first_contact_on,closed_on,outcome"


@st.composite
def trusts_with_groups(draw: st.DrawFn, most_schools: int = 6) -> list[helpers.File]:
    """The files of a trust whose pupils and staff are counted by groups that are parts of wider ones."""
    urns = [f"9000{n:02}" for n in range(1, draw(st.integers(1, most_schools)) + 1)]
    rolls, clubs, made, replies = [], [], [], []
    for urn in urns:
        # In a special school everybody has a plan or support.
        none = draw(st.sampled_from([0, 12, 40]))
        sizes = {
            "none": st.just(none),
            "support": st.sampled_from([2, 6, 14]),
            "plan": st.sampled_from([0, 2, 6]),
        }
        on_roll = {(sex, send): draw(size) for sex in ("F", "M") for send, size in sizes.items()}
        rolls += [f"{urn},2025/26,Autumn,5,{sex},N,{send},{n}" for (sex, send), n in on_roll.items()]
        for term in ("Autumn", "Spring", "Summer")[: draw(st.integers(0, 3))]:
            # Some schools, or some terms of them, are counted for everybody alone.
            if draw(st.sampled_from([False, False, False, True])):
                clubs.append(f"{urn},2025/26,{term},any club,,,{draw(st.integers(0, sum(on_roll.values())))}")
                continue
            for send in SEND:
                there = on_roll["F", send] + on_roll["M", send]
                pupils = draw(st.integers(0, min(there, 9))) if send != "none" else there * 2 // 3
                clubs.append(f"{urn},2025/26,{term},any club,,{send},{pupils}")
        for n in range(draw(st.integers(0, 14))):
            sex, send = draw(st.sampled_from(("F", "M", ""))), draw(st.sampled_from((*SEND, "")))
            day = draw(st.sampled_from(DAYS[:4]))
            made.append(
                f"{urn}-{n},{urn},pupil,{['pastoral', 'CAMHS'][n % 2]},5,{sex},N,{send},{day},,,accepted"
            )
        for group in (*GROUPS, ""):
            many, said = draw(st.sampled_from([0, 2, 6, 11])), draw(st.sampled_from(REPLIES))
            replies += [
                f"mini,{urn},2026-03-02,staff,{group},{(said, REPLIES[3])[n % 3 == 2]}" for n in range(many)
            ]
    heading = "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils"
    return [
        helpers.schools(*urns),
        helpers.terms(),
        helpers.csv("roll.csv", heading, *rolls),
        *([helpers.csv("participation.csv", CLUBS, *clubs)] if clubs else []),
        *([helpers.csv("referrals.csv", REFERRALS, *made)] if made else []),
        *([helpers.csv("survey.csv", "survey,urn,wave_date,audience,staff_group,M1,M2,M3,M4", *replies)] if replies else []),
    ]  # fmt: skip
