"""Staff sickness: how much, by how many people, and how much of it is long."""

from dataclasses import replace

from wellmetrics.model import Indicator

days_lost_per_fte = Indicator(
    code="days_lost_per_fte",
    title="Working days lost to sickness per full-time post",
    short="Days lost",
    why="The plainest measure of how much sickness takes from a school, whatever its size.",
    counted="Working days lost to sickness in the period, divided by full-time-equivalent staff.",
    dataset="absence_by_person",
    numerator="days_lost",
    base="workforce",
    denominator="fte",
    cuts=("staff_group", "reason"),
    confidential_cuts=("reason",),
    unit="days per FTE",
    method="ratio",
    protection="managed",
    people="absent staff",
    summary=("days_lost", "fte"),
    incentive="Pressing people to come in ill lowers it.",
    guard="Read it beside long absence and staff survey results, never as a target.",
)

absence_rate = replace(
    days_lost_per_fte,
    code="absence_rate",
    title="Share of working days lost to sickness",
    short="Absence rate",
    why="Months have unlike numbers of working days; the rate can be compared from month to month.",
    counted="Working days lost to sickness, divided by FTE times the working days of the period.",
    denominator="days_available",
    cuts=("staff_group",),
    confidential_cuts=(),
    unit="of working days",
    percent=True,
    summary=("days_lost", "days_available"),
)

staff_absent = Indicator(
    code="staff_absent",
    title="Staff who lost a working day to sickness",
    short="Staff absent",
    why="Whether sickness touches many people a little or a few people much.",
    counted="People who lost at least one working day in the period, of all staff (headcount).",
    dataset="absence_by_person",
    numerator="days_lost > 0",
    base="workforce",
    denominator="headcount",
    cuts=("staff_group",),
    unit="of staff",
    percent=True,
    method="proportion",
    protection="managed",
    people="absent staff",
    summary=("staff_absent", "headcount"),
    terms_make_year=False,
    incentive="Days may be taken as leave instead of being recorded.",
    guard="A sudden fall in one school is a reason to ask how absence is recorded.",
)

spells_per_person = Indicator(
    code="spells_per_person",
    title="Spells of sickness per member of staff",
    short="Spells",
    why="Many short spells ask for other help than few long ones.",
    counted="Spells that lost a working day in the period, divided by headcount. Touching spells are one.",
    dataset="absence_by_person",
    numerator="spells",
    base="workforce",
    denominator="headcount",
    cuts=("staff_group",),
    unit="spells per person",
    method="rate",
    protection="managed",
    people="absent staff",
    summary=("spells", "headcount"),
    terms_make_year=False,
    incentive="Leaving one spell open instead of two lowers it.",
    guard="Read it beside long absence.",
)

long_term_absence = Indicator(
    code="long_term_absence",
    title="Staff with a spell of 28 days or more",
    short="Long absence",
    why="Long absence is where support pays most, and where a term's average hides it.",
    counted=(
        "People with a spell that by the period's end had lasted 28 calendar days or more, and that lost a working "
        "day in the period, of all staff (headcount)."
    ),
    dataset="absence_by_person",
    numerator="longest_spell_days >= long_term_days AND days_lost > 0",
    base="workforce",
    denominator="headcount",
    cuts=("staff_group",),
    unit="of staff",
    percent=True,
    method="proportion",
    protection="managed",
    rare=True,
    people="staff on long absence",
    terms_make_year=False,
    incentive="A day at work in the middle cuts a long spell in two.",
    guard="Spells that touch are joined; read it beside spells per person.",
)

open_long_spells = replace(
    long_term_absence,
    code="open_long_spells",
    title="Staff still away at the period's end, for 28 days or more",
    short="Still away",
    why="These people are away now: what is being done for each of them is a question for today.",
    counted=(
        "People whose spell had lasted 28 calendar days or more by the period's end and ran beyond it, of all staff "
        "(headcount)."
    ),
    numerator="on_long_spell",
    people="staff on open long absence",
    now=True,
)

long_term_share = Indicator(
    code="long_term_share",
    title="Share of lost days that belong to long spells",
    short="Long share",
    why="Whether days are lost to a few long absences or to everyday illness decides what would help.",
    counted="Days lost in spells of 28 calendar days or more by the period's end, of all days lost.",
    dataset="absence_by_person",
    numerator="long_days",
    denominator="days_lost",
    unit="of days lost",
    percent=True,
    better="neither",
    method="ratio",
    protection="managed",
    rare=True,
    people="staff on long absence",
    terms_make_year=False,
    incentive="It rises when short absence falls.",
    guard="Neutral: read it beside days lost and long absence.",
)

days_lost_per_teacher = Indicator(
    code="days_lost_per_teacher",
    title="Working days lost per teacher in the academic year",
    short="Days per teacher",
    why="The only staff absence figure that England publishes: this one may stand beside it.",
    counted=(
        "Working days lost by the staff group “teacher” in the academic year, divided by teachers (headcount), as the "
        "School Workforce Census counts. Leaders are a group of their own here; England counts them as teachers."
    ),
    dataset="absence_by_person",
    numerator="days_lost",
    base="workforce",
    denominator="headcount",
    unit="days per teacher",
    method="ratio",
    protection="managed",
    people="absent staff",
    only_part=("staff_group", "teacher"),
    part_of=("staff_group", "teacher"),
    grains=("year",),
    summary=("days_lost", "headcount"),
    incentive="As for days lost.",
    guard="A year that is not complete is no year: compare it only when all three terms are in.",
)
