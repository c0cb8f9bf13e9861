"""What a reader of one file knows: its quantities, and the relations that are published between them.

The attacker's side. Schools make groups, parts make the whole, terms make the year, and some figures count the same.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from wellmetrics.model import OTHERS, OVERLAPPING_CUTS, WIDER

ALL = ("all", "")
WHERE = ["indicator", "urn", "group", "grain", "period", "cut", "part"]  # where a cell stands
Pair = tuple[str, str]
Equations = tuple[np.ndarray, np.ndarray, np.ndarray]  # equation, unknown, sign


class Reader:
    """What an audience can fetch, as quantities by number: a figure, a place, a period and a part.

    `named` says of indicators what they count: a figure, and the part of it.
    """

    def __init__(
        self, cells: pd.DataFrame, members: pd.DataFrame, named: Mapping[str, tuple[str, Pair]]
    ) -> None:
        self.places, place = _paired(cells, "urn", "group")
        self.periods, period = _paired(cells, "grain", "period")
        self.parts, part = _paired(cells, "cut", "part")
        in_cut = np.array([cut not in ("all", *OVERLAPPING_CUTS) for cut, _ in self.parts])[part]
        its_own = part
        self.figures, figure, part = self._figures(cells, part, named)
        groups = [group for urn, group in self.places if not urn]
        members = members[members["group"].isin(groups)]
        self.places = list(dict.fromkeys([*self.places, *((urn, "") for urn in members["urn"].unique())]))
        self.codes = self.code(figure, place, period, part)
        self.cut_of = self.codes[its_own == part]  # a figure that is one part by itself is no cut
        self.members = self._coded(members)
        self.at = np.unique(np.concatenate([self.codes, self._never_seen()]))
        self.of_cell = np.searchsorted(self.at, self.codes)
        # Some reasons by themselves do not make the whole; all the parts of a cut do.
        self.in_cut = np.zeros(len(self.at), bool)
        self.in_cut[self.of_cell[in_cut]] = True
        self.lacks = self._lacks(cells["state"].isin(["shown", "hidden"]).to_numpy())
        self.not_sent = np.zeros(len(self.at), bool)
        silent = (cells["state"] == "not applicable") & (cells["cut"] == "all")
        self.not_sent[self.of_cell[(silent | (cells["state"] == "missing")).to_numpy()]] = True
        whole = self.whole()
        self.not_sent |= (whole >= 0) & self.not_sent[whole]

    def _figures(
        self, cells: pd.DataFrame, part: np.ndarray, named: Mapping[str, tuple[str, Pair]]
    ) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Indicators that count the same thing are one figure: days of one reason are a part of the days lost."""
        number, codes = _numbered(cells["indicator"])
        counted = [named.get(code, (code, ALL)) for code in codes]
        self.parts = list(dict.fromkeys([*self.parts, ALL, *(as_part for _, as_part in counted)]))
        figures = list(dict.fromkeys(name for name, _ in counted))
        figure = np.array([figures.index(name) for name, _ in counted], int)[number]
        as_part = np.array([self.parts.index(name) for _, name in counted], int)[number]
        return figures, figure, np.where(part == self.parts.index(ALL), as_part, part)

    def code(self, figure, place, period, part) -> np.ndarray:
        sizes = len(self.places), len(self.periods), len(self.parts)
        return ((figure * sizes[0] + place) * sizes[1] + period) * sizes[2] + part

    def split(self, codes: np.ndarray) -> tuple[np.ndarray, ...]:
        rest, part = np.divmod(codes, len(self.parts))
        rest, period = np.divmod(rest, len(self.periods))
        figure, place = np.divmod(rest, len(self.places))
        return figure, place, period, part

    def find(self, figure, place, period, part) -> np.ndarray:
        """Numbers of quantities, -1 where they are not here."""
        return self._find(self.code(figure, place, period, part), self.at)

    def _find(self, codes: np.ndarray, among: np.ndarray) -> np.ndarray:
        at = np.searchsorted(among, codes).clip(max=len(among) - 1)
        return np.where(among[at] == codes, at, -1)

    def _coded(self, members: pd.DataFrame) -> pd.DataFrame:
        """Groups, schools and periods of the memberships by number, those of other periods left out."""
        place = {name: i for i, name in enumerate(self.places)}
        period = {name: i for i, name in enumerate(self.periods)}
        group, urn, grain, when = (members[name].tolist() for name in ("group", "urn", "grain", "period"))
        coded = {
            "group": [place["", name] for name in group],
            "school": [place[name, ""] for name in urn],
            "period": [period.get(pair, -1) for pair in zip(grain, when, strict=True)],
        }
        frame = pd.DataFrame(coded, dtype=int)
        return frame[frame["period"] >= 0]

    def _inside(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Every quantity of a group with that of each school in it, as codes."""
        figure, place, period, part = self.split(codes)
        groups = pd.DataFrame(
            {"whole": codes, "figure": figure, "group": place, "period": period, "part": part}
        )
        both = groups.merge(self.members, on=["group", "period"])
        parts = self.code(*(both[name].to_numpy() for name in ("figure", "school", "period", "part")))
        return both["whole"].to_numpy(), parts

    def _never_seen(self) -> np.ndarray:
        """Schools' quantities that this audience never gets, though groups hold them.

        A school whose other parts of the cut are here has nothing in a part that is not.
        """
        _, place, _, _ = self.split(self.codes)
        group = np.array([urn == "" for urn, _ in self.places])
        _, parts = self._inside(np.unique(self.codes[group[place]]))
        of_cut = self.cuts()
        figure, place, period, part = self.split(self.codes)
        have = np.unique(self.code(figure, place, period, of_cut[part])[np.isin(self.codes, self.cut_of)])
        figure, place, period, part = self.split(parts)
        some = self._find(self.code(figure, place, period, of_cut[part]), have) >= 0
        return parts[~some]

    def _lacks(self, somebody: np.ndarray) -> np.ndarray:
        """Codes of figures that have somebody in the whole and no part of a cut, whose number stands for the part.

        What a school sent for everybody alone is in the whole of a group, and in none of its parts.
        """
        of_cut = self.cuts()
        figure, place, period, part = self.split(self.codes)
        cuts = pd.DataFrame({"figure": figure, "cut": of_cut[part]}).drop_duplicates()
        everybody = somebody & (part == self.parts.index(ALL))
        wholes = pd.DataFrame({"figure": figure, "place": place, "period": period})[
            everybody
        ].drop_duplicates()
        each = wholes.merge(cuts, on="figure")
        have = np.unique(self.code(figure, place, period, of_cut[part])[np.isin(self.codes, self.cut_of)])
        code = self.code(*(each[name].to_numpy() for name in ("figure", "place", "period", "cut")))
        lacking = each[self._find(code, have) < 0]
        inside = lacking.merge(self.members, left_on=["place", "period"], right_on=["school", "period"])
        codes = [
            self.code(*(rows[name].to_numpy() for name in ("figure", where, "period", "cut")))
            for rows, where in ((lacking, "place"), (inside, "group"))
        ]
        return np.unique(np.concatenate(codes))

    def cuts(self) -> np.ndarray:
        """By part, the number of its cut."""
        return np.unique([cut for cut, _ in self.parts], return_inverse=True)[1]

    def places_add(self, pool: tuple[str, ...], own: str = "") -> list[Equations]:
        """Sums of places. Where the pool's schools are known by name, it is a group of them."""
        head = ("", OTHERS) in self.places
        by_name = head and bool((self.members["group"] == self.places.index(("", OTHERS))).any())
        sums = [self._groups(own if head else "")] if by_name or not head else []
        if head and (own or not by_name):
            sums.append(self._own_and_pool(pool, own))
        return sums

    def whole(self) -> np.ndarray:
        """By quantity: the number of what it is a part of; -1 where that is not here, or it is no part."""
        figure, place, period, part = self.split(self.at)
        everybody = self.parts.index(ALL)
        whole = self._find(self.code(figure, place, period, everybody), self.at)
        return np.where(part == everybody, -1, whole)

    def wider(self) -> np.ndarray:
        """By quantity: the number of the wider group that it is a part of; -1 where there is none here."""
        figure, place, period, part = self.split(self.at)
        number = {name: i for i, name in enumerate(self.parts)}
        of = np.array([number.get(WIDER.get(name, ALL), -1) for name in self.parts])
        of[of == number[ALL]] = -1
        at = self._find(self.code(figure, place, period, np.maximum(of[part], 0)), self.at)
        return np.where(of[part] < 0, -1, at)

    def parts_of(self) -> np.ndarray:
        """Parts with their wholes and wider groups, of cuts that do not overlap: none has more than its whole."""
        once = np.array([cut not in OVERLAPPING_CUTS for cut, _ in self.parts])[self.split(self.at)[3]]
        whole = self.whole()
        pairs = []
        for wider in (whole, self.wider()):
            part = np.flatnonzero(once & (wider >= 0))
            pairs.append(np.column_stack([part, wider[part]]))
        return np.concatenate(pairs)

    def parts_add(self) -> Equations:
        """Parts of the whole, by cut, and of the wider groups that they make."""
        figure, place, period, part = self.split(self.at)
        cuts = self.cuts()
        whole = self.whole()
        lacks = np.isin(self.code(figure, place, period, cuts[part]), self.lacks)
        cut = np.flatnonzero(self.in_cut & (whole >= 0) & ~lacks)
        wider = self.wider()
        made = np.flatnonzero(self.in_cut & (wider >= 0))
        # A sum for each whole and cut, and one for each wider group.
        name = np.concatenate([whole[cut] * len(self.parts) + cuts[part[cut]], -1 - wider[made]])
        return name, np.concatenate([whole[cut], wider[made]]), np.concatenate([cut, made])

    def _groups(self, own: str = "") -> Equations:
        """Schools make their groups. A head (`own`) is told of schools by name only where others than the own are seen."""
        group = np.array([urn == "" for urn, _ in self.places])
        whole, parts = self._inside(self.at[group[self.split(self.at)[1]]])
        if own:
            others = np.isin(parts, self.codes) & (self.split(parts)[1] != self.places.index((own, "")))
            told = np.isin(whole, whole[others])
            whole, parts = whole[told], parts[told]
        at, inside = self._find(whole, self.at), self._find(parts, self.at)
        return at[inside >= 0], at[inside >= 0], inside[inside >= 0]

    def _own_and_pool(self, pool: tuple[str, ...], urn: str) -> Equations:
        """Own school and pool are the trust, where no school of the trust is outside both."""
        figure, place, period, part = self.split(self.at)
        trust, others = self.places.index(("", "")), self.places.index(("", OTHERS))
        seen = [i for i in np.unique(self.split(self.codes)[1]) if self.places[i][0]]
        own = {i for i in seen if urn in ("", self.places[i][0])}
        inside = self.members[self.members["group"] == trust].groupby("period")["school"].agg(set)
        others_are = {self.places.index((urn, "")) for urn in pool if (urn, "") in self.places}
        empty: set[int] = set()
        closed = [not (inside.get(i, empty) - own - others_are) for i in range(len(self.periods))]
        whole = np.flatnonzero((place == trust) & np.array(closed)[period])
        figure, period, part = figure[whole], period[whole], part[whole]
        pools = self._find(self.code(figure, others, period, part), self.at)
        sums, parts = [whole[pools >= 0]], [pools[pools >= 0]]
        for school in own:
            member = np.array(
                [not inside.get(i, empty) or school in inside[i] for i in range(len(self.periods))]
            )
            mine = self._find(self.code(figure, school, period, part), self.at)
            there = (mine >= 0) & (pools >= 0) & member[period]
            sums.append(whole[there])
            parts.append(mine[there])
        return np.concatenate(sums), np.concatenate(sums), np.concatenate(parts)


def remembered(cells: pd.DataFrame, earlier: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The cells, with what earlier files of the same audience showed where these show nothing."""
    for one in earlier:
        shown = (
            one[one["state"].isin(["shown", "nil"])]
            .astype(dict.fromkeys([*WHERE, "state"], str))
            .set_index(WHERE)
        )
        now = cells.astype(dict.fromkeys([*WHERE, "state"], str)).set_index(WHERE)
        known = now.index[(now["state"] == "hidden").to_numpy()].intersection(shown.index)
        now.loc[known] = shown.loc[known, now.columns]
        cells = now.reset_index()[list(cells.columns)]
    return cells


def told_nothing(cells: pd.DataFrame) -> np.ndarray:
    """Cells that say neither a number nor that there is nobody: hidden, missing, or of a term told by the year."""
    state = cells["state"].to_numpy(str)
    silent = np.isin(state, ["missing", "not applicable"])
    urn, grain = cells["urn"].to_numpy(str), cells["grain"].to_numpy(str)
    terms = (urn != "") & (grain == "term") & (cells["cut"] == "all").to_numpy()
    line = cells.groupby(["indicator", "urn"], observed=True).ngroup().to_numpy()
    said = {
        grain: np.bincount(line[~silent & (urn != "") & at], minlength=len(line)) > 0
        for grain, at in (("term", terms), ("year", grain == "year"))
    }
    by_year = terms & said["year"][line] & ~said["term"][line]
    return np.isin(state, ["hidden", "missing"]) | by_year


def _numbered(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(int), column.cat.categories.tolist()
    number, names = pd.factorize(column)
    return number, list(names)


def _paired(cells: pd.DataFrame, first: str, second: str) -> tuple[list[Pair], np.ndarray]:
    """The pairs of two columns' names that are met, and each row's number among them."""
    (a, firsts), (b, seconds) = _numbered(cells[first]), _numbered(cells[second])
    met, number = np.unique(a * len(seconds) + b, return_inverse=True)
    return [(firsts[i // len(seconds)], seconds[i % len(seconds)]) for i in met], number


def triples(sums: list[Equations]) -> Equations:
    """From (sum, total, part) to the signed members of each equation: its parts less its total are nought."""
    rows, columns, signs, number = [], [], [], 0
    for name, total, part in sums:
        _, first, row = np.unique(name, return_index=True, return_inverse=True)
        rows += [row + number, np.arange(len(first)) + number]
        columns += [part, total[first]]
        signs += [np.ones(len(part)), -np.ones(len(first))]
        number += len(first)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(signs)


def together(one: Equations, other: Equations) -> Equations:
    """Signed members of both."""
    (row, *first), (next_row, *second) = one, other
    after = next_row + int(row.max(initial=-1)) + 1
    column, sign = (np.concatenate(both) for both in zip(first, second, strict=True))
    return np.concatenate([row, after]), column, sign
