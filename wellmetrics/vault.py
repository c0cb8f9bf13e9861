"""The rows as loaded, by batch: the only writer of vault.duckdb, opened only while loading and building."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv

from wellmetrics import catalogue
from wellmetrics.intake.check import Checked, Context
from wellmetrics.keys import Key
from wellmetrics.model import CallError, Dataset, Refusal
from wellmetrics.school_calendar import school_days

HARDENING = (
    "SET enable_progress_bar = false",
    "SET enable_external_access = false",
    "SET autoload_known_extensions = false",
    "SET autoinstall_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET lock_configuration = true",
)


@dataclass(frozen=True, slots=True)
class Change:
    """What a load does to the standing rows; `schools` holds the same per URN ("" where rows have none)."""

    new: int
    changed: int
    same: int
    gone: int
    schools: tuple[tuple[str, "Change"], ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.new or self.changed or self.gone)

    def __str__(self) -> str:
        return f"{self.new} new, {self.changed} changed, {self.same} the same, {self.gone} gone"


@dataclass(frozen=True, slots=True)
class Load:
    batch: int
    dataset: str
    file: str
    sha256: str
    by: str
    loaded_at: datetime
    rows_new: int
    rows_changed: int
    rows_same: int
    rows_gone: int
    state: str


def ident(name: str) -> str:
    """A declared name as SQL writes it. Only names out of a declaration ever come here."""
    return f'"{name}"'


def names(columns: Iterable[str], table: str = "") -> str:
    return ", ".join(f"{table}{ident(c)}" for c in columns)


def equal(columns: Iterable[str], a: str, b: str) -> str:
    return " AND ".join(f"{a}.{ident(c)} IS NOT DISTINCT FROM {b}.{ident(c)}" for c in columns)


class Vault:
    """Open as a context: `with Vault(home) as vault`. A second process is told to wait, in a sentence."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.key = Key(home)
        path = home / "vault.duckdb"
        try:
            self.con = duckdb.connect(str(path))
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise Refusal(
                    "Somebody else is loading or building just now. Wait a minute and try again; nothing was changed."
                ) from None
            raise Refusal(f"The vault {path} cannot be opened: {str(error).splitlines()[0]}") from None
        path.chmod(0o600)
        for setting in HARDENING:
            self.con.execute(setting)
        self._migrate()
        self._views()

    def __enter__(self) -> "Vault":
        return self

    def __exit__(self, *_: object) -> None:
        self.con.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.con.execute("BEGIN")
        try:
            yield
            self.con.execute("COMMIT")
        except BaseException:
            # After a full disk the rollback raises too; the first error is the one to tell.
            try:
                self.con.execute("ROLLBACK")
            except duckdb.Error:
                self.con.close()
            raise

    def _migrate(self) -> None:
        """Numbered files, forwards only, each in a transaction of its own."""
        self.con.execute(
            "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, done_at TIMESTAMP)"
        )
        done = {number for (number,) in self.con.execute("SELECT number FROM migration").fetchall()}
        files = sorted(
            f.name for f in resources.files("wellmetrics.migrations").iterdir() if f.name.endswith(".sql")
        )
        newest = int(files[-1][:4])
        if max(done, default=0) > newest:
            raise Refusal(
                "This vault was written by a newer version of the product. Update the product first."
            )
        for name in files:
            if int(name[:4]) not in done:
                with self._transaction():
                    self.con.execute((resources.files("wellmetrics.migrations") / name).read_text())
                    self.con.execute("INSERT INTO migration VALUES (?, ?)", [int(name[:4]), _now()])

    def _views(self) -> None:
        self.con.execute("CREATE TEMP VIEW standing_load AS SELECT batch FROM load WHERE undone_at IS NULL")
        for dataset in catalogue.all_datasets().values():
            self.con.execute(f"CREATE TEMP VIEW standing_{dataset.name} AS {_standing(dataset)}")

    # Reading

    def standing(self, name: str) -> pa.Table:
        """The rows of a dataset that stand, without batch and line."""
        columns = names(c.name for c in catalogue.dataset(name).columns)
        return self.con.sql(f"SELECT {columns} FROM standing_{name}").to_arrow_table()

    def context(self, dataset: str | None = None) -> Context:
        wanted = ["schools", "groups", "terms", "workforce", "returns", "absence_summary", "absence"]
        return Context({name: self.standing(name) for name in wanted})

    def history(self) -> list[Load]:
        """Every load, the newest first."""
        rows = self.con.execute("""
            SELECT batch, dataset, file, sha256, "by", loaded_at, rows_new, rows_changed, rows_same, rows_gone,
                   CASE WHEN undone_at IS NULL THEN 'loaded' ELSE 'undone' END
            FROM load
            ORDER BY batch DESC
        """).fetchall()
        return [Load(*row) for row in rows]

    def rows_state(self) -> str:
        """Changes when rows change: loads that altered nothing do not count. Says whether a release is out of date."""
        row = self.con.execute("""
            SELECT coalesce(max(batch), 0), count(undone_at), coalesce(max(epoch_us(undone_at)), 0)
            FROM load
            WHERE rows_new + rows_changed + rows_gone > 0 OR undone_at IS NOT NULL
        """).fetchone()
        return "/".join(map(str, row or ()))

    def setting(self, name: str) -> str | None:
        # All rows are fetched: a result left open stops the next query on the connection.
        rows = self.con.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchall()
        return rows[0][0] if rows else None

    def set(self, name: str, value: str) -> None:
        self.con.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", [name, value])

    def original(self, batch: int) -> bytes:
        rows = self.con.execute("SELECT sealed FROM original WHERE batch = ?", [batch]).fetchall()
        if not rows:
            raise Refusal(f"The file of batch {batch} is no longer kept.")
        return self.key.unseal(rows[0][0])

    # Writing

    def preview(self, checked: Checked, covers: Iterable[str] = ()) -> Change:
        """What loading would do. Changes nothing."""
        return self._change(self._stage(checked, covers))

    def load(self, checked: Checked, by: str, covers: Iterable[str] = ()) -> Load:
        """One file in one transaction. Raises Refusal where the file has no rows that may be loaded."""
        dataset = self._stage(checked, covers)
        change = self._change(dataset)
        with self._transaction():
            (batch,) = self.con.execute("SELECT coalesce(max(batch), 0) + 1 FROM load").fetchall()[0]
            load = Load(
                batch, dataset.name, checked.file, checked.sha256, by, _now(),
                change.new, change.changed, change.same, change.gone, "loaded",
            )  # fmt: skip
            self.con.execute(
                "INSERT INTO load VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
                [getattr(load, field.name) for field in fields(Load) if field.name != "state"],
            )
            columns = names(["line", *(c.name for c in dataset.columns)])
            self.con.execute(
                f"INSERT INTO {ident(dataset.name)} (batch, {columns}) SELECT ?, {columns} FROM staged",
                [batch],
            )
            self.con.execute("INSERT INTO covered SELECT ?, * FROM staged_cover", [batch])
            self.con.execute("INSERT INTO returns SELECT ?, NULL, * FROM staged_return", [batch])
            for query in checked.queries[:1000]:
                self.con.execute(
                    "INSERT INTO load_query VALUES (?, ?, ?, ?, ?)",
                    [batch, query.line, query.column, query.value, query.problem],
                )
            self.con.execute("INSERT INTO original VALUES (?, ?)", [batch, self.key.seal(_to_keep(checked))])
            self._audit(by, "load", f"batch {batch}: {dataset.name} from {checked.file}: {change}")
        return load

    def undo(self, batch: int, by: str) -> str:
        """Takes back one load exactly; returns a sentence that says what stands again."""
        row = self.con.execute(
            "SELECT dataset, file, undone_at FROM load WHERE batch = ?", [batch]
        ).fetchone()
        if row is None:
            raise CallError(f"There is no batch {batch}. The history lists them all.")
        name, file, undone_at = row
        if undone_at is not None:
            raise CallError(f"Batch {batch} was undone already.")
        dataset = catalogue.dataset(name)
        with self._transaction():
            self._remember("before", dataset)
            self.con.execute(
                "UPDATE load SET undone_at = ?, undone_by = ? WHERE batch = ?", [_now(), by, batch]
            )
            self._remember("after", dataset)
            went, back = self._difference(dataset)
            self._audit(by, "undo", f"batch {batch}: {name} from {file}")
        return (
            f"Batch {batch} ({name}, {file}) is undone: {went} {_rows(went)} of it no longer "
            f"{'counts' if went == 1 else 'count'}, {back} earlier {_rows(back)} {'stands' if back == 1 else 'stand'} again."
        )

    def audit(self, who: str, what: str, detail: str) -> None:
        with self._transaction():
            self._audit(who, what, detail)

    def _audit(self, who: str, what: str, detail: str) -> None:
        self.con.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", [_now(), who, what, detail])

    def _remember(self, table: str, dataset: Dataset) -> None:
        columns = names(c.name for c in dataset.columns)
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {columns} FROM standing_{dataset.name}"
        )

    def _difference(self, dataset: Dataset) -> tuple[int, int]:
        every = [c.name for c in dataset.columns]
        return tuple(  # type: ignore[return-value]
            self.con.execute(
                f"SELECT count(*) FROM {a} AS x WHERE NOT EXISTS (SELECT 1 FROM {b} AS y WHERE {equal(every, 'x', 'y')})"
            ).fetchone()[0]  # type: ignore[index]
            for a, b in (("before", "after"), ("after", "before"))
        )

    # Staging: the checked rows, what they cover and what they say has come in, as temporary tables

    def _stage(self, checked: Checked, covers: Iterable[str]) -> Dataset:
        dataset, rows = checked.dataset, checked.rows
        if dataset is None or rows is None or rows.num_rows == 0:
            raise Refusal(
                f"{checked.file}: no row of it can be loaded. Correct the problems and send it again."
            )
        for column in dataset.columns:
            if column.kind == "reference":
                rows = rows.set_column(
                    rows.column_names.index(column.name), column.name, self._pseudonyms(rows[column.name])
                )
        self.con.register("staged_rows", rows)
        self.con.execute("CREATE OR REPLACE TEMP TABLE staged AS SELECT * FROM staged_rows")
        self.con.unregister("staged_rows")
        self._stage_cover(dataset, tuple(covers))
        self._stage_returns(dataset)
        return dataset

    def _pseudonyms(self, references: pa.ChunkedArray) -> pa.Array:
        encoded = references.combine_chunks().dictionary_encode()
        return pa.array(self.key.pseudonyms([str(text) for text in encoded.dictionary.to_pylist()])).take(
            encoded.indices
        )

    def _calendar(self) -> None:
        urns = [urn for (urn,) in self.con.execute("SELECT urn FROM standing_schools").fetchall()]
        self.con.register("calendar_rows", school_days(self.standing("terms"), urns))
        self.con.execute("CREATE OR REPLACE TEMP TABLE school_day AS SELECT * FROM calendar_rows")
        self.con.unregister("calendar_rows")

    def _stage_cover(self, dataset: Dataset, covers: tuple[str, ...]) -> None:
        self.con.execute(
            "CREATE OR REPLACE TEMP TABLE staged_cover (urn VARCHAR, first_day DATE, last_day DATE)"
        )
        if covers and dataset.storage != "log":
            raise CallError(
                f"--covers is for logs such as absence; {dataset.name} is replaced by what the file names."
            )
        if dataset.period_column:
            self._calendar()
        known = {f"{year} {term}" for year, term in self._terms()}
        for cover in covers:
            if cover not in known:
                raise CallError(f"“{cover}” is not a term of the calendar. Write it as 2025/26 Autumn.")
            year, term = cover.split(" ", 1)
            self.con.execute(
                """
                INSERT INTO staged_cover
                SELECT urn, min(day), max(day) FROM school_day
                WHERE academic_year = ? AND term = ? AND urn IN (SELECT urn FROM staged)
                GROUP BY urn
                """,
                [year, term],
            )

    def _terms(self) -> list[tuple[str, str]]:
        return self.con.execute("SELECT DISTINCT academic_year, term FROM standing_terms").fetchall()

    def _stage_returns(self, dataset: Dataset) -> None:
        """A file that names a school in a term says that its data for that term is complete."""
        self.con.execute(
            "CREATE OR REPLACE TEMP TABLE staged_return "
            "(dataset VARCHAR, urn VARCHAR, academic_year VARCHAR, term VARCHAR, state VARCHAR)"
        )
        if not dataset.period_column:
            return
        period = dataset.column(dataset.period_column)
        # A month belongs to the term that has most of its working days.
        day = "d.day" if period.kind == "date" else "date_trunc('month', d.day)"
        only_working = "" if period.kind == "date" else "AND d.working"
        self.con.execute(
            f"""
            INSERT INTO staged_return
            SELECT DISTINCT ?, urn, split_part(term, ' ', 1), split_part(term, ' ', 2), 'complete'
            FROM (
                SELECT s.urn, s.moment, arg_max(d.academic_year || ' ' || d.term, d.days) AS term
                FROM (SELECT DISTINCT urn, {ident(period.name)} AS moment FROM staged) AS s
                JOIN (SELECT urn, {day} AS moment, academic_year, term, count(*) AS days
                      FROM school_day AS d WHERE true {only_working} GROUP BY ALL) AS d
                  ON d.urn = s.urn AND d.moment = s.moment
                GROUP BY s.urn, s.moment
            )
            UNION
            SELECT DISTINCT ?, c.urn, d.academic_year, d.term, 'complete'
            FROM staged_cover AS c
            JOIN school_day AS d ON d.urn = c.urn AND d.day = c.last_day
            """,
            [dataset.name, dataset.name],
        )

    def _change(self, dataset: Dataset) -> Change:
        key = list(dataset.key)
        every = [c.name for c in dataset.columns]
        if dataset.storage == "log":
            going = """
                JOIN staged_cover AS c
                  ON c.urn = v.urn AND v.first_day BETWEEN c.first_day AND c.last_day
            """
        elif dataset.storage == "snapshot":
            going = f"SEMI JOIN staged AS c ON {_same_slice(dataset, 'c', 'v')}"
        else:
            going = "SEMI JOIN staged AS c ON false"
        school = "urn" if "urn" in every else "''"
        found = self.con.execute(
            f"""
            SELECT urn, sum(new), sum(changed), sum(same), sum(gone)
            FROM (
                SELECT s.{school} AS urn,
                       CASE WHEN v.batch IS NULL THEN 1 ELSE 0 END AS new,
                       CASE WHEN v.batch IS NOT NULL AND NOT ({equal(every, "s", "v")}) THEN 1 ELSE 0 END AS changed,
                       CASE WHEN v.batch IS NOT NULL AND {equal(every, "s", "v")} THEN 1 ELSE 0 END AS same,
                       0 AS gone
                FROM staged AS s
                LEFT JOIN standing_{dataset.name} AS v ON {equal(key, "s", "v")}
                UNION ALL
                SELECT v.urn, 0, 0, 0, 1
                FROM standing_{dataset.name} AS v
                {going}
                WHERE NOT EXISTS (SELECT 1 FROM staged AS s WHERE {equal(key, "s", "v")})
            )
            GROUP BY urn
            ORDER BY urn
            """
        ).fetchall()
        counted = [
            (urn or "", int(new), int(changed), int(same), int(gone))
            for urn, new, changed, same, gone in found
        ]
        schools = tuple((urn, Change(new, changed, same, gone)) for urn, new, changed, same, gone in counted)
        totals = [
            sum(getattr(change, name) for _, change in schools) for name in ("new", "changed", "same", "gone")
        ]
        return Change(totals[0], totals[1], totals[2], totals[3], schools)


def _standing(dataset: Dataset) -> str:
    """SELECT of the rows that stand: the last batch that names a key or slice wins, unless it is undone."""
    table = ident(dataset.name)
    if dataset.storage == "snapshot":
        filled = [f"({ident(c)} IS NULL)" for c in dataset.slice_by_filled]
        part = ", ".join([names(dataset.slice), *filled])
        return f"""
            SELECT * EXCLUDE (newest)
            FROM (SELECT r.*, max(batch) OVER (PARTITION BY {part}) AS newest
                  FROM {table} AS r SEMI JOIN standing_load USING (batch))
            WHERE batch = newest
        """
    latest = f"""
        SELECT * EXCLUDE (nth)
        FROM (SELECT r.*, row_number() OVER (PARTITION BY {names(dataset.key)} ORDER BY batch DESC) AS nth
              FROM {table} AS r SEMI JOIN standing_load USING (batch))
        WHERE nth = 1
    """
    if dataset.storage == "reference":
        return latest
    return f"""
        SELECT s.*
        FROM ({latest}) AS s
        WHERE NOT EXISTS (
            SELECT 1 FROM covered AS c SEMI JOIN standing_load USING (batch)
            WHERE c.batch > s.batch AND c.urn = s.urn AND s.first_day BETWEEN c.first_day AND c.last_day
        )
    """


def _same_slice(dataset: Dataset, a: str, b: str) -> str:
    filled = [f"({a}.{ident(c)} IS NULL) = ({b}.{ident(c)} IS NULL)" for c in dataset.slice_by_filled]
    return " AND ".join([equal(dataset.slice, a, b), *filled])


def _to_keep(checked: Checked) -> bytes:
    """The bytes as sent; where something personal was left out, only the rows that were loaded."""
    if not checked.personal_columns and not any("looks like" in p.problem for p in checked.errors):
        return checked.data
    kept = io.BytesIO()
    assert checked.rows is not None  # noqa: S101  (a file without rows is never loaded)
    pyarrow.csv.write_csv(checked.rows, kept)
    return kept.getvalue()


def _rows(n: int) -> str:
    return "row" if n == 1 else "rows"


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
