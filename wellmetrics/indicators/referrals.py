"""Referrals of pupils to counselling and mental-health services. Neutral: more is neither good nor bad."""

from dataclasses import replace

from wellmetrics.model import Indicator

GROUPS = ("service", "year_group", "sex", "pupil_premium", "any_send", "send")
NEUTRAL = "More referrals can mean more need, or that more need is seen."

pupil_referrals_per_1000 = Indicator(
    code="pupil_referrals_per_1000",
    title="Pupils' referrals per 1,000 on roll",
    short="Pupil referrals",
    why="How much support is asked for, and where.",
    counted="Referrals of pupils made in the period, per 1,000 pupils on roll. A pupil referred twice counts twice.",
    dataset="referral_event",
    feed="referrals",
    where="person = 'pupil'",
    sent="referrals_sent",
    numerator="1.0",
    base="roll",
    denominator="pupils",
    cuts=GROUPS,
    confidential_cuts=GROUPS,
    unit="per 1,000 pupils",
    scale=1000,
    better="neither",
    method="rate",
    protection="managed",
    rare=True,
    people="pupil referrals",
    grains=("term", "year"),
    companion="wait_median_days",
    incentive="Counting fewer contacts as referrals lowers it.",
    guard=NEUTRAL,
)

referrals_accepted = Indicator(
    code="referrals_accepted",
    title="Referrals that were accepted",
    short="Accepted",
    why="A referral that is turned away leaves a child where they were.",
    counted=(
        "Referrals of pupils made in the period that were accepted (accepted, completed, did not attend, or seen), of "
        "all made in the period."
    ),
    dataset="referral_event",
    feed="referrals",
    follows="pupil_referrals_per_1000",
    where="person = 'pupil'",
    sent="referrals_sent",
    numerator="accepted",
    denominator="1.0",
    unit="of referrals made",
    percent=True,
    better="neither",
    method="proportion",
    protection="managed",
    rare=True,
    people="accepted referrals",
    among="pupil referrals",
    grains=("term", "year"),
    incentive="Referring only the clearest cases raises it.",
    guard=NEUTRAL,
)

referrals_waiting = replace(
    referrals_accepted,
    code="referrals_waiting",
    title="Referrals still waiting at the period's end",
    short="Waiting",
    why="Those who wait are known to need help and have none yet.",
    counted=(
        "Referrals of pupils made in the period that at its end were neither declined, nor closed, nor seen, of all made "
        "in the period."
    ),
    numerator="waiting",
    people="waiting referrals",
    terms_make_year=False,
    companion="wait_median_days",
)

wait_median_days = Indicator(
    code="wait_median_days",
    title="Days from referral to first contact (median)",
    short="Wait",
    why="Half of the children who were seen waited longer than this.",
    counted=(
        "The median of the days from referral to first contact, over referrals of pupils made in the period that have "
        "been seen. It does not add up: for a set of schools it is worked out from all their referrals."
    ),
    dataset="referral_event",
    feed="referrals",
    follows="pupil_referrals_per_1000",
    where="person = 'pupil' AND wait_days IS NOT NULL",
    sent="referrals_sent",
    numerator="wait_days",
    base="roll",
    denominator="1.0",
    unit="days",
    better="neither",
    method="median",
    protection="managed",
    rare=True,
    people="seen referrals",
    among="pupil referrals",
    grains=("term", "year"),
    companion="referrals_waiting",
    incentive="Closing referrals that nobody has seen shortens it.",
    guard="Those who still wait are not in it: read it beside the share that waits.",
)

seen_within_28_days = replace(
    referrals_accepted,
    code="seen_within_28_days",
    title="Referrals seen within 28 days",
    short="Seen in 28 days",
    why="Four weeks is long for a child; this says how many waited no longer.",
    counted=(
        "Referrals of pupils made in the period with a first contact within 28 days, of those that have been seen or "
        "were made at least 28 days before the school's log ends."
    ),
    where="person = 'pupil' AND known_after_28_days",
    numerator="coalesce(wait_days <= 28, false)",
    people="referrals seen within 28 days",
    among="seen referrals",
    companion="referrals_waiting",
)

referrals_open = replace(
    pupil_referrals_per_1000,
    code="referrals_open",
    title="Pupils' referrals waiting at the term's end, per 1,000 on roll",
    short="In the queue",
    why="The queue as it stands: whenever a referral was made, how long it has waited so far.",
    counted="Referrals of pupils not yet seen, closed or declined at the term's end, per 1,000 pupils on roll.",
    dataset="referral_open",
    cuts=("age",),
    confidential_cuts=("age",),
    people="open referrals",
    grains=("term",),
)

staff_referrals_per_100 = replace(
    pupil_referrals_per_1000,
    code="staff_referrals_per_100",
    title="Staff referrals per 100 staff",
    short="Staff referrals",
    why="Whether staff support is asked for.",
    counted="Referrals of staff made in the period, per 100 staff (headcount).",
    where="person = 'staff'",
    base="staff",
    denominator="headcount",
    cuts=("service",),
    confidential_cuts=("service",),
    unit="per 100 staff",
    scale=100,
    protection="confidential",
    people="staff referrals",
    companion=None,
    incentive="Fear of being seen lowers it.",
)
