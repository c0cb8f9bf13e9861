"""Whom a school stands beside, and how it compares: never with a rank."""

from collections.abc import Mapping
from dataclasses import dataclass

from wellmetrics.disclosure.primary import heads_may_share
from wellmetrics.model import OTHERS, Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.views import lines
from wellmetrics.views.choice import Choice, indicators
from wellmetrics.views.lines import Key
from wellmetrics.words import comparing, numbers
from wellmetrics.words.comparing import FUNNEL_FROM

ONLY_TOGETHER = (
    "These figures are about people's health and what they say, so single schools are not shown to one another, and none "
    "can be struck out: the difference would show it."
)
SOME_BY_SCHOOL = (
    "In PE and participation and in surveys each school’s figure for everybody stands beside yours under Compare, as the "
    "board sees it. Staff absence, referrals and all that is confidential stay together: there no school is shown to "
    "another, and none can be struck out, because the difference would show it."
)

BY_WHICH_RANGE = (
    "“Higher”, “similar” and “lower” beside the others go by a stricter range than the 95% that is printed: 998 of 1,000 "
    "figures keep within it by chance. So a figure can be “similar” although its printed range leaves the others out."
)


@dataclass(frozen=True, slots=True)
class Beside:
    """Whom the school stands beside: the keys of the cells, a name, and why they and no others."""

    urn: str
    group: str
    name: str
    why: str


def beside_whom(figures: Release, choice: Choice) -> Beside:
    """A head sees one pool of other schools; those who see every school see the trust."""
    if choice.viewer.role == "head":
        pool = [p.name for p in figures.schools if p.urn in figures.pool]
        if not pool:
            return Beside(
                "", "", "", "There are too few other schools to compare with without showing one of them."
            )
        why = (
            f"Compared with {numbers.times(len(pool), 'other school')} of this trust, taken together: "
            f"{numbers.listed(pool, len(pool))}. {SOME_BY_SCHOOL if _some_by_school(figures) else ONLY_TOGETHER} A median "
            "and a gap cannot be pooled: beside them stands the whole trust."
        )
        return Beside("", OTHERS, "other schools together", why)
    if not choice.place:
        return Beside(
            "", "", "", "This is the whole trust. Choose a school on the left to set it beside the trust."
        )
    return Beside(
        "", "", "the whole trust", "Compared with the whole trust, in which this school counts too."
    )


def _some_by_school(figures: Release) -> bool:
    return figures.meta.get("heads_see") == "schools"


def sees_schools(figures: Release, choice: Choice, indicator: Indicator, cut: str = "all") -> bool:
    """Whether the reader sees single schools in it: a head what the trust's heads share, others always."""
    return choice.viewer.role != "head" or (_some_by_school(figures) and heads_may_share(indicator, cut))


def others(found: dict[Key, list[Cell]], code: str, beside: Beside) -> list[Cell]:
    """What a median or a gap of several schools is cannot be pooled: there the whole trust stands beside."""
    if not beside.name:
        return []
    found_of = found.get((code, beside.urn, beside.group), [])
    pooled = any(c.state not in lines.ABSENT for c in found_of)
    return found_of if pooled else found.get((code, "", ""), [])


def beside_figure(other: Cell | None, indicator: Indicator, beside: Beside) -> str:
    if other is None:
        return ""
    said = (
        numbers.figure(other.value, indicator) if other.value is not None else lines.state(other, indicator)
    )
    return said if (other.urn, other.group) == (beside.urn, beside.group) else f"{said} (whole trust)"


def compared(
    own: Cell | None, other: Cell | None, indicator: Indicator, phase: Mapping[str, Cell] | None = None
) -> str:
    """How the school compares, by the one rule: `phase` are the cells of its phase, where the reader sees them."""
    if own is None or own.value is None:
        return ""
    if phase and own.urn:
        return comparing.of_phase(phase, other, indicator).marks.get(own.urn, "")
    return comparing.against(own, other.value if other else None, indicator)


def of_phase(figures: Release, choice: Choice, own: Cell | None) -> dict[str, Cell]:
    """The cells of the school's phase in the same period; empty where the reader sees none, or too few make a funnel."""
    if own is None or not own.urn or not sees_schools(figures, choice, indicators()[own.indicator], own.cut):
        return {}
    phase = figures.place(own.urn).phase
    urns = {p.urn for p in figures.schools if p.phase == phase}
    if len(urns) < FUNNEL_FROM:
        return {}
    cells = figures.cells(own.indicator, grain=own.grain, period=own.period, cut=own.cut)
    return {c.urn: c for c in cells if c.urn in urns and c.part == own.part}
