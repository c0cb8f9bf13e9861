"""What an indicator declares of its terms and its year is what is counted: protection and attack both build on it."""

import pandas as pd
import pytest

from wellmetrics import access, catalogue
from wellmetrics.model import Viewer

# A median has no numerator, and a gap is made from its two groups.
INDICATORS = [
    i
    for i in catalogue.all_indicators().values()
    if i.method not in ("median", "gap") and i.whole and {"term", "year"} <= set(i.grains)
]


@pytest.fixture(scope="module")
def years(demo_home):
    """Every school's year that is shown with all its terms: its numerator, its terms' sum, and their mean."""
    lead = access.open_release(demo_home, Viewer("lead"))
    found = lead.table("cells").to_pandas()
    lead.close()
    found = found[(found["cut"] == "all") & (found["urn"] != "") & found["grain"].isin(["term", "year"])]
    found = found.assign(year=found["period"].str[:7], hidden=found["state"] == "hidden")
    lines = found.groupby(["indicator", "urn", "year", "grain"])
    seen = lines.agg(hidden=("hidden", "any"), total=("numerator", "sum"), n=("numerator", "count")).unstack()
    seen = seen[~seen["hidden"].any(axis=1) & (seen["n"] > 0).all(axis=1)]
    of_terms = seen["total", "term"]
    said = {"year": seen["total", "year"], "sum": of_terms, "mean": of_terms / seen["n", "term"]}
    return dict(iter(pd.DataFrame(said).groupby("indicator")))


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.code)
def test_the_terms_make_the_year_where_the_declaration_says_so(years, indicator):
    if indicator.code not in years:
        # The demo trust has not asked everything, and hides some term of every year of the rarer reasons.
        assert indicator.protection != "managed"
        return
    line = years[indicator.code]
    made = [((line[how] - line["year"]).abs() < 1e-6).all() for how in ("sum", "mean")]
    assert any(made) is indicator.terms_make_year
