"""Files with problems on the desk are seen on the tracker, at the school whose rows have them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import absence, schools, terms, workforce
from wellmetrics import desk
from wellmetrics.arrivals import arrived
from wellmetrics.vault import Vault
from wellmetrics.views import this_term

A, B = "900001", "900002"
LEAD = "A. Lead"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    base = (schools(A, B), terms(), workforce({A: 12, B: 12}), absence(f"{A},P9,2025-09-01,2025-09-02"))
    return helpers.home_with(tmp_path_factory.mktemp("loaded") / "home", *base, build=False)


@pytest.fixture
def home(loaded, tmp_path):
    return Path(shutil.copytree(loaded, tmp_path / "home"))


def stuck(home, *files):
    desk.put(home, LEAD, files)
    return this_term.stuck(desk.look(home, desk.sent(home, LEAD)).checked)


def test_each_error_is_told_of_the_school_of_its_row(home):
    file = absence(
        f"{A},P1,2025-09-31,2025-10-01", f"{B},P2,2025-09-31,2025-09-40", f"{B},P3,2025-09-08,2025-09-08"
    )
    assert stuck(home, file) == {("absence", A): 1, ("absence", B): 2}


def test_an_error_of_the_whole_file_is_every_schools_and_a_good_file_has_none(home):
    lacks = helpers.csv(
        "absence.csv", "urn,staff_ref,fte,first_day,last_day,reason", f"{B},P1,1,2025-09-08,,flu"
    )
    assert stuck(home, lacks, absence(f"{A},P3,2025-09-08,2025-09-08", name="good.csv")) == {
        ("absence", B): 1
    }


def test_what_cannot_be_read_is_no_schools(home):
    assert stuck(home, ("letter.pdf", b"%PDF-1.7 ...")) == {}


def test_the_tracker_shows_them_where_a_return_is_owed_and_not_where_it_is_in(home):
    file = absence(f"{A},P1,2025-09-31,2025-10-01", f"{B},P2,2025-09-31,2025-10-01")
    waiting = stuck(home, file)
    with Vault(home) as vault:
        seen = arrived(vault, helpers.AUTUMN, date(2026, 1, 20))
    assert seen is not None
    spots = {row.name: row.spots[-1].word for row in this_term.view(seen, "Our Trust", waiting).rows}
    assert spots == {f"School {A}": "in", f"School {B}": "problem"}


def test_queries_are_counted_for_the_school_whose_row_has_them(home):
    doubtful = absence(f"{A},P5,2025-09-06,2025-09-07", f"{B},P6,2025-09-08,2025-09-08", name="more.csv")
    with Vault(home) as vault:
        helpers.put(vault, doubtful)
        seen = arrived(vault, helpers.AUTUMN, date(2026, 1, 20))
    assert seen is not None
    assert {a.urn: a.queries for a in seen.arrivals if a.feed.dataset == "absence"} == {A: 1, B: 0}
