"""The attacker: takes what one audience can fetch and solves for what is hidden. Shares no code with the door.

It knows the published relations (schools make groups, parts make the whole, terms make the year) and the shown
numbers. A hidden figure that the shown ones determine fails the build.
"""

import numpy as np
import pandas as pd

from wellmetrics.model import Refusal
from wellmetrics.observe import Observed

# Sums of days add over terms; people do not, nor do long days: a spell may become long in a later term.
DAYS = ("days_lost_per_fte", "absence_rate", "mental_health_days_per_fte", "mental_health_share")
DAYS += ("unknown_reason_share", "musculoskeletal_share", "infection_share")
TOLERANCE = 1e-7


def verify(audience, observed: Observed):
    """The audience, unchanged. Raises Refusal where a hidden figure of it can be worked out."""
    found = attack(audience.cells, observed.members.to_pandas(), audience.pool)
    if len(found):
        raise Refusal(
            f"The release was not made: {len(found)} hidden figures could be worked out from shown ones. The earlier "
            "release stays. Report this with the output of “doctor”."
        )
    return audience


def attack(cells: pd.DataFrame, members: pd.DataFrame, pool: tuple[str, ...] = ()) -> pd.DataFrame:
    """Hidden cells whose numerator follows from shown numerators, one table (indicator and year) at a time."""
    found = []
    inside: dict[tuple, list[str]] = {}
    for group, urn, grain, period in zip(
        *(members[c] for c in ("group", "urn", "grain", "period")), strict=True
    ):
        inside.setdefault((group, grain, period), []).append(urn)
    for (indicator, _), table in cells.assign(year=cells["period"].map(_year)).groupby(["indicator", "year"]):
        table = table.reset_index(drop=True)
        if (table["state"] == "hidden").any():
            found.append(table[_determined(table, inside, indicator in DAYS, pool)])
    return pd.concat(found) if found else cells.iloc[:0]


def _year(period: str) -> str:
    """The academic year of 2025/26 Autumn, 2025/26 or 2025-11."""
    if "/" in period:
        return period[:7]
    year, month = map(int, period.split("-"))
    start = year if month >= 8 else year - 1
    return f"{start}/{(start + 1) % 100:02d}"


def _determined(
    table: pd.DataFrame, inside: dict[tuple, list[str]], days: bool, pool: tuple[str, ...]
) -> np.ndarray:
    """True for hidden cells that every solution of the equations gives the same value."""
    # A figure that is missing is as unknown as a hidden one, but nobody is harmed when it follows.
    hidden = table["state"].isin(["hidden", "missing"]).to_numpy()
    equations = _equations(table, inside, days, pool)
    answer = np.zeros(len(table), bool)
    for rows, unknown in _blocks(equations, hidden):
        matrix = np.zeros((len(rows), len(unknown)))
        place = {cell: i for i, cell in enumerate(unknown)}
        for i, row in enumerate(rows):
            for cell, sign in equations[row].items():
                if cell in place:
                    matrix[i, place[cell]] = sign
        # The null space: cells that no direction in it moves are determined.
        _, sizes, directions = np.linalg.svd(matrix, full_matrices=True)
        rank = int((sizes > TOLERANCE).sum())
        free = np.abs(directions[rank:]).max(axis=0) if rank < len(unknown) else np.zeros(len(unknown))
        for cell, move in zip(unknown, free, strict=True):
            if isinstance(cell, int) and move < TOLERANCE:
                answer[cell] = True
    return answer & (table["state"] == "hidden").to_numpy()


def _equations(
    table: pd.DataFrame, inside: dict[tuple, list[str]], days: bool, pool_of: tuple[str, ...]
) -> list[dict]:
    keys = ["urn", "group", "grain", "period", "cut", "part"]
    at = {row: i for i, row in enumerate(table[keys].itertuples(index=False, name=None))}
    own = {urn for urn, group, *_ in at if urn}
    pools = any(group == "other schools" for _, group, *_ in at)
    equations: list[dict] = []
    for (urn, group, grain, period, cut, part), cell in at.items():
        if not urn and not pools:
            # A member whose cell this audience never gets is an unknown of its own.
            schools = inside.get((group, grain, period), [])
            terms = {
                at.get((u, "", grain, period, cut, part), ("never", u, grain, period, cut, part)): 1.0
                for u in schools
            }
            if schools:
                equations.append({cell: -1.0, **terms})
        if not urn and not group and pools:
            pool = at.get(("", "other schools", grain, period, cut, part))
            for school in own:
                mine = at.get((school, "", grain, period, cut, part))
                if pool is not None and mine is not None:
                    # Only where the pool is not all of the others does something stay unknown between them.
                    left = set(inside.get(("", grain, period), [])) - own - set(pool_of)
                    rest = {("rest", grain, period, cut, part): 1.0} if left else {}
                    equations.append({cell: -1.0, pool: 1.0, mine: 1.0, **rest})
        if grain == "year" and days:
            terms = {
                at[key]: 1.0
                for t in ("Autumn", "Spring", "Summer")
                if (key := (urn, group, "term", f"{period} {t}", cut, part)) in at
            }
            if terms:
                equations.append({cell: -1.0, **terms})
    parts: dict[tuple, dict] = {}
    for (urn, group, grain, period, cut, _), cell in at.items():
        whole = at.get((urn, group, grain, period, "all", ""))
        if cut != "all" and whole is not None:
            parts.setdefault((whole, cut), {whole: -1.0})[cell] = 1.0
    return equations + list(parts.values())


def _blocks(equations: list[dict], hidden: np.ndarray):
    """Equations and unknowns in sets that share nothing, so that each is small."""
    parent: dict = {}

    def root(x):
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for number, equation in enumerate(equations):
        for cell in equation:
            if not isinstance(cell, int) or hidden[cell]:
                parent[root(cell)] = root(("equation", number))
    blocks: dict = {}
    for thing in list(parent):
        rows, unknown = blocks.setdefault(root(thing), ([], []))
        if isinstance(thing, tuple) and thing[0] == "equation":
            rows.append(thing[1])
        else:
            unknown.append(thing)
    return [(rows, unknown) for rows, unknown in blocks.values() if unknown and rows]
