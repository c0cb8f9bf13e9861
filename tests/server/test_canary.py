"""No figure of another school reaches a reader by any way: over the line, in a page, in a file, in a log."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from tests.server import canary, stream
from tests.server import provider as p
from tests.server.provider import Visitor, email
from wellmetrics import desk, people, release
from wellmetrics.__main__ import main as command_line
from wellmetrics.model import Viewer
from wellmetrics.people import ADMINISTRATOR, Grant
from wellmetrics.words import numbers

LEAD = f"{email('lead')} (Wellbeing lead)"  # whose desk it is
OTHER_ROLES = [
    "lead",
    "board",
    *(f"head:{urn}" for urn in canary.SCHOOLS),
    "school lead:900002",
    "programme",
    "administrator",
    "data protection officer",
]
FIGURES = ("days_lost_per_fte", "pupil_referrals_per_1000", "any_club", "staff_favourable")
TERMS = [f"2025/26 {term}" for term in canary.TERMS]
# What the latest term and an earlier one show of their own accord.
SHORT = ["", f"term={TERMS[0]}"]
# Every term, with each figure; each school; each voice.
QUERIES = [
    "",
    *(f"term={term}" for term in TERMS),
    *(f"indicator={code}&term={term}" for code in FIGURES for term in TERMS),
    *(f"school={urn}" for urn in canary.SCHOOLS),
    *(f"audience={audience}" for audience in ("staff", "pupils")),
]


@dataclass(frozen=True)
class Canary:
    home: Path
    address: str
    log: Path
    trust: canary.Trust
    truth: pd.DataFrame  # all that was counted


@pytest.fixture(scope="module")
def served(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    folder = tmp_path_factory.mktemp("canary")
    home, log = folder / "home", folder / "log"
    trust, truth = canary.build(home)
    desk.put(home, LEAD, [trust.owed()])
    p.invite_all(home)
    with p.server(home, folder, provider, log) as address:
        yield Canary(home, address, log, trust, truth)


def held(home: Path, viewer: str, *not_of: str) -> set[str]:
    """The telling numbers of a reader's own file; of the cells of no place in `not_of`."""
    opened = release.open_for(home, Viewer.parse(viewer))
    try:
        cells = opened.table("cells").to_pandas()
    finally:
        opened.close()
    return canary.telling_of(cells[~cells["urn"].isin(not_of)])


def foreign(served: Canary, role: str) -> set[str]:
    """What is true of the trust, and what other schools wrote: all that this reader's own file does not say."""
    viewer = Grant.parse(role).viewer
    every = canary.telling_of(served.truth)
    if role != "lead":  # who loads the files of all
        every |= {
            canary.key(one) for urn in set(canary.SCHOOLS) - {role[-6:]} for one in served.trust.planted[urn]
        }
    return every - (held(served.home, str(viewer)) if viewer else set())


def enter(served: Canary, name: str) -> Visitor:
    visitor = Visitor(served.address)
    visitor.sign_in(name)
    return visitor


def search(
    served: Canary,
    name: str,
    role: str,
    screens: Iterable[str],
    *queries: str,
    visitor: Visitor | None = None,
) -> set[str]:
    got = canary.fetched(visitor or enter(served, name), screens, *queries)
    print(f"{role}: {got}")
    met = got.numbers | canary.numbers(served.log.read_text())
    assert not sorted(met & foreign(served, role))
    return met


def test_a_head_gets_the_own_schools_figures_by_every_way_and_no_other_schools(served):
    got = search(served, "head", "head:900003", canary.SCREENS, *SHORT)
    planted = {
        urn: {canary.key(number) for number in numbers} for urn, numbers in served.trust.planted.items()
    }
    assert len(got & planted["900003"]) >= 6
    for urn in set(canary.SCHOOLS) - {"900003"}:
        assert not got & planted[urn], urn
        assert not held(served.home, "head:900003") & planted[urn], urn


def test_the_board_gets_no_figure_that_its_file_does_not_show(served):
    hidden = foreign(served, "board")
    assert len(hidden) >= 20
    got = search(served, "board", "board", canary.SCREENS, *SHORT)
    assert len(got & held(served.home, "board", "")) >= 20


def test_the_lead_who_looks_as_a_head_gets_no_more_than_the_head(served):
    lead = enter(served, "lead")
    assert canary.fetched(lead, ["compare", "trust"]).numbers & foreign(served, "head:900003")
    with stream.opened(lead) as line:
        shown = stream.drawn(line, "methods")
        stream.chosen(line, "methods", stream.select(shown, "See it as"), "Head of School 900003")
    search(served, "lead", "head:900003", canary.SCREENS, visitor=lead)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("role", ["head:900003", "board"])
def test_an_export_for_a_reader_holds_no_figure_of_others(served, tmp_path, role, form):
    command = ["export", "--role", role, "--out", str(tmp_path), "--home", str(served.home), "--format", form]
    with pytest.raises(SystemExit, match="0"):
        command_line(command)
    got = canary.numbers(*(canary.text_of(file.read_bytes()) for file in tmp_path.glob(f"*.{form}")))
    assert len(got & held(served.home, role)) >= 20
    assert not sorted(got & foreign(served, role))


def test_the_files_that_the_lead_gets_back_are_looked_into_as_well(served):
    """Else a workbook could hold anything."""
    owed = {canary.key(number) for number in served.trust.waiting}
    got = canary.fetched(enter(served, "lead"), ["upload"])
    assert got.files[".xlsx"] == 1
    assert got.files[".csv"] > 1
    assert owed <= got.numbers
    assert owed <= foreign(served, "board")


def test_every_term_that_a_reader_may_choose_is_searched(served):
    with stream.opened(enter(served, "board")) as line:
        offered = stream.offered(stream.drawn(line, "trust"), "Term")
    assert sorted(offered) == sorted(map(numbers.term, TERMS))


@pytest.mark.long
@pytest.mark.parametrize("role", OTHER_ROLES)
def test_no_role_gets_a_figure_that_its_file_does_not_show_on_any_screen_of_any_figure(served, role):
    given = next(
        one
        for one in people.people(served.home, ADMINISTRATOR)
        if one.email == email("second") and not one.ended_at
    )
    if given.grant != Grant.parse(role):
        people.change(served.home, ADMINISTRATOR, "a test", given.number, Grant.parse(role), None)
    search(served, "second", role, canary.SCREENS, *QUERIES)
