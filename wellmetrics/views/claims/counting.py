"""Whether something holds at as many schools as a sentence says: all, most, none, 9 of 13."""

from collections.abc import Sequence

from wellmetrics.views.claims.ruling import Ruling, cannot
from wellmetrics.words import numbers
from wellmetrics.words.claims.amounts import Many

# Shares of the schools: from and to.
SHARES = {
    "half": (0.45, 0.55), "third": (0.28, 0.39), "quarter": (0.20, 0.30), "two thirds": (0.61, 0.72), "three quarters": (0.70, 0.80),
    "nearly half": (0.40, 0.5), "tenth": (0.07, 0.13), "fifth": (0.16, 0.24), "nearly all": (0.8, 1.0), "minority": (0.0, 0.4999),
}  # fmt: skip
AT_LEAST = {"some": 1, "any": 1, "several": 3}


def count(many: Many, rulings: Sequence[tuple[str, Ruling]], whole: int) -> Ruling:
    """`rulings` are the schools' names, each with what was found there; `whole` is how many schools there are."""
    holding = [name for name, r in rulings if r.verdict == "supported"]
    not_holding = [name for name, r in rulings if r.verdict == "not supported"]
    open_ = len(rulings) - len(holding) - len(not_holding)
    if not holding and not not_holding:
        return cannot(
            rulings[0][1].reason if rulings else "The figures of single schools are not shown to this reader."
        )
    said = _said(holding, len(holding) + len(not_holding), open_)
    held = _holds(many, len(holding), len(not_holding), open_, whole)
    figure = f"{len(holding)} of {numbers.times(len(holding) + len(not_holding), 'school')}"
    if held is None:
        return cannot(f"{said} For the others there is no figure to check it with.", figure)
    return Ruling("supported" if held else "not supported", said, figure)


def _said(holding: Sequence[str], known: int, open_: int) -> str:
    where = f": {numbers.listed(list(holding), 6)}" if holding else ""
    rest = f"; {numbers.times(open_, 'school')} without a figure" if open_ else ""
    return f"It holds at {len(holding)} of {numbers.times(known, 'school')}{where}{rest}."


def _holds(many: Many, yes: int, no: int, open_: int, whole: int) -> bool | None:
    """None where the schools without a figure decide."""
    if many.count is not None:
        return _counted(many, yes, no, open_, whole)
    known, every = yes + no, yes + no + open_
    match many.word:
        case "all":
            return False if no else True if not open_ else None
        case "not all":
            return True if no else False if not open_ else None
        case "none":
            return False if yes else True if not open_ else None
        case "most":
            return True if yes > every / 2 else False if yes + open_ <= every / 2 else None
        case "many":
            return yes >= max(3, every / 3)
        case "some" | "any" | "several":
            return yes >= AT_LEAST[many.word] or (None if yes + open_ >= AT_LEAST[many.word] else False)
    low, high = SHARES.get(many.word, (2.0, 2.0))
    return low <= yes / known <= high


def _counted(many: Many, yes: int, no: int, open_: int, whole: int) -> bool | None:
    wanted = many.count or 0
    if many.of is not None and many.of not in (yes + no, yes + no + open_, whole):
        return False
    if many.of is not None and many.of > yes + no and open_ and not many.limit:
        return None if yes <= wanted <= yes + open_ else False
    match many.limit:
        case "at least":
            return True if yes >= wanted else None if yes + open_ >= wanted else False
        case "more than" | "over":
            return True if yes > wanted else None if yes + open_ > wanted else False
        case "at most" | "up to":
            return yes <= wanted
        case "fewer than":
            return yes < wanted
    return True if yes == wanted else None if many.of is None and yes < wanted <= yes + open_ else False
