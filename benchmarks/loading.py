"""A million spells with every check, against DuckDB's plain typed read of the same file; processor seconds."""

import resource
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks import trusts
from wellmetrics.build import build
from wellmetrics.intake.check import check
from wellmetrics.vault import Vault

SCHOOLS, YEARS, STAFF = 40, 5, 8_000


def run(rows: int = 1_000_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, path = Path(folder) / "home", Path(folder) / "absence.csv"
        path.write_bytes(trusts.absence(rows, SCHOOLS, YEARS, STAFF))
        reference = [
            ("schools.csv", trusts.schools(SCHOOLS)),
            ("terms.csv", trusts.terms(YEARS)),
            ("workforce.csv", trusts.workforce(SCHOOLS, YEARS, STAFF)),
        ]
        with Vault(home) as vault:
            for name, data in reference:
                vault.load(check(name, data, vault.context()), by="bench")
        plain = min(_plain(path) for _ in range(3))
        before = time.process_time()
        with Vault(home) as vault:
            checked = check("absence.csv", path.read_bytes(), vault.context())
            seen = time.process_time() - before
            vault.load(checked, by="bench")
        whole = time.process_time() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        assert checked.rows is not None  # noqa: S101
        print(f"load of {rows:,} spells ({checked.rows.num_rows:,} kept, {len(checked.queries):,} queries)")
        print(f"  plain typed read_csv   {plain:6.2f} s   1.0")
        print(f"  checks                 {seen:6.2f} s   {seen / plain:.1f}")
        print(f"  checks and store       {whole:6.2f} s   {whole / plain:.1f}   (aim: at most 3)")
        print(f"  peak memory            {peak:6.0f} MiB")


def _plain(path: Path) -> float:
    types = {
        "staff_ref": "VARCHAR", "urn": "VARCHAR", "post": "VARCHAR", "staff_group": "VARCHAR", "fte": "DOUBLE",
        "first_day": "DATE", "last_day": "DATE", "half_first": "VARCHAR", "half_last": "VARCHAR", "reason": "VARCHAR",
        "days_lost": "DOUBLE",
    }  # fmt: skip
    before = time.process_time()
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE absence AS SELECT * FROM read_csv(?, auto_detect = false, header = true, "
            "dateformat = '%d/%m/%Y', columns = ?)",
            [str(path), types],
        )
    return time.process_time() - before


def release() -> None:
    """A release of 40 schools x all indicators x 15 terms, every audience protected and attacked, against its loading."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        files = [
            ("schools.csv", trusts.schools(SCHOOLS)),
            ("terms.csv", trusts.terms(YEARS)),
            ("workforce.csv", trusts.workforce(SCHOOLS, YEARS, 60)),
            ("absence.csv", trusts.absence(14_000, SCHOOLS, YEARS, 60)),
            ("roll.csv", trusts.roll(SCHOOLS, YEARS, 300)),
            *trusts.surveys(SCHOOLS, YEARS, 40).items(),
            ("referrals.csv", trusts.referrals(SCHOOLS, YEARS, 30)),
            ("participation.csv", trusts.participation(SCHOOLS, YEARS, 300)),
        ]
        with Vault(home) as vault:
            start = time.process_time()
            for name, data in files:
                vault.load(check(name, data, vault.context()), by="bench")
            loaded = time.process_time() - start
        start, wall = time.process_time(), time.perf_counter()
        build(home)
        built, wall = time.process_time() - start, time.perf_counter() - wall
        size = sum(f.stat().st_size for f in (home / "releases").rglob("*.duckdb")) / 2**20
        print(f"release of {SCHOOLS} schools x {3 * YEARS} terms, {SCHOOLS + 2} files, {size:.0f} MiB")
        print(f"  loading its files      {loaded:6.2f} s   1.0")
        print(f"  the release            {built:6.2f} s   {built / loaded:.1f}   ({wall:.0f} s by the clock)")
