"""`absence`: one row per spell of staff sickness, as the HR system exports it."""

from wellmetrics.datasets.absence_checks import CHECKS
from wellmetrics.datasets.common import REASON, STAFF_GROUP, URN, listed
from wellmetrics.model import Column, Dataset

HALF = {
    **dict.fromkeys(listed("full; full day; f; whole; whole day; all day"), "N"),
    **dict.fromkeys(
        listed("part; part day; p; half; half day; h; half am; half pm; am; pm; morning; afternoon; 0.5; ½"),
        "Y",
    ),
}

ABSENCE = Dataset(
    name="absence",
    title="Staff sickness, by spell",
    about=(
        "One row per spell of sickness. Send the whole term, and last term's spells that have ended since: a "
        "spell is known by school, staff reference, first day and post, and is updated, never doubled."
    ),
    storage="log",
    key=("urn", "staff_ref", "first_day", "post"),
    order=5,
    period_column="first_day",
    columns=(
        Column(
            "staff_ref",
            "reference",
            "A reference that stays the same for a person, never a name. Only a keyed hash of it is stored.",
            "P4-0137",
            aliases=listed("""
                personal ref; payroll no; payroll number; employee ref; employee id; employee number;
                staff code; staff reference; staff id; pay number; personal reference; person ref;
                person reference; payroll ref; payroll reference; payroll id; employee no; employee code;
                employee reference; emp no; emp id; staff no; staff number; personnel number; personnel no;
                pers no; person number, if alone; person id, if alone; assignment number, if alone;
                assignment no, if alone; works number, if alone; worker id, if alone; unique id, if alone;
                unique reference, if alone; teacher reference number, if alone; teacher number, if alone
            """),
        ),
        URN,
        Column(
            "post",
            "text",
            "Which post, where a person has two at one school.",
            "",
            needed=False,
            blank=True,
            aliases=listed("""
                position ref; post ref; position; post number; contract; position reference;
                position number; position no; position id; post reference; post no; post id;
                contract number; contract ref; contract id; contract no; job number; job ref;
                assignment, if alone
            """),
        ),
        STAFF_GROUP,
        Column(
            "fte",
            "number",
            "The post's full-time equivalent: 1 is full time, 0.5 half time.",
            "0.8",
            above=0,
            high=1.5,
            aliases=listed("""
                full time equivalent; wte; fte of post; contract fte; post fte; contracted fte;
                whole time equivalent; fte value; role fte; current fte
            """),
        ),
        Column(
            "first_day",
            "date",
            "The first day of sickness.",
            "05/09/2025",
            aliases=listed("""
                start date; absence start date; start; absence start; first day of absence; from;
                first day of sickness; first day absent; first date of absence; sickness start date;
                sickness start; sick start date; absence from; absence date from; absence from date;
                absent from; date from; from date; date absence started; absence started; start of absence;
                absence began; absence first day; date started, if alone;
                actual start date, if alone
            """),
        ),
        Column(
            "last_day",
            "date",
            "The last day of sickness. Blank while the person is still away.",
            "09/09/2025",
            needed=False,
            blank=True,
            aliases=listed("""
                end date; absence end date; end; absence end; last day of absence; to; last day of sickness;
                last day absent; last date of absence; sickness end date; sickness end; sick end date;
                absence to; absence date to; absence to date; absent to; absent until; date to; to date;
                date absence ended; absence ended; end of absence; absence last day;
                date ended, if alone; actual end date, if alone
            """),
        ),
        Column(
            "half_first",
            "flag",
            "Y where the first day was a half day.",
            "N",
            needed=False,
            blank=True,
            value_aliases=HALF,
            aliases=listed("""
                half day start; first day half; full or part first day; half day first; start half day;
                first day part day; part day start; full or part day, after first_day;
                full part day, after first_day; full or half day, after first_day;
                half day, after first_day; part day, after first_day; full or part day 1, after first_day
            """),
        ),
        Column(
            "half_last",
            "flag",
            "Y where the last day was a half day.",
            "N",
            needed=False,
            blank=True,
            value_aliases=HALF,
            aliases=listed("""
                half day end; last day half; full or part last day; half day last; end half day;
                last day part day; part day end; full or part day, after last_day;
                full part day, after last_day; full or half day, after last_day; half day, after last_day;
                part day, after last_day; full or part day 1, after last_day;
                full or part day 2, after last_day
            """),
        ),
        REASON,
        Column(
            "days_lost",
            "number",
            "Full-time-equivalent working days of the whole spell. Blank: worked out from the calendar.",
            "",
            needed=False,
            blank=True,
            low=0,
            high=2000,
            aliases=listed("""
                working days lost; fte days lost; days lost; total working days lost; fte working days lost;
                number of working days lost; no of working days lost; work days lost; wte days lost;
                days lost fte; full time equivalent days lost
            """),
        ),
    ),
    checks=CHECKS,
)
