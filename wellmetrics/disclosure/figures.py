"""Observations by number: each name once, each figure a row of columns, so that the door works on whole columns."""

import numpy as np
import pandas as pd
import pyarrow as pa

from wellmetrics import catalogue
from wellmetrics.counting import BASES, SUMS
from wellmetrics.disclosure import primary
from wellmetrics.disclosure.numbered import Pair, encoded, find, named, paired, pairs
from wellmetrics.model import OTHERS, TERMS, WIDER
from wellmetrics.observe import Observed

VALUES = (*SUMS, "estimate", "lower", "upper")  # what a cell holds
SPREAD = (
    "square_sum",
    "cross_sum",
    "denominator_square_sum",
)  # what the range of a mean or a ratio is made of
NUMBERS = (*VALUES, "largest", "schools", "largest_school")
EVERYBODY = ("all", "")
TRUST = ("", "")
ABSENT = "absent staff"  # whoever was so in a year was so in one of its terms
STATES = ("shown", "nil", "missing", "hidden", "not applicable")
Columns = dict[str, np.ndarray]


class Figures:
    """A column a name: `indicator`, `place`, `period` and `part` are numbers of the sorted lists beside them.

    A key is an indicator, a period and a part; `row[place, key]` is the row that stands there, -1 where none does.
    """

    def __init__(self, observed: Observed) -> None:
        table = observed.observations
        declared = catalogue.all_indicators()
        members, periods = observed.members, observed.periods
        self.codes = sorted(declared)
        self.places: list[Pair] = sorted(
            {
                ("", OTHERS),
                TRUST,
                *pairs(table, "urn", "group"),
                *pairs(observed.places, "urn", "group"),
                *(("", str(group)) for group in members["group"].unique().to_pylist()),
            }
        )
        self.periods = sorted({*pairs(table, "grain", "period"), *pairs(periods, "grain", "period")})
        self.parts = sorted(
            {EVERYBODY, *pairs(table, "cut", "part"), *(i.part_of for i in declared.values() if i.part_of)}
        )
        self.number_of_place = {place: i for i, place in enumerate(self.places)}
        self.others, self.trust = self.number_of_place["", OTHERS], self.number_of_place[TRUST]
        self.everybody = self.parts.index(EVERYBODY)
        self.is_school = np.array([urn != "" for urn, _ in self.places])
        self.grain = np.array([grain for grain, _ in self.periods])
        self.cut = np.array([cut for cut, _ in self.parts])
        self._name_columns()

        codes, at = encoded(table["indicator"])
        self.indicator = np.array([self.codes.index(code) for code in codes], int)[at]
        self.place = paired(table, "urn", "group", self.places)
        self.period = paired(table, "grain", "period", self.periods)
        self.part = paired(table, "cut", "part", self.parts)
        self.numbers = {name: table[name].to_numpy().astype(float) for name in NUMBERS}
        self._keys()
        self._classes([declared[code] for code in self.codes])
        self._members(members)
        self._years()
        self._sizes(observed.places)

    def _name_columns(self) -> None:
        """For each column of a cell, its names in order and which of them a place, period or part has."""
        self.names: dict[str, tuple[pd.Index, np.ndarray]] = {"indicator": named(self.codes)}
        for first, second, met in (
            ("urn", "group", self.places),
            ("grain", "period", self.periods),
            ("cut", "part", self.parts),
        ):
            self.names[first] = named(a for a, _ in met)
            self.names[second] = named(b for _, b in met)

    def _classes(self, declared: list) -> None:
        """What the rules go by: the class of each row's indicator, or of its cut where that is stricter."""
        classes = np.array([[primary.class_of(i, cut) for cut in self.cut] for i in declared])
        self.protection = classes[self.indicator, self.part]
        self.class_of_key = classes[self.keys["indicator"], self.keys["part"]]
        may_share = np.array([[primary.heads_may_share(i, cut) for cut in self.cut] for i in declared])
        self._by_year = {
            audience: np.array([[primary.by_year(i, cut, audience) for cut in self.cut] for i in declared])
            for audience in primary.KEEPERS
        }
        self.code_is_shared = may_share[:, self.everybody]
        self.key_is_shared = may_share[self.keys["indicator"], self.keys["part"]]
        # Rows of single schools that other heads may see, never a month.
        of_school = self.is_school[self.place] & (self.grain != "month")[self.period]
        self.row_is_shared = may_share[self.indicator, self.part] & of_school
        self.has_spread = np.array([i.method in ("mean", "ratio") for i in declared])
        # A median of all is not that of the schools put together.
        self.adds_up = np.array([i.method != "median" for i in declared])
        kept = np.array([i.protection == "managed" and not i.part_of for i in declared])
        self.exact = (self.part == self.everybody) & kept[self.indicator]
        # Indicators that are one part of a cut (days lost to mental ill health) share the protection of that part.
        sorts = sorted({i.people for i in declared})
        self.sorts = sorts
        self.sort_of = np.array([sorts.index(i.people) for i in declared])
        # Sorts of people with a measure whose terms make the year: one such measure tells of them all.
        made = {i.people for i in declared if i.terms_make_year}
        self.made_of_terms = np.array([people in made for people in sorts])
        self.year_is_mean = np.isin(sorts, [i.people for i in declared if i.feed == "participation"])
        # Whoever was away in a term was so in the year; who is still away at its end is another.
        away = {i.people for i in declared if i.feed == "absence"}
        self.away = np.isin(sorts, sorted(away))
        self.away_all_year = np.isin(sorts, sorted(away - {i.people for i in declared if i.now}))
        self.away_in_a_term = np.array([people == ABSENT for people in sorts])
        # Whoever is away for two reasons or in two terms, or asked twice in one, is counted in each.
        self.in_two = self.away | np.isin(sorts, [i.people for i in declared if i.feed == "survey"])
        wider = {i.people: i.among for i in declared if i.among}
        self.among = np.array([sorts.index(wider[one]) if one in wider else -1 for one in sorts])
        self.node_part_of = np.tile(np.arange(len(self.parts)), (len(declared), 1))
        number_of = {part: number for number, part in enumerate(self.parts)}
        for number, i in enumerate(declared):
            if i.part_of:
                self.node_part_of[number, self.everybody] = number_of[i.part_of]
        # How many gave each answer is hidden with the question, and adds up to its replies.
        self.question_of = np.array(
            [
                number_of.get(("question", n.partition(" = ")[0]), -1) if c == "answer" else -1
                for c, n in self.parts
            ]
        )
        # Groups that are made of others: what is pooled before it is hidden.
        self.wider_of = np.array([number_of.get(WIDER.get(part, EVERYBODY), -1) for part in self.parts])
        self.wider_of[self.wider_of == self.everybody] = -1
        self.not_known_of = np.array([number_of.get((cut, "not known"), -1) for cut, _ in self.parts])
        # Of whom there may be more than the figure counts is known: staff, pupils on roll or eligible, replies of a scale.
        self.known_base = np.array([i.base is not None or i.band or i.counts for i in declared])
        number_of_code = {i.code: number for number, i in enumerate(declared)}
        self.follows = np.array([number_of_code.get(i.follows, -1) for i in declared])

    def _keys(self) -> None:
        triple = (self.indicator * len(self.periods) + self.period) * len(self.parts) + self.part
        keys, self.key = np.unique(triple, return_inverse=True)
        self.keys = {
            "indicator": keys // (len(self.periods) * len(self.parts)),
            "period": keys // len(self.parts) % len(self.periods),
            "part": keys % len(self.parts),
        }
        self.row = np.full((len(self.places), len(keys)), -1)
        self.row[self.place, self.key] = np.arange(len(self.key))
        self.whole_key = find(keys, keys - self.keys["part"] + self.everybody)
        self.triples = keys

    def _members(self, members: pa.Table) -> None:
        """`member[group, school, period]`: who counted in a group's period."""
        shape = (len(self.places), len(self.places), len(self.periods))
        self.member = np.zeros(shape, bool)
        if members.num_rows:
            blank = pa.array([""] * members.num_rows)
            both = members.append_column("no_urn", blank).append_column("no_group", blank)
            group = paired(both, "no_urn", "group", self.places)
            school = paired(both, "urn", "no_group", self.places)
            self.member[group, school, paired(both, "grain", "period", self.periods)] = True

    def _years(self) -> None:
        """Which terms make which year: `year_of` is -1 for months and years.

        `steady` is true, by place and period, where the same schools counted in every term of the year and in the year:
        only then do the terms make it. A school counts itself in all of them; the pool is steady where the trust is.
        """
        number = {period: i for i, period in enumerate(self.periods)}
        self.year_of = np.array(
            [number.get(("year", p[:7]), -1) if g == "term" else -1 for g, p in self.periods], int
        )
        year = self.year_of[self.keys["period"]]
        in_year = self.triples + (year - self.keys["period"]) * len(self.parts)
        self.year_key = np.where(year >= 0, find(self.triples, in_year), -1)
        self.steady = np.ones((len(self.places), len(self.periods)), bool)
        for year in np.unique(self.year_of[self.year_of >= 0]):
            terms = np.flatnonzero(self.year_of == year)
            changed = (self.member[:, :, terms] != self.member[:, :, [year]]).any(axis=(1, 2))
            changed[self.others] = changed[self.trust]
            self.steady[np.ix_(changed, [*terms, year])] = False

    def _sizes(self, places: pa.Table) -> None:
        """How many staff a school has; a group, or a school that counted nobody, has no end of them. And how many years.

        A year of an indicator and a school is whole where there are all its terms.
        """
        self._staff = np.full(len(self.places), np.inf)
        for urn, staff in zip(places["urn"].to_pylist(), places["headcount"].to_pylist(), strict=True):
            if urn and staff is not None:
                self._staff[self.number_of_place[urn, ""]] = staff

        self._terms = np.zeros((len(self.codes), len(self.places), len(self.periods)), np.int8)
        inside = (self.part == self.everybody) & (self.year_of[self.period] >= 0)
        of_year = self.indicator[inside], self.place[inside], self.year_of[self.period[inside]]
        np.add.at(self._terms, of_year, 1)
        self._whole_years = (self._terms == len(TERMS)).sum(axis=2)

    def by_year(self, audience: primary.Keeper, cells: Columns) -> np.ndarray:
        """Cells of terms and months of which the audience has the year alone."""
        needed = self._by_year[audience][cells["indicator"], cells["part"]]
        small = (self._staff[cells["place"]] < needed) & (self.grain != "year")[cells["period"]]
        return small & (self._whole_years[cells["indicator"], cells["place"]] >= primary.YEARS)

    def of_nobody(self) -> np.ndarray:
        """A part of a whole in which there is nobody: the whole says so already. Replies are never nobody's."""
        whole = self._row_at(self.whole_key)
        counts = ~np.isin(self.protection, ["anonymous", "answers", "band"]) & (self.part != self.everybody)
        return counts & (whole >= 0) & (self.numbers["people"][whole] == 0)

    def whole_part(self, shown: np.ndarray) -> np.ndarray:
        """A group that is everybody says no more than the whole, where that is `shown`: hiding it would be idle.

        Nor does its year, whatever terms without groups the year has besides.
        """
        whole = self._row_at(self.whole_key)
        known = [cut for cuts in BASES.values() for cut in cuts]
        of_shown = np.isin(self.cut[self.part], known) & (whole >= 0) & shown[whole]
        equal = of_shown.copy()
        for name in ("people", "base_people", "numerator", "denominator"):
            equal &= np.isclose(self.numbers[name], self.numbers[name][whole])
        year = self._row_at(self.year_key)
        terms, same = (np.bincount(year[of & (year >= 0)], minlength=len(year)) for of in (year >= 0, equal))
        return equal | (of_shown & (terms > 0) & (terms == same))

    def _row_at(self, key: np.ndarray) -> np.ndarray:
        """Of each row, the row of the same place at another key; -1 where there is none."""
        other = key[self.key]
        return np.where(other >= 0, self.row[self.place, other], -1)

    def only_school(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows of groups in which one school alone has the part, and that school's rows: they are the same figure."""
        groups = np.flatnonzero(~self.is_school[self.place] & (self.numbers["schools"] == 1))
        inside = self.member[self.place[groups], :, self.period[groups]]
        there = self.row[:, self.key[groups]].T
        school = np.where(inside & (there >= 0), there, -1).max(axis=1, initial=-1)
        return groups[school >= 0], school[school >= 0]

    def frame(self, cells: Columns) -> pd.DataFrame:
        """Cells with their names, in the order of a release."""
        order = np.lexsort([cells[name] for name in ("part", "period", "place", "indicator")])
        cells = {name: column[order] for name, column in cells.items()}
        state = pd.Categorical.from_codes(cells["state"], pd.Index(STATES), validate=False)
        return pd.DataFrame({**self._where(cells), "state": state, **{name: cells[name] for name in VALUES}})

    def digests(self, cells: Columns, audience: str) -> np.ndarray:
        """A number for each cell by where it stands, how many people it counts, and in whose file: the same in any build.

        A year of more terms, or a group of more schools, is another figure, though it may count as many.
        """
        # The pool has no rows of its own: it has the terms that the trust has.
        place = np.where(cells["place"] == self.others, self.trust, cells["place"])
        told = pd.DataFrame(
            {
                **self._where(cells),
                "people": np.round(cells["people"], 6),
                "schools": cells["schools"],
                "terms": self._terms[cells["indicator"], place, cells["period"]],
            }
        )
        return pd.util.hash_pandas_object(told, index=False, hash_key=f"{audience:16.16}").to_numpy()

    def _where(self, cells: Columns) -> dict[str, pd.Categorical]:
        number = {
            "indicator": cells["indicator"],
            **dict.fromkeys(("urn", "group"), cells["place"]),
            **dict.fromkeys(("grain", "period"), cells["period"]),
            **dict.fromkeys(("cut", "part"), cells["part"]),
        }
        return {
            name: pd.Categorical.from_codes(of[number[name]], names, validate=False)
            for name, (names, of) in self.names.items()
        }
