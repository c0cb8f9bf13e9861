"""Observations in, cells out: what each audience may see, decided once, when a release is built."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wellmetrics import catalogue
from wellmetrics.disclosure import primary, secondary
from wellmetrics.observe import SUMS, Observed

WHERE = ["urn", "group", "grain", "period", "cut", "part"]
CELL = ["indicator", *WHERE, "state", *SUMS]
OTHERS = "other schools"


@dataclass(frozen=True, slots=True)
class Audience:
    """The cells of one release file. `pool` names the schools that a head's `other schools` are."""

    name: str  # lead, board, or a school's URN
    cells: pd.DataFrame
    pool: tuple[str, ...] = ()


def protect(observed: Observed) -> Iterator[Audience]:
    """The lead's cells, the board's, and one set a school."""
    observations = observed.observations.to_pandas()
    members = observed.members.to_pandas().assign(of="")  # a member is a school, or in a head's file the pool
    grid = _Grid(observed)
    yield Audience("lead", _audience(observations, members, "lead", grid))
    # Months of single schools are in the head's and the lead's files only.
    board = observations[~((observations["urn"] != "") & (observations["grain"] == "month"))]
    yield Audience("board", _audience(board, members, "board", grid))
    heads = _Heads(observations, members)
    for urn in grid.urns:
        cells, sums, pool = heads.cells(urn)
        yield Audience(urn, _protected(cells, sums, grid, {urn}), pool)


def _audience(observations: pd.DataFrame, members: pd.DataFrame, audience, grid: "_Grid") -> pd.DataFrame:
    cells = observations.reset_index(drop=True)
    cells["hidden"] = _primary(cells, audience)
    cells["kept"] = _exact(cells) if audience == "lead" else False
    cells["hidden"] &= ~_everybody(cells)
    return _protected(cells, members, grid, set(grid.urns))


def _primary(cells: pd.DataFrame, audience: primary.Audience) -> pd.Series:
    parts = [
        primary.hidden(part, catalogue.indicator(str(code)), audience)
        for code, part in cells.groupby("indicator")
    ]
    return pd.concat(parts).reindex(cells.index) if parts else pd.Series(dtype=bool)


def _exact(cells: pd.DataFrame) -> pd.Series:
    """Those who keep the records see managed figures of everybody as they are, whatever else must be hidden."""
    managed = [
        c for c, i in catalogue.all_indicators().items() if i.protection == "managed" and not i.part_of
    ]
    return (cells["cut"] == "all") & cells["indicator"].isin(managed)


def _everybody(cells: pd.DataFrame) -> pd.Series:
    """A staff group that is the whole staff says no more than the whole, which is shown: hiding it would be idle."""
    keys = ["indicator", "urn", "group", "grain", "period"]
    same = ["people", "base_people", "numerator", "denominator"]
    whole = cells.loc[(cells["cut"] == "all") & cells["kept"], [*keys, *same]]
    both = cells[[*keys, *same]].merge(whole, on=keys, how="left", suffixes=("", "_whole"))
    equal = np.logical_and.reduce([np.isclose(both[name], both[f"{name}_whole"]) for name in same])
    return (cells["cut"] == "staff_group") & equal


def _protected(cells: pd.DataFrame, members: pd.DataFrame, grid: "_Grid", urns: set[str]) -> pd.DataFrame:
    """Secondary hiding, people by people and year by year, and the final states."""
    cells = cells.copy()
    cells["node_cut"], cells["node_part"] = _node(cells)
    cells["people_of"] = cells["indicator"].map({c: i.people for c, i in catalogue.all_indicators().items()})
    cells["year"] = cells["period"].map(grid.year_of)
    for _, table in cells.groupby(["people_of", "year"]):
        if table["hidden"].any():
            here = members[members["period"].isin(set(table["period"]))]
            cells.loc[table.index, "hidden"] = _hide(table, here)
    cells["state"] = np.select(
        [cells["denominator"].isna(), cells["hidden"], cells["denominator"] == 0, cells["numerator"] == 0],
        ["missing", "hidden", "not applicable", "nil"],
        "shown",
    )
    cells.loc[~cells["state"].isin(["shown", "nil"]), list(SUMS)] = np.nan
    return pd.concat([cells[CELL], grid.absent(cells, urns)], ignore_index=True)


def _node(cells: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Indicators that are one part of a cut (days lost to mental ill health) share the protection of that part."""
    part_of = {c: i.part_of for c, i in catalogue.all_indicators().items() if i.part_of}
    is_part = (cells["cut"] == "all") & cells["indicator"].isin(list(part_of))
    cut = cells["cut"].where(
        ~is_part, cells["indicator"].map(lambda code: part_of.get(str(code), ("", ""))[0])
    )
    part = cells["part"].where(
        ~is_part, cells["indicator"].map(lambda code: part_of.get(str(code), ("", ""))[1])
    )
    return cut, part


def _hide(cells: pd.DataFrame, members: pd.DataFrame) -> np.ndarray:
    """The hidden cells of one sort of people in one year: a node is hidden for every indicator that shares it."""
    keys = ["urn", "group", "grain", "period", "node_cut", "node_part"]
    cells = cells.assign(in_cut=cells["cut"] == cells["node_cut"], known=cells["denominator"].notna())
    nodes = (
        cells.groupby(keys, sort=True)
        .agg(
            people=("people", "max"),
            hidden=("hidden", "any"),
            kept=("kept", "any"),
            in_cut=("in_cut", "any"),
            published=("known", "any"),
        )
        .reset_index()
    )
    nodes, sums = _sums(nodes, members, days=bool((cells["indicator"] == "days_lost_per_fte").any()))
    people = nodes["people"].fillna(0)
    # What readers can spare first: parts of schools, of groups, of the trust, and whole schools only then. The
    # small schools of a phase are all that a board sees of them, so they are kept as the trust is.
    group, own_row = nodes["group"], (nodes["urn"] == "") & (nodes["group"] == "")
    kept_group = own_row | group.str.startswith("small ") | (group == OTHERS)
    tier = np.select([nodes["urn"] != "", kept_group, group.str.endswith(" schools")], [0.0, 2.0, 0.5], 1.0)
    tier = tier + 3.0 * (nodes["node_cut"] == "all")
    table = secondary.Table(
        people=people.to_numpy(float),
        cost=np.where(nodes["kept"].fillna(False), np.inf, 10.0**tier * (1 + people / 1000)).astype(float),
        published=nodes["published"].to_numpy(bool),
        sums=sums,
    )
    nodes["hidden"] = secondary.protect(table, nodes["hidden"].to_numpy(bool))
    return cells[keys].merge(nodes[[*keys, "hidden"]], on=keys, how="left")["hidden"].to_numpy(bool)


def _sums(nodes: pd.DataFrame, members: pd.DataFrame, days: bool):
    """The sums that a reader knows: groups of schools, parts of a whole, terms of a year."""
    keys = ["urn", "group", "grain", "period", "node_cut", "node_part"]
    nodes = _with_unpublished(nodes, members, keys)
    number = {tuple(row): i for i, row in enumerate(nodes[keys].itertuples(index=False, name=None))}
    in_cut = nodes["in_cut"].to_numpy(bool)
    sums: list[tuple[int, list[int]]] = []
    member: dict[tuple, list[tuple]] = {}
    for group, urn, of, grain, period in zip(
        *(members[c] for c in ("group", "urn", "of", "grain", "period")), strict=True
    ):
        member.setdefault((group, grain, period), []).append((urn, of))
    whole: dict[tuple, list[int]] = {}
    year: dict[tuple, list[int]] = {}
    for (urn, group, grain, period, cut, part), node in number.items():
        if urn == "":
            inside = [
                number.get((*who, grain, period, cut, part)) for who in member.get((group, grain, period), [])
            ]
            inside = [i for i in inside if i is not None]
            if inside:
                sums.append((node, inside))
        if cut != "all" and in_cut[node]:
            whole.setdefault((urn, group, grain, period, cut), []).append(node)
        if grain == "term" and days:
            year.setdefault((urn, group, period[:7], cut, part), []).append(node)
    for (urn, group, grain, period, _), parts in whole.items():
        total = number.get((urn, group, grain, period, "all", ""))
        if total is not None:
            sums.append((total, parts))
    for (urn, group, period, cut, part), terms in year.items():
        total = number.get((urn, group, "year", period, cut, part))
        if total is not None:
            sums.append((total, terms))
    return nodes, sums


def _with_unpublished(nodes: pd.DataFrame, members: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Adds the members of shown groups that this audience never gets: sums run over them all the same."""
    groups = nodes.loc[nodes["urn"] == "", ["group", "grain", "period", "node_cut", "node_part"]]
    inside = groups.merge(members, on=["group", "grain", "period"])
    inside["group"] = inside["of"]
    inside = inside[keys].drop_duplicates()
    extra = inside.merge(nodes[keys], on=keys, how="left", indicator=True)
    extra = extra.loc[extra["_merge"] == "left_only", keys]
    extra = extra[extra["grain"] == "month"]
    if extra.empty:
        return nodes
    return pd.concat(
        [nodes, extra.assign(people=np.nan, hidden=False, kept=False, in_cut=False, published=False)],
        ignore_index=True,
    )


class _Heads:
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
        own["hidden"] = _primary(own, "lead")
        own["kept"] = _exact(own)
        own["hidden"] &= ~_everybody(own)
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
        pool["hidden"] = _primary(pool, "pool")
        if not group:
            pool["hidden"] |= ~self._passing(everyone, pool)
        pool["group"] = OTHERS
        # With a rest that nobody publishes the trust's figure gives nothing away; without it, it is own plus pool.
        periods = own[["grain", "period"]].drop_duplicates()
        sums = pd.concat(
            [periods.assign(group="", urn=urn, of=""), periods.assign(group="", urn="", of=OTHERS)]
        )
        if group:
            single = trust.loc[alone, ["grain", "period"]].drop_duplicates()
            sums = sums.merge(single, on=["grain", "period"])
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
        shown = cells.loc[~_primary(cells, "pool"), self.keys].assign(passes=True)
        return where[self.keys].merge(shown, on=self.keys, how="left")["passes"].notna().set_axis(where.index)

    def _met(self, cells: pd.DataFrame, where: pd.DataFrame) -> pd.Series:
        met = cells[self.keys].assign(met=True)
        return where[self.keys].merge(met, on=self.keys, how="left")["met"].notna().set_axis(where.index)


class _Grid:
    """The cells that ought to be there: a figure that never came is said to be missing, not left blank."""

    def __init__(self, observed: Observed) -> None:
        places = observed.places.to_pandas()
        periods = observed.periods.to_pandas()
        coverage = observed.coverage.to_pandas()
        self.urns = sorted(places.loc[places["urn"] != "", "urn"])
        self.periods = periods[["grain", "period", "academic_year"]]
        self.year_of = dict(zip(periods["period"], periods["academic_year"], strict=True))
        not_due = coverage.assign(not_due=coverage["state"] == "not due")
        self.term_not_due = not_due.set_index(["urn", "period"])["not_due"].to_dict()
        self.year_not_due = not_due.groupby(["urn", "academic_year"])["not_due"].all().to_dict()

    def absent(self, cells: pd.DataFrame, urns: set[str]) -> pd.DataFrame:
        """Rows for everybody (cut all) of the named schools and of the groups in `cells`, where there is none."""
        places = pd.concat(
            [
                pd.DataFrame({"urn": sorted(urns), "group": ""}),
                cells.loc[cells["urn"] == "", ["urn", "group"]],
            ]
        ).drop_duplicates()
        months = set(cells.loc[cells["urn"] != "", "grain"]) >= {"month"}
        wanted = [
            self.periods[self.periods["grain"].isin(i.grains)].assign(indicator=i.code)
            for i in catalogue.all_indicators().values()
        ]
        rows = pd.concat(wanted).merge(places, how="cross").assign(cut="all", part="")
        if not months:
            rows = rows[~((rows["urn"] != "") & (rows["grain"] == "month"))]
        have = cells.loc[cells["cut"] == "all", ["indicator", "urn", "group", "grain", "period"]]
        rows = rows.merge(have, how="left", indicator=True)
        rows = rows[rows["_merge"] == "left_only"]
        state = [
            "not applicable" if self._not_due(urn, grain, period, year) else "missing"
            for urn, grain, period, year in zip(
                rows["urn"], rows["grain"], rows["period"], rows["academic_year"], strict=True
            )
        ]
        return rows.assign(state=state, **dict.fromkeys(SUMS, np.nan))[CELL]

    def _not_due(self, urn: str, grain: str, period: str, year: str) -> bool:
        if grain == "term":
            return self.term_not_due.get((urn, period), False)
        return self.year_not_due.get((urn, year), False)
