"""Cells as tables for secondary hiding: nodes that several indicators share, and the sums that hold between them."""

import numpy as np
import pandas as pd

from wellmetrics import catalogue
from wellmetrics.disclosure import secondary
from wellmetrics.model import OTHERS

NODE = ["urn", "group", "grain", "period", "node_cut", "node_part"]


def node(cells: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
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


def hide(cells: pd.DataFrame, members: pd.DataFrame) -> np.ndarray:
    """The hidden cells of one sort of people in one year: a node is hidden for every indicator that shares it."""
    cells = cells.assign(in_cut=cells["cut"] == cells["node_cut"], known=cells["denominator"].notna())
    nodes = (
        cells.groupby(NODE, sort=True)
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
    # What readers can spare first: parts before wholes, single schools before hubs and phases. The small schools of a
    # phase are all that a board sees of them, so they are kept as the trust is.
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
    return cells[NODE].merge(nodes[[*NODE, "hidden"]], on=NODE, how="left")["hidden"].to_numpy(bool)


def _sums(nodes: pd.DataFrame, members: pd.DataFrame, days: bool):
    """The sums that a reader knows: groups of schools, parts of a whole, terms of a year."""
    nodes = _with_unpublished(nodes, members)
    number = {tuple(row): i for i, row in enumerate(nodes[NODE].itertuples(index=False, name=None))}
    in_cut = nodes["in_cut"].to_numpy(bool)
    sums: list[tuple[int, list[int]]] = []
    member: dict[tuple, list[tuple]] = {}
    for group, urn, of, grain, period in zip(
        *(members[c] for c in ("group", "urn", "of", "grain", "period")), strict=True
    ):
        member.setdefault((group, grain, period), []).append((urn, of))
    # A pool of similar schools has no parts: those of the trust are then not own plus pool.
    pooled = {
        (grain, period, cut)
        for (_, g, grain, period, cut, _), n in number.items()
        if g == OTHERS and in_cut[n]
    }
    no_parts = {
        (grain, period, cut)
        for (urn, _, grain, period, cut, _) in number
        if cut != "all" and (grain, period, cut) not in pooled and (grain, period, "all") in pooled
    }
    whole: dict[tuple, list[int]] = {}
    year: dict[tuple, list[int]] = {}
    for (urn, group, grain, period, cut, part), node in number.items():
        if urn == "":
            who = member.get((group, grain, period), [])
            pool = ("", OTHERS, grain, period, cut, part)
            apart = pool[:2] in who and pool not in number and (grain, period, cut) in no_parts
            inside = [number.get((*one, grain, period, cut, part)) for one in who if not apart]
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


def _with_unpublished(nodes: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Adds the members of shown groups that this audience never gets: sums run over them all the same."""
    groups = nodes.loc[nodes["urn"] == "", ["group", "grain", "period", "node_cut", "node_part"]]
    inside = groups.merge(members, on=["group", "grain", "period"])
    inside["group"] = inside["of"]
    inside = inside[NODE].drop_duplicates()
    extra = inside.merge(nodes[NODE], on=NODE, how="left", indicator=True)
    extra = extra.loc[extra["_merge"] == "left_only", NODE]
    extra = extra[extra["grain"] == "month"]
    if extra.empty:
        return nodes
    return pd.concat(
        [nodes, extra.assign(people=np.nan, hidden=False, kept=False, in_cut=False, published=False)],
        ignore_index=True,
    )
