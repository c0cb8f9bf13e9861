"""Whom a school stands beside, and how it compares: never with a rank."""

from dataclasses import dataclass

from wellmetrics.model import OTHERS, Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.statistics import compare
from wellmetrics.views import lines
from wellmetrics.views.choice import Choice
from wellmetrics.views.lines import Key
from wellmetrics.words import numbers
from wellmetrics.words.certainty import interval_of

ALERT = 0.998


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
            f"{numbers.listed(pool, len(pool))}. These figures are about people's health and what they say, so single "
            "schools are not shown to one another, and none can be struck out: the difference would show it. A median "
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


def compared(own: Cell | None, other: Cell | None, indicator: Indicator) -> str:
    """The school's own 99.8% interval against the others' figure: never a rank."""
    if own is None or other is None or own.value is None or other.value is None:
        return ""
    if own.estimate is not None:
        return ""  # it comes with its 95% limits only
    return compare.against(interval_of(own, indicator, ALERT), other.value)
