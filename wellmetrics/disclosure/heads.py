"""Each head's figures: the own school's, a pool of other schools, the trust's, and others as the board sees them."""

from dataclasses import dataclass

import numpy as np

from wellmetrics.counting import SUMS
from wellmetrics.disclosure import primary
from wellmetrics.disclosure.figures import Columns, Figures

ADDED = (*SUMS, "schools")
# What sums a row of a head's file takes part in: the trust's as pool (and own school), a school's as part of either.
MARKS = ("closed", "with_own", "own", "in_trust", "in_pool")


@dataclass(frozen=True, slots=True)
class Served:
    """A head's cells with their primary marks, who is in the pool, and of which group where single schools are seen."""

    cells: Columns
    pool: tuple[str, ...]
    pool_of: str | None


class Heads:
    """Each head's cells: the own school's, the pool of other schools, and the trust's."""

    def __init__(self, figures: Figures, lead: Columns, seen: np.ndarray | None = None) -> None:
        """`lead` says what the lead's file hides: a head sees the own school as the lead does, and no sum that the lead does not.

        `seen` is what the board's file hides of every row, where heads see other schools as the board does.
        """
        self.figures, self.seen = figures, seen
        self.hidden, self.kept, self.published = (lead[name] for name in ("hidden", "kept", "published"))
        self.shared = figures.row_is_shared & (seen is not None)
        self.key_is_shared = figures.key_is_shared & (seen is not None)
        terms = np.flatnonzero((figures.grain == "term") & figures.member[figures.trust].any(axis=0))
        self.now = self._in(figures.trust, terms[-1]) if len(terms) else set()
        self._two_largest: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}

    def batches(self, cells_at_once: int) -> list[list[str]]:
        """The schools in sets of about so many cells, to be protected together."""
        urns = [urn for urn, _ in self.figures.places if urn]
        of_each = 3 * self.figures.row.shape[1] + int(self.shared.sum())
        size = max(cells_at_once // max(of_each, 1), 1)
        return [urns[i : i + size] for i in range(0, len(urns), size)]

    def due(self, urn: str) -> np.ndarray:
        """Which schools' figures belong in the file, by indicator, place and period."""
        figures = self.figures
        own = np.arange(len(figures.places)) == figures.number_of_place[urn, ""]
        if self.seen is None:
            return own[None, :, None]
        others = figures.is_school[None, :, None] & (figures.grain != "month")[None, None, :]
        return own[None, :, None] | (figures.code_is_shared[:, None, None] & others)

    def cells(self, urn: str) -> Served:
        """What the head is served.

        `closed` is true for a figure of the trust that is the pool alone or, `with_own`, pool and own school.
        """
        figures = self.figures
        school, trust = figures.number_of_place[urn, ""], figures.trust
        group = self._pool_group(school)
        pool = self._others(school, group)
        everyone = pool if group == trust else self._others(school, trust)
        # The head knows the own figures: the trust's are those of the other schools as soon as they are shown.
        met, passes = everyone["met"], self._passes(everyone)
        closed = np.ones(len(met), bool)
        if group != trust:
            rest = self._rest(school, group)
            closed = ~rest["met"]
            passes &= self._passes(rest) | closed
        own = figures.row[school]
        in_trust = figures.member[trust, school, figures.keys["period"]]
        known = self._all_shown(school, trust) & ((own < 0) | self.kept[own] | ~in_trust)
        passes, stays = self._of_seen(self._sums(figures.row[trust]), passes, known)
        pool_passes, pool_stays = self._of_seen(pool, self._passes(pool), self._all_shown(school, group))
        passes |= self._of_nobody(self._sums(figures.row[trust]), passes)
        pool_passes |= self._of_nobody(pool, pool_passes)
        by_difference = self._tells_of_one_that_left()
        by_trust = by_difference & ~self._only_part(self._sums(figures.row[trust]))
        by_pool = by_difference & ~self._only_part(pool)
        passes, stays = passes & ~by_trust, stays & ~by_trust
        pool_passes, pool_stays = pool_passes & ~by_pool, pool_stays & ~by_pool
        # Whoever talks to whom, no sum tells more than the lead's file: a pool is its group less the own school.
        untold = self._untold(school, self._own(school, group))
        passes &= stays | ~self._untold(trust, figures.row[trust])
        pool_passes &= pool_stays | ~(untold | self._untold(group, figures.row[group]))
        # Where there is no other school the trust is the own school: shown and hidden as that is.
        hidden = np.where(met, ~passes, (own < 0) | self.hidden[own])
        kept = np.where(met, stays, (own < 0) | self.kept[own])
        # What is no sum cannot be had for the others by subtraction, so there is no pool of it.
        pooled = {**pool, "met": pool["met"] & figures.adds_up[figures.keys["indicator"]]}
        parts = [
            self._standing(school, own)
            | {"hidden": self.hidden[own], "kept": self.kept[own], "own": np.ones(len(own), bool)}
            | {"in_trust": in_trust & self.key_is_shared, "published": self.published[own]},
            self._seen(school, group),
            self._standing(trust, figures.row[trust])
            | {"hidden": hidden, "kept": kept, "closed": closed, "with_own": in_trust},
            self._standing(figures.others, np.where(pooled["met"], 0, -1))
            | {**pooled, "hidden": ~pool_passes, "kept": pool_stays},
        ]
        pool_of = None if self.seen is None else figures.places[group][1]
        return Served(_joined(parts), self._names(group, school), pool_of)

    def _seen(self, school: int, group: int) -> Columns:
        """The other schools' rows as the board sees them: what is hidden there is hidden, what is shown stays."""
        figures = self.figures
        row = np.flatnonzero(self.shared & (figures.place != school))
        place, period, hidden = figures.place[row], figures.period[row], row[:0] > 0
        if self.seen is not None:
            hidden = self.seen[row]
        return {
            **self._blank(len(row)),
            **self._sums(row),
            **{
                "indicator": figures.indicator[row],
                "place": place,
                "period": period,
                "part": figures.part[row],
            },
            **{"hidden": hidden, "kept": ~hidden},
            **{
                "in_trust": figures.member[figures.trust, place, period],
                "in_pool": figures.member[group, place, period],
            },
        }

    def _standing(self, place: int, row: np.ndarray) -> Columns:
        """The rows of one place, by key; no row stands where `met` is false."""
        where = {**self.figures.keys, "place": np.full(len(row), place)}
        return {**where, **self._blank(len(row)), **self._sums(row)}

    def _blank(self, rows: int) -> Columns:
        marks = dict.fromkeys(("hidden", "kept", *MARKS), np.zeros(rows, bool))
        return {**marks, "published": np.ones(rows, bool)}

    def _in(self, group: int, period: int) -> set[int]:
        return set(np.flatnonzero(self.figures.member[group, :, period]).tolist())

    def _untold(self, place: int, row: np.ndarray) -> np.ndarray:
        """By key: what the lead's file hides of a place's rows, or gives by the year alone, be there a row or not."""
        keys = self.figures.keys
        by_year = self.figures.by_year("lead", {**keys, "place": np.full(len(row), place)})
        return by_year | (row >= 0) & self.hidden[row]

    def _names(self, group: int, school: int) -> tuple[str, ...]:
        ever = set(np.flatnonzero(self.figures.member[group].any(axis=1)).tolist())
        return tuple(sorted(self.figures.places[i][0] for i in (ever & self.now) - {school}))

    def _pool_group(self, school: int) -> int:
        """Schools of the same phase where there are enough of them, and enough of the rest; else all the others."""
        others = self.now - {school}
        for place, (_, group) in enumerate(self.figures.places):
            if group.endswith(" schools") and not group.startswith("small "):
                inside = set(np.flatnonzero(self.figures.member[place].any(axis=1)).tolist())
                similar, rest = others & inside, others - inside
                enough = len(similar) >= primary.POOL_SCHOOLS
                if school in inside and enough and (not rest or len(rest) >= primary.POOL_SCHOOLS):
                    return place
        return self.figures.trust

    def _others(self, school: int, group: int) -> Columns:
        """The sums of a group's schools without the own one, by key; `met` where there is any."""
        figures = self.figures
        own = self._own(school, group)
        sums = self._less(self._sums(figures.row[group]), own)
        return self._with_largest(sums, own, *self._largest(group, figures.others))

    def _rest(self, school: int, group: int) -> Columns:
        """The schools of the trust that are neither in the pool's group nor the own one."""
        figures = self.figures
        whole = self._less(self._sums(figures.row[figures.trust]), self._own(school, figures.trust))
        pool = self._less(self._sums(figures.row[group]), self._own(school, group))
        sums = self._less(whole, np.where(pool["met"], 0, -1), pool)
        return self._with_largest(sums, np.full(len(pool["met"]), -1), *self._largest(figures.trust, group))

    def _own(self, school: int, group: int) -> np.ndarray:
        figures = self.figures
        inside = figures.member[group, school, figures.keys["period"]]
        return np.where(inside, figures.row[school], -1)

    def _sums(self, row: np.ndarray) -> Columns:
        sums = {name: values[row] for name, values in self.figures.numbers.items()}
        return {**sums, "met": row >= 0}

    def _less(self, whole: Columns, row: np.ndarray, part: Columns | None = None) -> Columns:
        """Sums of a set of schools without some of them. An unknown sum of a part leaves the difference unknown."""
        less = dict(whole)
        for name in ADDED:
            minus = part[name] if part else self.figures.numbers[name][row]
            less[name] = np.where(row >= 0, (whole[name] - minus).round(9), whole[name])
        less["met"] = whole["met"] & (less["schools"] > 0)
        return less

    def _with_largest(self, sums: Columns, own: np.ndarray, top: np.ndarray, second: np.ndarray) -> Columns:
        mine = np.where(own >= 0, self.figures.numbers["denominator"][own], -np.inf)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(mine >= top - 1e-9, second, top) / sums["denominator"]
        return {**sums, "largest_school": share}

    def _largest(self, group: int, without: int) -> tuple[np.ndarray, np.ndarray]:
        """The two largest denominators of a group's schools that are not in another group, by key."""
        if (group, without) not in self._two_largest:
            figures = self.figures
            inside = (figures.member[group] & ~figures.member[without])[:, figures.keys["period"]]
            there = inside & (figures.row >= 0)
            size = np.where(there, np.nan_to_num(figures.numbers["denominator"][figures.row]), -np.inf)
            two = np.sort(np.vstack([size, np.full((2, size.shape[1]), -np.inf)]), axis=0)[-2:]
            two = np.where(np.isinf(two), np.nan, two)
            self._two_largest[group, without] = (two[1], two[0])
        return self._two_largest[group, without]

    def _of_seen(self, sums: Columns, passes: np.ndarray, fixed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What passes and what stays whatever happens, where schools are seen one by one.

        A sum of them points at nobody at whom they do not point themselves. Where all of them are shown it is known;
        so is the only part of a cut where its whole is.
        """
        if self.seen is None:
            return passes, np.zeros(len(passes), bool)
        fixed = fixed & sums["met"] & self.key_is_shared
        passes = np.where(self.key_is_shared, self._passes(sums, "board"), passes) | fixed
        whole, alone = self.figures.whole_key, self._only_part(sums)
        return np.where(alone, passes[whole], passes), np.where(alone, fixed[whole], fixed)

    def _of_nobody(self, sums: Columns, passes: np.ndarray) -> np.ndarray:
        """By key: a part of a whole that is shown to be of nobody. Replies are never nobody's."""
        whole = self.figures.whole_key
        counts = ~np.isin(self.figures.class_of_key, ["anonymous", "answers", "band"])
        shown = sums["met"] & sums["met"][whole] & passes[whole]
        return counts & (whole >= 0) & shown & (sums["people"][whole] == 0)

    def _tells_of_one_that_left(self) -> np.ndarray:
        """By key: a year whose terms less itself are one school's, which joined or left in between."""
        figures, keys = self.figures, self.figures.keys
        year = (figures.grain == "year")[keys["period"]] & figures.made_of_terms[
            figures.sort_of[keys["indicator"]]
        ]
        return year & ~figures.steady[figures.trust, keys["period"]] & ~self.key_is_shared

    def _only_part(self, sums: Columns) -> np.ndarray:
        """By key: the only part of a cut, which counts as much as its whole that is seen school by school."""
        keys, whole = self.figures.keys, self.figures.whole_key
        cut = np.unique(self.figures.cut, return_inverse=True)[1][keys["part"]]
        _, cut = np.unique(np.stack([keys["indicator"], keys["period"], cut]), axis=1, return_inverse=True)
        alone = sums["met"] & (np.bincount(cut, weights=sums["met"])[cut] == 1) & (whole >= 0)
        for name in ("numerator", "denominator"):
            alone &= np.isclose(sums[name], sums[name][whole])
        return alone & self.key_is_shared[whole] & ~self.key_is_shared

    def _all_shown(self, school: int, group: int) -> np.ndarray:
        """By key: no other school of the group is hidden."""
        figures = self.figures
        if self.seen is None:
            return np.zeros(len(figures.key_is_shared), bool)
        row = np.flatnonzero(self.shared & self.seen & (figures.place != school))
        inside = figures.member[group, figures.place[row], figures.period[row]]
        return np.bincount(figures.key[row[inside]], minlength=len(figures.key_is_shared)) == 0

    def _passes(self, cells: Columns, audience: primary.Audience = "pool") -> np.ndarray:
        figures = self.figures
        everybody = figures.keys["part"] == figures.everybody
        return cells["met"] & ~primary.hidden(cells, figures.class_of_key, everybody, audience)


def _joined(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([part[name][part["met"]] for part in parts]) for name in parts[0]}
