"""Gaps between groups of pupils: the difference of two figures that are shown, with its interval."""

from wellmetrics.indicators.participation import active_60_minutes, any_club, two_hours_pe
from wellmetrics.indicators.pupil_voice import swemwbs_mean
from wellmetrics.indicators.referrals import pupil_referrals_per_1000
from wellmetrics.model import Gap, Indicator

BETWEEN = {
    "pupil_premium": (
        "pupil_premium",
        "Y",
        "N",
        "pupils eligible for the pupil premium",
        "the others",
        "pupil premium",
        "PP",
    ),
    "send": (
        "any_send",
        "Y",
        "N",
        "pupils with special educational needs",
        "the others",
        "SEND",
        "SEND",
    ),
    "sex": ("sex", "F", "M", "girls", "boys", "sex", "sex"),
}
SHORT = {
    "two_hours_pe": "PE gap",
    "active_60_minutes": "Active gap",
    "any_club": "Club gap",
    "swemwbs_mean": "Wellbeing gap",
    "pupil_referrals_per_1000": "Referral gap",
}


def _gap(of: Indicator, between: str) -> Indicator:
    cut, part, other, first, second, name, short = BETWEEN[between]
    return Indicator(
        code=f"gap_{of.code}_{between}",
        title=f"{of.title}: gap by {name}",
        short=f"{SHORT[of.code]}, {short}",
        why="A rise for everybody can leave some further behind.",
        counted=f"The figure of {first} less that of {second}: below zero, {first} have less.",
        dataset=of.dataset,
        feed=of.feed,
        audience=of.audience,
        numerator=of.numerator,
        denominator=of.denominator,
        unit="percentage points" if of.percent else of.unit,
        percent=of.percent,
        scale=of.scale,
        better="neither",
        method="gap",
        protection=of.protection,
        people=of.people,
        grains=("term", "year"),
        companion=of.code,
        incentive="A gap also closes when the better-off group falls.",
        guard="Read both figures, not only their difference.",
        gap=Gap(of.code, between, cut, part, other),
    )


GAPS = tuple(
    _gap(of, between)
    for of in (two_hours_pe, active_60_minutes, any_club, swemwbs_mean, pupil_referrals_per_1000)
    for between in BETWEEN
)
