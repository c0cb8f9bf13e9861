"""Corrections: what would give away a few people to whoever compares two releases waits for the next term's files."""

import json
import shutil

import pandas as pd
import pytest

from tests import helpers
from tests.helpers import AUTUMN, SPRING, absence, frame, schools, terms, workforce
from tests.views import looking
from wellmetrics import catalogue, desk, doctor, release
from wellmetrics.backup import backup, restore
from wellmetrics.build import build
from wellmetrics.model import Viewer
from wellmetrics.views import history, indicator

URNS = ("900001", "900002", "900003", "900004")
FEW, MANY = "900001", "900002"
READERS = ("board", *(f"head:{urn}" for urn in URNS))
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 40)))
CELL = ["indicator", "urn", "group", "grain", "period", "cut", "part"]
LATE = ("2025-09-22", "2025-09-24")  # three days


def away(urn, n, first="2025-09-08", last="2025-09-10", start=0):
    """Spells of n people of a school, all in the same days."""
    return [f"{urn},{urn}-{i},{first},{last}" for i in range(start, start + n)]


FIRST = absence(*(spell for urn in URNS for spell in away(urn, 12)))
ONE_MORE = absence(*away(FEW, 1, *LATE), name="late.csv")
SPRINGS = absence(
    *(spell for urn in URNS for spell in away(urn, 12, "2026-01-12", "2026-01-14", 12)), name="spring.csv"
)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return helpers.home_with(tmp_path_factory.mktemp("first") / "home", *BASE, FIRST)


@pytest.fixture
def home(first, tmp_path):
    """Autumn is loaded and was shown."""
    return shutil.copytree(first, tmp_path / "home")


def load(home, *files):
    return desk.load_files(home, files, "a lead")[0]


def seen(home, readers=READERS):
    return {viewer: frame(home, viewer) for viewer in readers}


def records(cells, urn):
    """The figures that a head sees as they are, and knows without us: for everybody of the own school."""
    managed = [
        code
        for code, one in catalogue.all_indicators().items()
        if one.protection == "managed" and not one.part_of
    ]
    return (cells["urn"] == urn) & (cells["cut"] == "all") & cells["indicator"].isin(managed)


def agree(before, after, keeper=""):
    """Every cell of every file is as it was, but what a school's own head keeps."""
    for viewer, cells in before.items():
        kept = records(cells, keeper) & (viewer == f"head:{keeper}")
        pd.testing.assert_frame_equal(after[viewer][~kept], cells[~kept])


def lost(home, viewer, urn=FEW, period=AUTUMN):
    return helpers.term_cells(home, "days_lost_per_fte", urn, viewer)[period].numerator


def batches(home, viewer):
    opened = release.open_for(home, Viewer.parse(viewer))
    try:
        return {*opened.table("sources")["batch"].to_pylist(), *opened.table("lineage")["batch"].to_pylist()}
    finally:
        opened.close()


def test_one_spell_more_in_a_past_term_is_seen_by_the_lead_and_by_nobody_else(home):
    before, lead = seen(home), lost(home, "lead")
    late = load(home, ONE_MORE).loads[0].batch
    assert lost(home, "lead") == lead + 3
    agree(before, seen(home), FEW)
    for viewer in ("lead", *READERS):
        assert (late in batches(home, viewer)) == (viewer in ("lead", f"head:{FEW}"))


def test_the_schools_own_head_sees_the_records_at_once_and_no_group_or_reason_of_them(home):
    """Else nobody could confirm what was put right; the reasons of few people are hidden from heads too."""
    was = frame(home, f"head:{FEW}")
    load(home, ONE_MORE)
    now, lead = frame(home, f"head:{FEW}"), frame(home, "lead")
    kept = records(now, FEW)
    mine, hers = now[kept].reset_index(drop=True), lead[records(lead, FEW)].reset_index(drop=True)
    shared = mine["indicator"].isin(hers["indicator"])
    pd.testing.assert_frame_equal(mine[shared], hers)
    assert not mine.equals(was[kept].reset_index(drop=True))
    assert {"staff_group", "reason"} <= set(now.loc[~kept & (now["urn"] == FEW), "cut"])
    pd.testing.assert_frame_equal(now[~kept], was[~kept])


def test_the_next_terms_files_of_the_school_bring_it_to_everybody(home):
    before = lost(home, "board")
    load(home, ONE_MORE)
    load(home, absence(*away(MANY, 12, "2026-01-12", "2026-01-14", 12), name="another.csv"))
    assert lost(home, "board") == before, "another school's files"
    load(home, SPRINGS)
    for viewer in ("lead", "board", f"head:{FEW}"):
        assert lost(home, viewer) == before + 3
        assert lost(home, viewer, period=SPRING) == 36


def test_a_school_where_many_change_does_not_wait_for_one_where_few_do(home):
    few, many = lost(home, "board"), lost(home, "board", MANY)
    both = absence(*away(FEW, 3, *LATE), *away(MANY, 10, *LATE), name="both.csv")
    batch = load(home, both).loads[0].batch
    assert lost(home, "board", MANY) == many + 30
    assert lost(home, f"head:{MANY}", MANY) == many + 30
    assert lost(home, "board") == few
    assert lost(home, f"head:{FEW}") == few + 9
    assert lost(home, "board", urn="") == lost(home, "lead", urn="") - 9
    assert batch in batches(home, "board")
    assert batch in batches(home, f"head:{MANY}")


def test_a_second_build_and_a_backup_put_back_come_to_the_same(home, tmp_path):
    before = seen(home)
    load(home, ONE_MORE)
    lead = frame(home, "lead")
    build(home)
    agree(before, seen(home), FEW)
    backup(home, tmp_path / "kept.zip")
    load(home, SPRINGS)
    restore(home, tmp_path / "kept.zip")
    agree(before | {"lead": lead}, seen(home, ("lead", *READERS)), FEW)


def test_it_is_said_to_the_lead_and_to_nobody_else(home):
    receipt = load(home, ONE_MORE)
    batch = receipt.loads[0].batch
    said = (
        f"The board and heads see what batch {batch} says of School {FEW} with the next term's files: "
        "figures of 1 to 4 people change there. A school's own head sees the change at once, but for groups and reasons."
    )
    assert receipt.sentences[-1] == said
    assert [one.waits for one in desk.history(home)] == [said, "", "", "", ""]
    assert [one.finding for one in doctor.examine(home) if one.what == "corrections"] == [said]
    for viewer in ("lead", *READERS):
        opened = release.open_for(home, Viewer.parse(viewer))
        told = json.loads(opened.meta.get("waits", "{}"))
        opened.close()
        assert told == ({str(batch): said} if viewer == "lead" else {})
    assert history.view(desk.history(home))[0].state == f"loaded. {said}"
    for viewer, waits in (("lead", (said,)), ("board", ())):
        asked = looking.opened(home, viewer, indicator="days_lost_per_fte", school=FEW)
        assert indicator.view(*asked).waits == waits
    assert load(home, SPRINGS).waits == ()
    assert not any(one.waits for one in desk.history(home))


def test_what_waits_and_is_taken_back_never_was(home):
    before = seen(home, ("lead", *READERS))
    batch = load(home, ONE_MORE).loads[0].batch
    assert "see what" not in desk.undo(home, batch, "a lead")
    agree(before, seen(home, ("lead", *READERS)))


def test_taking_back_what_was_seen_waits_likewise(home):
    batch = load(home, ONE_MORE).loads[0].batch
    load(home, SPRINGS)
    before, lead = seen(home), lost(home, "lead")
    said = desk.undo(home, batch, "a lead")
    assert f"see what batch {batch} said of School {FEW} until the next term's files: figures" in said
    assert lost(home, "lead") == lost(home, f"head:{FEW}") == lead - 3
    agree(before, seen(home), FEW)
    assert batch in batches(home, "board")
    assert batch not in batches(home, "lead")
    desk.redo(home, batch, "a lead")
    agree(before, seen(home))
    assert lost(home, "lead") == lead


def test_whoever_compares_two_releases_meets_no_change_of_fewer_than_five_people(home):
    """Corrections of every sort; who changed in each cell is counted from the rows of the file itself."""
    groups = dict(zip(URNS, (4, 5, 9, 6), strict=True))
    rows = [
        (urn, f"{urn}-{i}", "teacher", "infection") for urn, n in groups.items() for i in range(20, 20 + n)
    ]
    rows += [(URNS[2], "only", "leader", "infection"), (URNS[3], "reason", "teacher", "mental health")]
    spells = [f"{urn},{who},,{group},1,{LATE[0]},{LATE[1]},,,{why}," for urn, who, group, why in rows]
    before = {viewer: cells.set_index(CELL) for viewer, cells in seen(home).items()}
    load(home, absence(*spells, name="sorts.csv"))
    after = {viewer: cells.set_index(CELL) for viewer, cells in seen(home).items()}
    changed = set()
    for viewer, cells in before.items():
        numbers = ["state", "numerator", "denominator", "people", "square_sum", "largest"]
        numbers = [name for name in numbers if name in cells]
        was, now = cells[numbers].align(after[viewer][numbers])
        differ = (was != now) & ~(was.isna() & now.isna())
        changed |= set(was.index[differ.any(axis=1) & ~records(was.reset_index(), viewer[5:]).to_numpy()])
    assert {urn for _, urn, *_ in changed} == {"", URNS[1]}
    for _, urn, _, _, _, cut, part in changed:
        people = [
            who for at, who, group, why in rows
            if at == URNS[1] and urn in ("", at) and part in {"all": [""], "staff_group": [group], "reason": [why]}[cut]
        ]  # fmt: skip
        assert len(people) >= 5, (urn, cut, part)
