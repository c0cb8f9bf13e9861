"""Opening a store: one process at a time, damage and a full disk in a sentence, and the release still read."""

import random
import resource
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import duckdb
import pytest

from tests import helpers
from tests.helpers import AUTUMN, absence, put, schools, terms, workforce
from wellmetrics import desk, doctor, opening, release
from wellmetrics.model import Refusal
from wellmetrics.vault import Vault

URNS = ("900001", "900002")
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 20)))
SPELLS = absence(*(f"{urn},{urn}-{n},2025-09-08,2025-09-{9 + n:02}" for urn in URNS for n in range(9)))
MORE = absence("900001,P1,2025-10-06,2025-10-08", name="more.csv")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return helpers.home_with(tmp_path_factory.mktemp("built") / "home", *BASE, SPELLS)


@pytest.fixture
def home(built, tmp_path):
    return Path(shutil.copytree(built, tmp_path / "home"))


def shown(home):
    return helpers.term_cells(home, "days_lost_per_fte")[AUTUMN].value


def python(program, *arguments, **how):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)],
        capture_output=True, text=True, check=False, **how,
    )  # fmt: skip


def test_a_store_is_opened_twice_in_one_process_and_hardened_both_times(home):
    with Vault(home) as first, Vault(home) as second:
        assert first.history() == second.history()
        for vault in (first, second):
            with pytest.raises(duckdb.Error):
                vault.con.execute("SELECT * FROM read_csv('/etc/hostname')")
            with pytest.raises(duckdb.Error):
                vault.con.execute("SET enable_external_access = true")


def test_a_second_process_waits_for_the_first_and_goes_on(home):
    program = """
        import sys
        from pathlib import Path
        from wellmetrics.vault import Vault
        with Vault(Path(sys.argv[1]), 60, lambda said: print(said, flush=True)) as vault:
            print(len(vault.history()))
    """
    with Vault(home):
        second = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program), str(home)], stdout=subprocess.PIPE, text=True
        )
        assert second.stdout
        # It has met the lock: only then is the first one closed.
        assert second.stdout.readline() == "Somebody else is loading or building. Waiting up to 60 seconds\n"
    said, _ = second.communicate(timeout=60)
    assert said.strip() == "4"


@pytest.mark.parametrize("what", ["cut", "flipped", "head", "log"])
def test_a_damaged_vault_is_found_and_told_and_the_last_release_still_read(home, what):
    damage(home / "vault.duckdb", what)
    before = shown(home)
    found = {f.what: f for f in doctor.examine(home)}
    assert not found["vault"].well
    assert "Put the latest backup back" in found["vault"].finding
    assert found["release"].well
    with pytest.raises(Refusal, match="damaged"), Vault(home) as vault:
        vault.read_whole()
    assert shown(home) == before


def damage(path, what):
    data = bytearray(path.read_bytes())
    if what == "cut":
        data = data[: len(data) // 2]
    elif what == "head":
        data[4096 + 100] ^= 1
    elif what == "flipped":
        # Every block: which of them hold rows is DuckDB's own affair.
        for at in range(12288 + 5000, len(data), 262144):
            data[at] ^= 1
    else:
        opened = python(_LOG, path)
        assert opened.returncode == -9, opened.stderr
        path = path.with_name("vault.duckdb.wal")
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
    path.write_bytes(data)


# A process that is killed leaves its loads in the log.
_LOG = """
    import duckdb, os, sys
    con = duckdb.connect(sys.argv[1])
    con.execute("INSERT INTO setting SELECT 'n' || range, 'x' FROM range(1000)")
    os.kill(os.getpid(), 9)
"""


def test_wherever_a_vault_is_flipped_or_cut_it_is_read_right_or_refused_in_a_sentence(home):
    path = home / "vault.duckdb"
    whole, rng = path.read_bytes(), random.Random(7)
    with Vault(home) as vault:
        rows = helpers.standing(vault)
    for n in range(12):
        data = bytearray(whole)
        if n % 3:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        else:
            del data[rng.randrange(len(data)) :]
        path.write_bytes(data)
        read, refused = standing(home)
        assert read == rows or "vault.duckdb" in refused


def standing(home):
    """The rows, or the sentence."""
    try:
        with Vault(home) as vault:
            return helpers.standing(vault), ""
    except Refusal as refusal:
        return None, str(refusal)


FULL = """
    import resource, sys
    from pathlib import Path
    from tests.helpers import csv
    from wellmetrics import desk
    from wellmetrics.model import Refusal

    home, room = Path(sys.argv[1]), int(sys.argv[2])
    rows = (f"ours,900001,2025-10-01,staff,{n % 5},{n},{n * 7919}" for n in range(3000))
    many = csv("many.csv", "survey,urn,wave_date,audience,Q1,Q2,Q3", *rows)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        desk.load_files(home, [many], "a lead")
    except Refusal as refusal:
        print(refusal)
"""


@pytest.mark.parametrize(("room", "loads"), [(5_000, 4), (700_000, 5)])
def test_where_nothing_more_can_be_written_it_is_told_in_words_and_reading_goes_on(home, room, loads):
    """A limit on the size of files stands for a full disk; with the last one, the rows fit and the figures do not."""
    before, stands = shown(home), release.current(home)
    with Vault(home) as vault:
        rows = helpers.standing(vault)
    full = python(FULL, home, room)
    assert full.stderr == ""
    assert "The disk is full" in full.stdout
    assert ("Batch 5" in full.stdout) == (loads == 5)
    assert [p.name for p in (home / "releases").iterdir() if p.is_dir()] == [stands]
    assert shown(home) == before
    with Vault(home) as vault:
        assert len(vault.history()) == loads
        assert loads == 5 or helpers.standing(vault) == rows
    desk.load_files(home, [MORE], "a lead")
    assert shown(home) > before


def test_what_an_error_quotes_of_a_file_is_not_taken_for_damage(home):
    with Vault(home) as vault:
        with pytest.raises(duckdb.ConversionException) as error:
            vault.con.execute("SELECT CAST('the corrupt checksum' AS INTEGER)")
        assert opening.refusal(error.value, home) is None


def test_a_first_error_is_told_even_where_the_rollback_fails_too(tmp_path):
    with Vault(tmp_path) as vault:
        put(vault, *BASE)

        def fails():
            with opening.transaction(vault.con):
                vault.con.close()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fails()


def test_a_copy_has_every_row_of_one_moment_and_nothing_that_was_left_out(home, tmp_path):
    with Vault(home) as vault, duckdb.connect(str(tmp_path / "copy.duckdb")) as to:
        opening.copy(vault.con, to, without=("original",))
        for (name,) in vault.con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE NOT temporary"
        ).fetchall():
            here, there = (con.execute(f'SELECT * FROM main."{name}"').fetchall() for con in (vault.con, to))
            assert there == ([] if name == "original" else here), name


def test_a_restart_after_a_kill_takes_less_than_five_seconds_of_work(home):
    opened = python(_LOG, home / "vault.duckdb")
    assert opened.returncode == -9, opened.stderr
    before, children = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    again = python(
        "import sys; from pathlib import Path; from wellmetrics import desk; desk.history(Path(sys.argv[1]))",
        home,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert again.returncode == 0, again.stderr
    assert after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime < 5
    assert time.process_time() - before < 5


def test_all_threads_work_on_many_rows_and_one_on_few(tmp_path):
    def threads(con):
        return con.execute("SELECT current_setting('threads')").fetchone()[0]

    with duckdb.connect() as plain, Vault(tmp_path) as vault:
        assert threads(vault.con) == 1
        for rows, expected in ((opening.MANY, threads(plain)), (opening.MANY - 1, 1)):
            with opening.all_threads(vault.con, rows):
                assert threads(vault.con) == expected
            assert threads(vault.con) == 1
