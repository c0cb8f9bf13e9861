"""Whether a figure lies beside another as a sentence says: the trust, England, or another group of pupils."""

from wellmetrics.model import OTHERS, Cell, Comparator
from wellmetrics.statistics import compare
from wellmetrics.views.claims.evidence import Bound, Evidence, grain_of
from wellmetrics.views.claims.ruling import Ruling, cannot, no, unknown, yes
from wellmetrics.views.headlines import stale, way
from wellmetrics.words import comparing, numbers
from wellmetrics.words.certainty import interval_of
from wellmetrics.words.claims.statements import Statement


def beside(stated: Statement, bound: Bound, evidence: Evidence) -> Ruling:
    """The verdict on “higher than the trust”, “below the national average”, “in line with other schools”."""
    if bound.signal is None or bound.signal.cell.value is None:
        return unknown(bound)
    if stated.way in ("better", "worse") and bound.indicator.better == "neither":
        return no(
            bound,
            f"{bound.indicator.short}: neither way is better by itself, so it can only be higher or lower.",
        )
    target = stated.target
    if target is None or target.what == "outside":
        return unknown(bound, "There is no figure of that in this release to compare with.")
    if target.what == "england":
        return _with_england(stated, bound, evidence)
    return _with_others(stated, bound, evidence)


def _with_england(stated: Statement, bound: Bound, evidence: Evidence) -> Ruling:
    """Its interval against the published figure of the same year, else the latest before it."""
    figure = published(bound, evidence)
    if figure is None:
        return unknown(
            bound, f"No published figure for England stands beside {bound.indicator.short.lower()}."
        )
    found = compare.against(interval_of(bound.cells[-1], bound.indicator), figure.value)
    said = f"{figure.label}: {numbers.figure(figure.value, bound.indicator)} in {figure.year}{stale(figure.year, evidence.term)}"
    return _held(stated, bound, found, f"that figure ({said})")


def published(bound: Bound, evidence: Evidence, year: str = "") -> Comparator | None:
    """The comparator that may stand beside this figure: of its year or the latest before it, or of one `year` alone."""
    measured = way(evidence.figures, bound.indicator, bound.cell)
    past = [c for c in bound.indicator.comparators if c.year <= bound.period[:7] and c.part in ("", measured)]
    past = [c for c in past if c.year == year] if year else past
    return max(past, key=lambda c: c.year, default=None)


def _with_others(stated: Statement, bound: Bound, evidence: Evidence) -> Ruling:
    if bound.place.kind == "trust":
        return unknown(bound, "The whole trust is not compared with its own schools.")
    target = stated.target
    if target is not None and target.kind == "place" and not {"", "trust"} & set(_keys(target.what)):
        return no(bound, "A school is compared with the trust, never with one other school.")
    found, name = mark(bound, evidence)
    return _held(stated, bound, found, name)


def _keys(what: object) -> tuple[str, ...]:
    return what if isinstance(what, tuple) else (str(what),)


def mark(bound: Bound, evidence: Evidence) -> tuple[str, str]:
    """Higher, similar, lower or cannot tell, and beside whom: a head's school beside the pool, others by their phase."""
    if evidence.viewer.role == "head":
        return _beside_the_pool(bound, evidence)
    alike = (
        [p.urn for p in evidence.schools if p.phase == bound.place.phase]
        if bound.place.kind == "school"
        else []
    )
    cells = {urn: cell for urn in alike if (cell := _of(bound, evidence, urn)) is not None}
    trust = _of(bound, evidence, "")
    own = bound.cell
    if bound.place.urn not in cells and own is not None:
        cells = {bound.place.urn: own}
    found = comparing.of_phase(cells, trust, bound.indicator)
    whom = f"{bound.place.phase} schools together" if found.funnel else "the whole trust"
    return found.marks.get(bound.place.urn, "") or "cannot tell", f"{whom}{_centre(found.centre, bound)}"


def _beside_the_pool(bound: Bound, evidence: Evidence) -> tuple[str, str]:
    """A median and a gap cannot be pooled: beside them stands the whole trust."""
    pooled = any(p.group == OTHERS for p in evidence.figures.places)
    pool = _of(bound, evidence, OTHERS) if pooled else None
    other = pool if pool and pool.value is not None else _of(bound, evidence, "")
    value = other.value if other else None
    whom = "other schools together" if other is pool else "the whole trust"
    return comparing.against(
        bound.cell, value, bound.indicator
    ) or "cannot tell", f"{whom}{_centre(value, bound)}"


def _centre(value: float | None, bound: Bound) -> str:
    return f" ({numbers.figure(value, bound.indicator)})" if value is not None else ""


def _of(bound: Bound, evidence: Evidence, key: str) -> Cell | None:
    cells = evidence.line(bound.indicator.code, key, grain_of(bound.indicator), bound.cut, bound.part)
    return next((c for c in cells if c.period == bound.period), None)


def _held(stated: Statement, bound: Bound, found: str, whom: str) -> Ruling:
    if found == "cannot tell":
        return unknown(bound, f"It cannot be told whether it is higher or lower than {whom}.")
    up = bound.indicator.better == "up"
    wanted = {
        "up": "higher",
        "down": "lower",
        "same": "similar",
        "better": "higher" if up else "lower",
        "worse": "lower" if up else "higher",
    }
    if stated.way not in wanted:
        return cannot("Say whether it is higher or lower.", bound.said)
    held = (found == wanted[stated.way]) != stated.denied
    said = f"Compared with {whom} it is {found}."
    return yes(bound, said) if held else no(bound, said)


# Groups of pupils


def side(stated: Statement, bound: Bound, subject: str) -> Ruling:
    """“Girls less than boys”: the gap's interval lies wholly on that side of nought."""
    cell, gap = bound.cell, bound.indicator.gap
    if cell is None or cell.value is None or cell.lower is None or cell.upper is None or gap is None:
        return unknown(bound)
    found = "down" if cell.upper < 0 else "up" if cell.lower > 0 else "same"
    if subject != gap.part:
        found = {"up": "down", "down": "up"}.get(found, found)
    wanted = {"better": "up", "worse": "down"}.get(stated.way, stated.way)
    span = numbers.span(cell.lower, cell.upper, bound.indicator)
    said = f"The gap is {numbers.figure(cell.value, bound.indicator)}, likely range {span}."
    return yes(bound, said) if (found == wanted) != stated.denied else no(bound, said)
