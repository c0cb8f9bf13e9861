"""What loading does to the rows that stand: updated by key, replaced by slice, never doubled, never half done."""

import subprocess
import sys
import textwrap
from dataclasses import replace
from importlib import resources

import pyarrow as pa
import pytest

from tests.helpers import absence, csv, day, put, returns, schools, standing, terms, workforce
from wellmetrics import catalogue
from wellmetrics.intake.check import check
from wellmetrics.model import CallError, Refusal
from wellmetrics.originals import PART
from wellmetrics.vault import Vault

BASE = (schools("900001", "900002"), terms(), workforce({"900001": 12, "900002": 12}))
OPEN = "900001,P1,,teacher,1,2025-12-01,,,,infection,"
CLOSED = "900001,P1,,teacher,1,2025-12-01,2026-01-09,,,infection,"
OTHER = "900001,P2,,teacher,1,2025-09-08,2025-09-09,,,infection,"


@pytest.fixture
def vault(tmp_path):
    with Vault(tmp_path) as opened:
        put(opened, *BASE)
        yield opened


def spells(vault):
    rows = vault.standing("absence").to_pylist()
    return sorted((str(r["first_day"]), str(r["last_day"]), r["reason"]) for r in rows)


def test_an_autumn_spell_that_ended_in_spring_is_updated_and_nothing_is_lost(vault):
    put(vault, absence(OPEN, OTHER))
    (batch,) = put(vault, absence(CLOSED))
    assert spells(vault) == [
        ("2025-09-08", "2025-09-09", "infection"),
        ("2025-12-01", "2026-01-09", "infection"),
    ]
    load = vault.history()[0]
    assert (load.batch, load.rows_new, load.rows_changed, load.rows_same, load.rows_gone) == (
        batch,
        0,
        1,
        0,
        0,
    )


def test_a_reference_in_other_case_and_spacing_is_the_same_person(vault):
    put(vault, absence(OTHER))
    put(vault, absence(OTHER.replace("P2", " p2 ")))
    assert vault.history()[0].rows_same == 1
    assert len(spells(vault)) == 1


def test_the_same_rows_shuffled_and_in_another_encoding_change_nothing(vault):
    put(vault, absence(OPEN, OTHER))
    before = standing(vault)
    name, data = absence(OTHER, OPEN)
    put(
        vault,
        (name, data),
        absence(OPEN, OTHER),
        ("again.csv", data.decode().replace(",", ";").encode("utf-16")),
    )
    assert standing(vault) == before
    assert {(h.rows_new, h.rows_changed, h.rows_gone) for h in vault.history()[:3]} == {(0, 0, 0)}


def test_what_a_file_covers_goes_when_it_is_not_in_the_file(vault):
    put(vault, absence(OPEN, OTHER, "900001,P3,2026-01-12,2026-01-13", "900002,P9,2025-09-08,2025-09-09"))
    checked = check(*absence(OPEN), vault.context())
    change = vault.preview(checked, ["2025/26 Autumn"])
    assert (change.same, change.gone) == (1, 1)
    put(vault, absence(OPEN), covers=["2025/26 Autumn"])
    left = vault.standing("absence").to_pylist()
    assert sorted((r["urn"], str(r["first_day"])) for r in left) == [
        ("900001", "2025-12-01"),
        ("900001", "2026-01-12"),  # another term
        ("900002", "2025-09-08"),  # another school
    ]


def test_covers_names_a_term_and_is_for_logs_only(vault):
    with pytest.raises(CallError, match="not a term"):
        vault.load(check(*absence(OTHER), vault.context()), "a test", ["2031/32 Autumn"])
    with pytest.raises(CallError, match="for logs"):
        vault.load(check(*workforce({"900001": 3}), vault.context()), "a test", ["2025/26 Autumn"])


def test_a_census_replaces_only_the_school_and_day_that_it_names(vault):
    put(vault, workforce({"900001": 20}), workforce({"900001": 9}, "2026-01-15"))
    rows = {
        (r["urn"], str(r["census_date"])): r["headcount"] for r in vault.standing("workforce").to_pylist()
    }
    assert rows == {("900001", "2025-11-06"): 20, ("900002", "2025-11-06"): 12, ("900001", "2026-01-15"): 9}


def test_a_census_that_lacks_a_staff_group_takes_it_away(vault):
    headings = "urn,census_date,staff_group,headcount,fte"
    put(vault, csv("w.csv", headings, "900001,2025-11-06,leader,2,2"))
    groups = [r["staff_group"] for r in vault.standing("workforce").to_pylist() if r["urn"] == "900001"]
    assert groups == ["leader"]
    assert (vault.history()[0].rows_new, vault.history()[0].rows_gone) == (1, 1)


def test_totals_and_a_breakdown_of_the_same_month_stand_beside_each_other(vault):
    put(vault, csv("a.csv", "urn,month,days_lost", "900001,2025-11,12"),
        csv("b.csv", "urn,month,staff_group,days_lost", "900001,2025-11,teacher,8", "900001,2025-11,leader,4"))  # fmt: skip
    assert len(vault.standing("absence_summary")) == 3


def test_a_schools_row_is_replaced_by_its_number_and_the_others_stay(vault):
    put(vault, schools("900001,,2026-03-31"))
    rows = {r["urn"]: r["left"] for r in vault.standing("schools").to_pylist()}
    assert rows == {"900001": day("2026-03-31"), "900002": None}


def test_a_file_says_that_the_schools_and_terms_it_names_are_complete(vault):
    (batch,) = put(vault, absence(OTHER, "900001,P3,2026-01-12,2026-01-13"))
    said = [tuple(r.values()) for r in vault.standing("returns").to_pylist() if r["dataset"] == "absence"]
    assert sorted(said) == [
        ("absence", "900001", "2025/26", "Autumn", "complete"),
        ("absence", "900001", "2025/26", "Spring", "complete"),
    ]
    vault.undo(batch, "a test")
    assert [r for r in vault.standing("returns").to_pylist() if r["dataset"] == "absence"] == []


def test_nothing_to_report_is_not_overruled_by_the_past_but_by_a_later_file(vault):
    put(vault, returns("absence,900001,2025/26,Autumn,nothing to report"))
    put(vault, absence(OTHER))
    said = [r["state"] for r in vault.standing("returns").to_pylist() if r["dataset"] == "absence"]
    assert said == ["complete"]


def test_the_original_comes_back_as_it_was_sent_and_lies_there_sealed(vault, tmp_path):
    name, data = absence(OTHER)
    (batch,) = put(vault, (name, data))
    assert vault.original(batch) == data
    ((sealed,),) = vault.con.execute("SELECT sealed FROM original WHERE batch = ?", [batch]).fetchall()
    assert b"urn,staff_ref" not in sealed


def test_a_large_original_is_sealed_in_parts_and_comes_back_as_it_was(vault):
    large = bytes(range(256)) * (PART // 256) + b"the rest"
    batch = vault.load(replace(check(*absence(OTHER), vault.context()), data=large), "a test").batch
    parts = vault.con.execute("SELECT part FROM original WHERE batch = ? ORDER BY part", [batch]).fetchall()
    assert parts == [(0,), (1,)]
    assert vault.original(batch) == large


def test_a_setting_or_an_original_may_be_read_before_anything_else(vault):
    vault.set("long_term_days", "20")
    assert vault.setting("long_term_days") == "20"
    assert len(vault.standing("schools")) == 2
    assert vault.original(1)
    assert len(vault.standing("schools")) == 2


def test_references_are_stored_as_keyed_hashes_that_another_home_does_not_share(vault, tmp_path):
    put(vault, absence(OTHER))
    (stored,) = vault.standing("absence")["staff_ref"].to_pylist()
    assert len(stored) == 32
    with Vault(tmp_path / "elsewhere") as other:
        put(other, *BASE, absence(OTHER))
        assert other.standing("absence")["staff_ref"].to_pylist() != [stored]


def test_history_counts_every_load_the_newest_first(vault):
    put(vault, absence(OTHER))
    name, data = absence(OTHER)
    newest = vault.history()[0]
    assert [h.batch for h in vault.history()] == [4, 3, 2, 1]
    assert (newest.dataset, newest.file, newest.by, newest.state) == ("absence", name, "a test", "loaded")
    assert newest.sha256 == check(name, data, vault.context()).sha256


def test_a_file_without_rows_is_refused_and_leaves_no_batch(vault):
    before = vault.history()
    with pytest.raises(Refusal, match="no row"):
        vault.load(check(*absence("900009,P1,2025-09-08,2025-09-09"), vault.context()), "a test")
    assert vault.history() == before


def test_a_load_that_fails_in_the_middle_leaves_nothing_behind(vault):
    """The batch is written before its rows: a row that the table refuses fails after it."""
    checked = check(*absence(OTHER), vault.context())
    rows = checked.rows.set_column(
        checked.rows.column_names.index("fte"), "fte", pa.array([None], pa.float64())
    )
    before = standing(vault), vault.history()
    broken = type(checked)(**{name: getattr(checked, name) for name in checked.__slots__} | {"rows": rows})
    with pytest.raises(Exception, match="NOT NULL"):
        vault.load(broken, "a test")
    assert (standing(vault), vault.history()) == before
    assert vault.con.execute("SELECT * FROM absence").fetchall() == []
    put(vault, absence(OTHER))
    assert len(spells(vault)) == 1


def test_a_process_killed_while_loading_leaves_nothing_half_loaded(tmp_path):
    with Vault(tmp_path) as vault:
        put(vault, *BASE)
        before = standing(vault), vault.history()
    program = textwrap.dedent("""
        import os, sys
        from pathlib import Path
        from tests.helpers import absence, put
        from wellmetrics.opening import transaction
        from wellmetrics.vault import Vault

        vault = Vault(Path(sys.argv[1]))
        with transaction(vault.con):
            vault.con.execute("INSERT INTO load SELECT batch + 50, * EXCLUDE (batch) FROM load")
            vault.con.execute("INSERT INTO absence SELECT 9, n, 'x', '900001', NULL, 'teacher', 1, DATE '2025-09-08', "
                              "NULL, NULL, NULL, NULL, NULL FROM range(50000) AS r(n)")
            os.kill(os.getpid(), 9)
    """)
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, capture_output=True)
    assert ended.returncode == -9, ended.stderr
    with Vault(tmp_path) as vault:
        assert (standing(vault), vault.history()) == before


def test_a_second_process_is_told_to_wait_in_a_sentence(tmp_path):
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from wellmetrics.model import Refusal
        from wellmetrics.vault import Vault
        try:
            Vault(Path(sys.argv[1]))
        except Refusal as refusal:
            print(refusal)
    """)
    with Vault(tmp_path):
        second = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], check=True, capture_output=True, text=True
        )
    assert "Wait a minute and try again" in second.stdout
    assert second.stderr == ""


def test_a_vault_without_its_key_is_refused(tmp_path):
    with Vault(tmp_path) as vault:
        put(vault, *BASE)
    (tmp_path / "key").unlink()
    with pytest.raises(Refusal, match="missing beside"):
        Vault(tmp_path)


def test_key_and_vault_are_for_the_owner_only(tmp_path):
    with Vault(tmp_path):
        pass
    for name in ("key", "vault.duckdb"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0


def test_each_migration_is_done_once_and_recorded(tmp_path):
    for _ in range(2):
        with Vault(tmp_path) as vault:
            done = vault.con.execute("SELECT number FROM migration ORDER BY number").fetchall()
    there = sorted(
        int(f.name[:4])
        for f in resources.files("wellmetrics.migrations").iterdir()
        if f.name.endswith(".sql")
    )
    assert done == [(n,) for n in there]


def test_a_vault_of_a_newer_version_is_refused(tmp_path):
    with Vault(tmp_path) as vault:
        vault.con.execute("INSERT INTO migration VALUES (9999, NULL)")
    with pytest.raises(Refusal, match="newer version"):
        Vault(tmp_path)


@pytest.mark.parametrize("name", catalogue.all_datasets())
def test_a_datasets_table_has_the_columns_that_are_declared(vault, name):
    have = vault.con.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position",
        [name],
    ).fetchall()
    declared = catalogue.dataset(name).stored
    assert [column for (column,) in have] == ["batch", "line", *declared]
