"""The figures that ought to be there: what never came is said to be missing, not left blank."""

import numpy as np

from wellmetrics import catalogue
from wellmetrics.disclosure.figures import STATES, VALUES, Columns, Figures
from wellmetrics.disclosure.primary import Keeper
from wellmetrics.observe import Observed


class Grid:
    """Every indicator, place and period of a release."""

    def __init__(self, figures: Figures, observed: Observed) -> None:
        self.figures = figures
        declared = [catalogue.indicator(code) for code in figures.codes]
        listed = observed.periods.to_pydict()
        known = set(zip(listed["grain"], listed["period"], strict=True))
        # A feed that nobody has ever sent is not one that is missing.
        feeds = {declared[i].feed for i in np.unique(figures.indicator)}
        feeds |= set(observed.coverage["dataset"].unique().to_pylist())
        due = [i.feed in feeds and i.whole and i.method != "gap" for i in declared]
        self.wanted = np.array(
            [
                [one and p in known and p[0] in i.grains for p in figures.periods]
                for i, one in zip(declared, due, strict=True)
            ],
            bool,
        )
        self.feed_of = np.array([i.feed for i in declared])
        # A survey has no fixed term: where no school was asked, none has failed to answer.
        self.asked = np.tile((self.feed_of != "survey")[:, None], (1, len(figures.periods)))
        self.asked[figures.indicator, figures.period] = True
        year_of = dict(zip(listed["period"], listed["academic_year"], strict=True))
        self.not_due = {feed: self._not_due(observed, feed, year_of) for feed in feeds}

    def _not_due(self, observed: Observed, feed: str, year_of: dict[str, str]) -> np.ndarray:
        """By school and period: a term that is not due, or a year (or a month of one) none of whose terms is."""
        figures = self.figures
        terms: dict[tuple[str, str], bool] = {}
        years: dict[tuple[str, str], bool] = {}
        columns = ["urn", "dataset", "period", "academic_year", "state"]
        for row in observed.coverage.select(columns).to_pylist():
            if row["dataset"] == feed:
                not_due, year = row["state"] == "not due", (row["urn"], row["academic_year"])
                terms[row["urn"], row["period"]] = not_due
                years[year] = years.get(year, True) and not_due
        answer = np.zeros((len(figures.places), len(figures.periods)), bool)
        for i in np.flatnonzero(figures.is_school):
            urn = figures.places[i][0]
            for j, (grain, period) in enumerate(figures.periods):
                year = (urn, year_of.get(period, ""))
                answer[i, j] = terms.get((urn, period), False) if grain == "term" else years.get(year, False)
        return answer

    def absent(self, cells: Columns, schools: np.ndarray, keeper: Keeper) -> Columns:
        """Rows for everybody (cut all) of the schools and of the groups in `cells`, where there is none.

        `schools` is true, by indicator, place and period, where a school's figure belongs in the file.
        """
        figures = self.figures
        shape = (len(figures.codes), len(figures.places), len(figures.periods))
        have, places = np.zeros(shape, bool), np.zeros(len(figures.places), bool)
        every = cells["part"] == figures.everybody
        have[cells["indicator"][every], cells["place"][every], cells["period"][every]] = True
        places[cells["place"]] = True
        due = np.where(figures.is_school[None, :, None], schools, places[None, :, None])
        wanted = self.wanted[:, None, :] & due & ~have
        months = figures.grain == "month"
        if not (figures.is_school[cells["place"]] & months[cells["period"]]).any():
            wanted &= ~(figures.is_school[None, :, None] & months)
        indicator, place, period = np.nonzero(wanted)
        not_due = np.zeros(len(place), bool)
        for feed, by_place in self.not_due.items():
            of_feed = self.feed_of[indicator] == feed
            not_due[of_feed] = by_place[place[of_feed], period[of_feed]]
        not_due |= ~self.asked[indicator, period]
        # Figures made in different ways are never one: they stand there by way.
        ways = figures.cut[figures.part] == "method"
        by_way = np.zeros(shape, bool)
        by_way[figures.indicator[ways], figures.place[ways], figures.period[ways]] = True
        not_due |= by_way[indicator, place, period]
        where = {
            "indicator": indicator,
            "place": place,
            "period": period,
            "part": np.full(len(place), figures.everybody),
        }
        # What was sent and is given by the year has come.
        came = np.zeros(shape, bool)
        came[figures.indicator, figures.place, figures.period] = True
        not_due |= came[indicator, place, period] & figures.by_year(keeper, where)
        state = np.where(not_due, STATES.index("not applicable"), STATES.index("missing"))
        none = np.full(len(place), np.nan)
        return {**where, "state": state, **dict.fromkeys(VALUES, none)}
