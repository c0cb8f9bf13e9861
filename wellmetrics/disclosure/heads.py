"""Each head's figures: the own school's, a pool of other schools, and the trust's."""

import numpy as np
import pandas as pd

from wellmetrics.disclosure import primary
from wellmetrics.disclosure.primary import exact, marks, whole_staff
from wellmetrics.model import OTHERS
from wellmetrics.observe import SUMS


class Heads:
    """Each head's cells: the own school's, the pool of other schools, and the trust's."""

    def __init__(self, observations: pd.DataFrame, members: pd.DataFrame) -> None:
        self.schools = observations[observations["urn"] != ""]
        self.groups = observations[observations["urn"] == ""]
        self.members = members
        ranked = self.schools.sort_values("denominator", ascending=False)
        keys = ["indicator", "grain", "period", "cut", "part"]
        self.keys = keys
        self._ranked = ranked
        self._members_of = {str(group): part for group, part in members.groupby("group")}
        self._top: dict[str, pd.DataFrame] = {}
        last = members[(members["group"] == "") & (members["grain"] == "term")]
        latest = last[last["period"] == last["period"].max()]
        self.now = set(latest["urn"])

    def cells(self, urn: str) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
        """The cells with their primary marks, the sums between them as members, and who is in the pool."""
        own = self.schools[self.schools["urn"] == urn].copy()
        own["hidden"] = marks(own, "lead")
        own["kept"] = exact(own)
        everybody = whole_staff(own)
        own["hidden"], own["kept"] = own["hidden"] & ~everybody, own["kept"] | everybody
        group = self._pool_group(urn)
        pool = self._others(urn, group)
        everyone = pool if group == "" else self._others(urn, "")
        rest = everyone if group == "" else self._less(everyone, pool)
        trust = self.groups[self.groups["group"] == ""].copy()
        # The head knows the own figures: the trust's are those of the other schools as soon as they are shown.
        passes = self._passing(everyone, trust)
        if group:
            passes &= self._passing(rest, trust) | ~self._met(rest, trust)
        trust["hidden"], trust["kept"] = ~passes, False
        # Where there is no other school the trust is the own school: shown and hidden as that is.
        alone = ~self._met(everyone, trust)
        as_own = trust[self.keys].merge(own[[*self.keys, "hidden", "kept"]], on=self.keys, how="left")
        for name in ("hidden", "kept"):
            mine = as_own[name].astype("boolean").fillna(True).astype(bool).to_numpy()
            trust[name] = np.where(alone, mine, trust[name])
        pool["hidden"] = marks(pool, "pool")
        if not group:
            pool["hidden"] |= ~self._passing(everyone, pool)
        pool["group"] = OTHERS
        # With a rest that nobody publishes the trust's figure gives nothing away; without it, it is own plus pool.
        periods = own[["grain", "period"]].drop_duplicates()
        sums = pd.concat(
            [periods.assign(group="", urn=urn, of=""), periods.assign(group="", urn="", of=OTHERS)]
        )
        if group:
            no_rest = trust.loc[~self._met(rest, trust), ["grain", "period"]].drop_duplicates()
            sums = sums.merge(no_rest, on=["grain", "period"])
        members = self._members_of.get(group)
        now = set(members["urn"]) & self.now if members is not None else set()
        cells = pd.concat([own, pool.assign(kept=False), trust], ignore_index=True)
        return cells, sums, tuple(sorted(now - {urn}))

    def _pool_group(self, urn: str) -> str:
        """Schools of the same phase where there are enough of them, and enough of the rest; else all the others."""
        others = self.now - {urn}
        for group, part in self._members_of.items():
            if group.endswith(" schools") and not group.startswith("small "):
                inside = set(part["urn"])
                if urn in inside:
                    similar, rest = others & inside, others - inside
                    if len(similar) >= primary.POOL_SCHOOLS and (
                        not rest or len(rest) >= primary.POOL_SCHOOLS
                    ):
                        return str(group)
        return ""

    def _others(self, urn: str, group: str) -> pd.DataFrame:
        whole = self.groups[self.groups["group"] == group]
        inside = self._members_of[group] if group in self._members_of else self.members.iloc[:0]
        own = self.schools[self.schools["urn"] == urn].merge(
            inside.loc[inside["urn"] == urn, ["grain", "period"]], on=["grain", "period"]
        )
        pool = self._less(whole, own)
        top = self._tops(group).merge(own[[*self.keys, "denominator"]], on=self.keys, how="left")
        is_top = top["denominator"].notna() & (top["denominator"] >= top["top1"] - 1e-9)
        top["largest_other"] = top["top2"].where(is_top, top["top1"])
        pool = pool.merge(top[[*self.keys, "largest_other"]], on=self.keys, how="left")
        pool["largest_school"] = pool["largest_other"] / pool["denominator"]
        return pool.drop(columns="largest_other")

    def _tops(self, group: str) -> pd.DataFrame:
        """The two largest denominators in each cell of a group."""
        if group not in self._top:
            inside = self._members_of[group] if group in self._members_of else self.members.iloc[:0]
            ranked = self._ranked.merge(inside[["urn", "grain", "period"]], on=["urn", "grain", "period"])
            ranked = ranked.assign(nth=ranked.groupby(self.keys).cumcount())
            first = ranked.loc[ranked["nth"] == 0, [*self.keys, "denominator"]]
            second = ranked.loc[ranked["nth"] == 1, [*self.keys, "denominator"]]
            self._top[group] = first.merge(second, on=self.keys, how="left", suffixes=("_1", "_2")).rename(
                columns={"denominator_1": "top1", "denominator_2": "top2"}
            )
        return self._top[group]

    def _less(self, whole: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
        """Sums of a set of schools without some of them."""
        sums = [*SUMS, "schools"]
        both = whole.merge(part[[*self.keys, *sums]], on=self.keys, how="left", suffixes=("", "_less"))
        for name in sums:
            less = both[f"{name}_less"]
            # An unknown square sum of a part leaves the difference unknown; no row of a part leaves the whole.
            gone = both["schools_less"].isna()
            both[name] = (both[name] - less).round(9).where(~gone, both[name])
        return both[both["schools"] > 0][list(whole.columns)].copy()

    def _passing(self, cells: pd.DataFrame, where: pd.DataFrame) -> pd.Series:
        shown = cells.loc[~marks(cells, "pool"), self.keys].assign(passes=True)
        return where[self.keys].merge(shown, on=self.keys, how="left")["passes"].notna().set_axis(where.index)

    def _met(self, cells: pd.DataFrame, where: pd.DataFrame) -> pd.Series:
        met = cells[self.keys].assign(met=True)
        return where[self.keys].merge(met, on=self.keys, how="left")["met"].notna().set_axis(where.index)
