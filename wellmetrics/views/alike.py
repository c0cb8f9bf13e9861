"""Schools like this one: a stated recipe, its distances, and what striking one out would change."""

from dataclasses import dataclass

from wellmetrics.model import Cell, Indicator
from wellmetrics.release import Release
from wellmetrics.statistics import similar
from wellmetrics.views.choice import Choice
from wellmetrics.words import comparing, numbers

RECIPE = (
    "Alike means near in four public facts: phase, pupils on roll, pupils with pupil premium, and pupils with special "
    "educational needs, each counted the same; the distance is 0 for a school that is alike in all and 1 for the "
    "farthest. The five nearest are shown."
)
NO_STRIKING = "In this figure single schools are not shown to one another, so none can be struck out: the difference would show it."


@dataclass(frozen=True, slots=True)
class Like:
    """One school with its public facts and its distance; its figure where the reader may see it."""

    urn: str
    name: str
    distance: str
    facts: tuple[str, ...]
    figure: str
    struck: bool


@dataclass(frozen=True, slots=True)
class Alike:
    of: str
    own: tuple[str, ...]  # the school's own facts
    rows: tuple[Like, ...]
    said: tuple[str, ...]
    may_strike: bool
    why_none: str = ""


def view(
    figures: Release, choice: Choice, indicator: Indicator, cells: dict[str, Cell] | None
) -> Alike | None:
    """None where no school is chosen. `cells` are those of single schools by URN, or None where the reader sees none."""
    urn = choice.viewer.urn if choice.viewer.role == "head" else choice.place
    places = {p.urn: p for p in figures.schools if p.left is None or p.urn == urn}
    if urn not in places:
        return None
    public = figures.public
    facts = {u: _facts(p.phase, public.get(u)) for u, p in places.items()}
    name_of = {u: p.name for u, p in places.items()}
    found = similar.nearest(urn, facts)
    if not found.nearest:
        return Alike(name_of[urn], _said_facts(facts[urn]), (), (), False, _why_none(urn, found.left_out))
    chosen = [one.name for one in found.nearest]
    struck = tuple(u for u in choice.struck if u in chosen)
    rows = tuple(
        Like(one.name, name_of[one.name], numbers.rounded(one.distance, 2), _said_facts(facts[one.name]),
             _figure((cells or {}).get(one.name), indicator), one.name in struck)
        for one in found.nearest
    )  # fmt: skip
    may_strike = cells is not None
    said = (NO_STRIKING,) if cells is None else _effect(cells, urn, chosen, struck, indicator, name_of)
    return Alike(name_of[urn], _said_facts(facts[urn]), rows, said, may_strike)


def _facts(phase: str, public) -> dict[str, similar.Feature]:
    return {
        "phase": phase or None,
        "roll": float(public.roll) if public else None,
        "pupil_premium": public.pupil_premium if public else None,
        "send": public.send if public else None,
    }


def _said_facts(facts: dict[str, similar.Feature]) -> tuple[str, ...]:
    """Phase, roll and the two shares, as a table shows them."""
    roll, premium, send = facts["roll"], facts["pupil_premium"], facts["send"]
    return (
        numbers.capital(str(facts["phase"] or "")),
        numbers.count(roll) if isinstance(roll, float) else "",
        *(f"{share:.0%}" if isinstance(share, float) else "" for share in (premium, send)),
    )


def _why_none(urn: str, left_out: dict[str, str]) -> str:
    if urn in left_out:
        return f"Its public facts are not whole ({left_out[urn]}): the pupils’ roll has them."
    return "Fewer than three schools can be compared with: their rolls have not come in."


def _figure(cell: Cell | None, indicator: Indicator) -> str:
    if cell is None:
        return ""
    return numbers.figure(cell.value, indicator) if cell.value is not None else numbers.state(cell)


def _effect(
    cells: dict[str, Cell], urn: str, chosen: list[str], struck: tuple[str, ...], indicator: Indicator,
    name_of: dict[str, str],
) -> tuple[str, ...]:  # fmt: skip
    """The school beside those alike, all of them and without those struck out."""
    own = cells.get(urn)
    every = _together([cells[u] for u in chosen if u in cells], indicator)
    if own is None or own.value is None or every is None:
        return (
            "Fewer than three of these schools have a figure that can be shown and added up: there is nothing to compare with.",
        )
    seen = sum(cells[u].value is not None for u in chosen if u in cells)
    them = (
        f"these {seen}" if seen == len(chosen) else f"those {seen} of these {len(chosen)} that have a figure"
    )
    now = f"{name_of[urn]}, {numbers.figure(own.value, indicator)}"
    said = [f"{now}, {_mark(own, every, indicator)} {them} together, {numbers.figure(every, indicator)}."]
    if struck:
        rest = _together([cells[u] for u in chosen if u in cells and u not in struck], indicator)
        without = f"Without {numbers.listed([name_of[u] for u in struck])}"
        if rest is None:
            return (*said, f"{without} there is no figure to compare with.")
        again = _mark(own, rest, indicator)
        same = "still " if again == _mark(own, every, indicator) else ""
        said.append(f"{without} it {same}{again} the others together, {numbers.figure(rest, indicator)}.")
    return tuple(said)


def _mark(own: Cell, value: float, indicator: Indicator) -> str:
    mark = comparing.against(own, value, indicator)
    words = {"higher": "is higher than", "lower": "is lower than", "similar": "is similar to"}
    return words.get(mark, "cannot be told from")


def _together(cells: list[Cell], indicator: Indicator) -> float | None:
    """The schools as one; None where fewer than three have a figure that is shown and adds up."""
    seen = [c for c in cells if c.numerator is not None and c.denominator is not None and c.estimate is None]
    if len(seen) < similar.LEAST:
        return None
    total = sum(c.denominator or 0 for c in seen)
    scale = indicator.scale if indicator.method == "rate" else 1
    return sum(c.numerator or 0 for c in seen) / total * scale if total else None
