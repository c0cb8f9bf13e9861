"""Which indicators count the same, by what they declare. The attacker's side."""

from functools import cache

from wellmetrics import catalogue
from wellmetrics.disclosure.reader import ALL, Pair


@cache
def same_numerator() -> dict[str, tuple[str, Pair]]:
    """By indicator: the figure whose numerator it has, and the part of it that it counts."""
    declared = catalogue.all_indicators()
    same = {}
    for code, i in declared.items():
        if i.feed != "absence":
            continue
        # The rate and the days per post have one numerator; a part's is that of the figure which is cut by it.
        mates = {
            other: o
            for other, o in declared.items()
            if (o.people, o.dataset) == (i.people, i.dataset) and not o.part_of
        }
        if i.part_of:
            cut = [other for other, o in mates.items() if i.part_of[0] in o.cuts]
            same[code] = (cut[0], i.part_of) if cut else (code, ALL)
        else:
            same[code] = next(other for other, o in mates.items() if o.numerator == i.numerator), ALL
    return same


@cache
def same_people() -> dict[str, tuple[str, Pair]]:
    """By indicator: whom it counts, and the part of them that it counts."""
    return {code: (i.people, i.part_of or ALL) for code, i in catalogue.all_indicators().items()}
