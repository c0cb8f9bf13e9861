"""Releases: built whole, never changed, made current by one rename, and traceable to the files behind them."""

import hashlib
import subprocess
import sys
import textwrap

import pandas as pd
import pytest

from tests import helpers
from tests.helpers import AUTUMN, SPRING, absence, frame, put, schools, term_cells, terms, workforce
from wellmetrics import desk, publish, release
from wellmetrics.build import build, build_from
from wellmetrics.disclosure.door import protect
from wellmetrics.model import CallError, Refusal, Viewer
from wellmetrics.observe import observe
from wellmetrics.vault import Vault

URNS = ("900001", "900002")
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 12)))
FIRST = absence(*(f"{urn},{urn}-{n},2025-09-08,2025-09-{9 + n:02}" for urn in URNS for n in range(6)))
SECOND = absence(
    *(f"{urn},{urn}-{n},2026-01-12,2026-01-13" for urn in URNS for n in range(6)), name="second.csv"
)


@pytest.fixture(scope="module")
def two_releases(tmp_path_factory):
    """A home, its release after the first load, and the one after the second."""
    home = helpers.home_with(tmp_path_factory.mktemp("releases"), *BASE, FIRST)
    first = release.current(home)
    desk.load_files(home, [SECOND], "a lead")
    return home, first, release.current(home)


def test_a_release_has_one_file_an_audience_under_a_name_that_tells_nobody_whose(two_releases):
    home, first, _ = two_releases
    names = sorted(p.stem for p in (home / "releases" / first).glob("*.duckdb"))
    assert len(names) == 4
    assert {"lead", "trust"} < set(names)
    assert not any(urn in name for urn in URNS for name in names)


def test_its_files_are_read_only_and_the_owners(two_releases):
    home, first, _ = two_releases
    for file in (home / "releases" / first).iterdir():
        assert file.stat().st_mode & 0o777 == 0o400
    assert (home / "releases").stat().st_mode & 0o077 == 0


def test_a_second_build_is_a_new_release_and_the_first_stays_as_it_was(two_releases):
    home, first, second = two_releases
    assert first < second
    assert term_count(home, first) == {AUTUMN}
    assert term_count(home, second) == {AUTUMN, SPRING}


def term_count(home, name):
    found = frame(home, "lead", name)
    return set(found.loc[(found["grain"] == "term") & (found["state"] == "shown"), "period"])


def test_an_earlier_release_can_be_made_current_again(two_releases):
    home, first, second = two_releases
    publish.make_current(home, first)
    assert set(term_cells(home, "days_lost_per_fte")) == {AUTUMN}
    publish.make_current(home, second)
    assert set(term_cells(home, "days_lost_per_fte")) == {AUTUMN, SPRING}
    with pytest.raises(Refusal, match="no release"):
        publish.make_current(home, "99999-never")


def test_undo_makes_a_release_with_the_cells_of_before(tmp_path):
    helpers.home_with(tmp_path, *BASE, FIRST)
    before = {viewer: frame(tmp_path, viewer) for viewer in ("lead", "board", "head:900001")}
    receipt, _ = desk.load_files(tmp_path, [SECOND], "a lead")
    assert len(frame(tmp_path, "lead")) > len(before["lead"])
    said = desk.undo(tmp_path, receipt.loads[0].batch, "a lead")
    assert release.current(tmp_path) in said
    for viewer, cells in before.items():
        pd.testing.assert_frame_equal(frame(tmp_path, viewer), cells)


def test_the_same_file_again_changes_nothing_and_makes_no_release(two_releases):
    home, _, second = two_releases
    receipt, _ = desk.load_files(home, [SECOND], "a lead")
    assert receipt.release is None
    assert "Nothing changed" in receipt.sentences[-1]
    assert release.current(home) == second


def test_every_shown_figure_leads_to_the_bytes_behind_it(two_releases):
    home, _, second = two_releases
    sent = {f"{hashlib.sha256(data).hexdigest()}": name for name, data in (*BASE, FIRST, SECOND)}
    lead = release.open_for(home, Viewer("lead"), second)
    with Vault(home) as vault:
        loads = {load.batch: load for load in vault.history()}
    shown = {
        (c.urn, c.grain, c.period) for c in lead.cells(cut=None) if c.state in ("shown", "nil") and c.urn
    }
    assert len(shown) > 8
    for place in shown:
        sources = lead.sources(*place, "absence")
        assert {"absence", "workforce"} <= {s.dataset for s in sources}, place
        for source in sources:
            assert sent[source.sha256] == source.file
            assert (loads[source.batch].sha256, loads[source.batch].file) == (source.sha256, source.file)
    files = {
        period: {s.file for s in lead.sources("900001", "term", period, "absence")}
        for period in (AUTUMN, SPRING)
    }
    lead.close()
    assert files[AUTUMN] == {"absence.csv", "workforce.csv"}
    assert files[SPRING] == {"second.csv", "workforce.csv"}


def test_a_build_that_is_killed_between_two_files_leaves_the_old_release_current(tmp_path):
    home = helpers.home_with(tmp_path, *BASE, FIRST)
    before = release.current(home)
    program = textwrap.dedent("""
        import os, sys
        from pathlib import Path
        from wellmetrics import publish
        from wellmetrics.disclosure.door import protect
        from wellmetrics.observe import observe
        from wellmetrics.vault import Vault

        def two_and_then_none(audiences):
            yield next(audiences)
            yield next(audiences)
            os.kill(os.getpid(), 9)

        with Vault(Path(sys.argv[1])) as vault:
            observed = observe(vault)
            publish.write(vault.home, observed, two_and_then_none(protect(observed)), {})
    """)
    ended = subprocess.run([sys.executable, "-c", program, str(home)], check=False, capture_output=True)
    assert ended.returncode == -9, ended.stderr
    assert [p.name for p in (home / "releases").glob(".building-*")]
    assert release.current(home) == before
    assert term_cells(home, "days_lost_per_fte")[AUTUMN].state == "shown"
    build(home)
    assert not list((home / "releases").glob(".building-*"))
    assert release.current(home) > before


def test_what_a_release_shows_is_remembered_before_it_can_be_seen(tmp_path):
    """Else a process that ends in between has shown what the next build takes for new."""
    home = helpers.home_with(tmp_path, *BASE, FIRST)
    before, in_the_way = release.current(home), home / "releases" / ".current.new"
    in_the_way.mkdir()
    with Vault(home) as vault:
        put(vault, SECOND)
        with pytest.raises(IsADirectoryError):
            build_from(vault)
    assert release.current(home) == before
    with Vault(home) as vault:
        remembered = {batch for (batch,) in vault.con.execute("SELECT batch FROM shown").fetchall()}
        assert remembered == {load.batch for load in vault.history()}
    in_the_way.rmdir()
    assert build(home) > before
    assert term_count(home, None) == {AUTUMN, SPRING}


def test_only_the_last_ten_releases_are_kept(tmp_path):
    with Vault(tmp_path) as vault:
        put(vault, *BASE, FIRST)
        build_from(vault)
        observed = observe(vault)
        lead = [next(protect(observed))]
        made = [publish.write(tmp_path, observed, lead, {}) for _ in range(11)]
        publish.make_current(tmp_path, made[-1])
    left = sorted(p.name for p in (tmp_path / "releases").glob("[0-9]*"))
    assert left == made[-10:]
    assert release.current(tmp_path) == made[-1]


def test_before_the_first_build_it_says_what_to_load(empty_home):
    with pytest.raises(Refusal, match="no figures yet"):
        release.open_for(empty_home, Viewer("lead"))


def test_the_head_of_an_unknown_school_is_refused_in_a_sentence(two_releases):
    home, *_ = two_releases
    with pytest.raises(Refusal, match="no school 900009"):
        release.open_for(home, Viewer("head", "900009"))


@pytest.mark.parametrize("text", ["head", "head:", "admin", "lead:900001", ""])
def test_a_role_that_does_not_exist_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match="is not a role"):
        Viewer.parse(text)


def test_an_engine_that_does_not_exist_is_the_callers_fault(empty_home):
    with pytest.raises(CallError, match="no engine"):
        build(empty_home, "abacus")


def test_a_release_cannot_be_written_to_by_its_reader(two_releases):
    home, *_ = two_releases
    lead = release.open_for(home, Viewer("lead"))
    with pytest.raises(Exception, match="read-only"):
        lead._con.execute("DELETE FROM cells")
    lead.close()


def test_the_board_is_not_told_by_files_who_was_away_over_the_holidays(tmp_path):
    """Long absence of spring is hidden at both schools; at one of them somebody of the autumn's file was still away."""
    urns = [f"90000{n}" for n in range(1, 6)]
    autumn = [f"{urn},{urn}-{n},2025-09-{8 + n:02},2025-09-{9 + n:02}" for urn in urns for n in range(7)]
    spring = [f"{urn},{urn}-{n},2026-01-{12 + n:02},2026-01-{13 + n:02}" for urn in urns for n in range(7)]
    home = helpers.home_with(
        tmp_path,
        helpers.schools(*urns),
        helpers.terms(),
        helpers.workforce(dict.fromkeys(urns, 20)),
        helpers.absence(*autumn, "900001,long,2025-12-15,2026-02-03", name="autumn.csv"),
        helpers.absence(*spring, name="spring.csv"),
    )
    found = {}
    for viewer in (Viewer("board"), Viewer("lead"), Viewer("head", "900001")):
        figures = release.open_for(home, viewer)
        rows = figures.table("lineage").to_pylist()
        behind = {
            urn: {(r["grain"], r["period"], r["batch"]) for r in rows if r["urn"] == urn}
            for urn in ("900001", "900002")
        }
        files = {one.file for one in figures.sources("900001", "term", helpers.SPRING, "absence")}
        found[viewer.role] = (
            behind["900001"] == behind["900002"],
            "autumn.csv" in files,
            "spring.csv" in files,
        )
        figures.close()
    assert found["board"] == (True, False, True)
    assert found["lead"] == found["head"] == (False, True, True)
