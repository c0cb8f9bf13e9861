"""The figures that ought to be there: what never came is said to be missing, not left blank."""

import numpy as np
import pandas as pd

from wellmetrics import catalogue
from wellmetrics.observe import SUMS, Observed

WHERE = ["urn", "group", "grain", "period", "cut", "part"]
CELL = ["indicator", *WHERE, "state", *SUMS]


class Grid:
    """Every indicator, place and period of a release."""

    def __init__(self, observed: Observed) -> None:
        places = observed.places.to_pandas()
        periods = observed.periods.to_pandas()
        coverage = observed.coverage.to_pandas()
        self.urns = sorted(places.loc[places["urn"] != "", "urn"])
        self.wanted = pd.concat(
            periods.loc[periods["grain"].isin(i.grains), ["grain", "period", "academic_year"]].assign(
                indicator=code
            )
            for code, i in catalogue.all_indicators().items()
        )
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
        rows = self.wanted.merge(places, how="cross").assign(cut="all", part="")
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
