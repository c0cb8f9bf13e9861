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
from wellmetrics.instruments import for_home
from wellmetrics.intake.checked import Checked, Context, Tables
from wellmetrics.keys import Key
from wellmetrics.model import CallError, Dataset, Refusal
from wellmetrics.staging import Change, Staging
from wellmetrics.standing import equal, ident, names, standing

HARDENING = (
    "SET enable_progress_bar = false",
    "SET enable_external_access = false",
    "SET autoload_known_extensions = false",
    "SET autoinstall_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET lock_configuration = true",
)


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
        self.staging = Staging(self.con, self.key)
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
            self.con.execute(f"CREATE TEMP VIEW standing_{dataset.name} AS {standing(dataset)}")

    # Reading

    def standing(self, name: str) -> pa.Table:
        """The rows of a dataset that stand, without batch and line."""
        columns = names(catalogue.dataset(name).stored)
        return self.con.sql(f"SELECT {columns} FROM standing_{name}").to_arrow_table()

    def context(self, dataset: str | None = None) -> Context:
        wanted = [
            "schools",
            "groups",
            "terms",
            "workforce",
            "roll",
            "survey_invited",
            "returns",
            "absence_summary",
            "absence",
        ]
        return Context(Tables(wanted, self.standing), for_home(self.home))

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
        return self.staging.change(self.staging.stage(checked, covers))

    def load(self, checked: Checked, by: str, covers: Iterable[str] = ()) -> Load:
        """One file in one transaction. Raises Refusal where the file has no rows that may be loaded."""
        dataset = self.staging.stage(checked, covers)
        change = self.staging.change(dataset)
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
            columns = names(["line", *dataset.stored])
            self.con.execute(
                f"INSERT INTO {ident(dataset.name)} (batch, {columns}) SELECT ?, {columns} FROM staged",
                [batch],
            )
            self.con.execute("INSERT INTO covered SELECT ?, * FROM staged_cover", [batch])
            self.con.execute("INSERT INTO returns SELECT ?, NULL, * FROM staged_return", [batch])
            shown = checked.queries[:1000]
            self.con.execute(
                "INSERT INTO load_query SELECT ?, unnest(?::INTEGER[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), "
                "unnest(?::VARCHAR[])",
                [
                    batch,
                    *([getattr(q, name) for q in shown] for name in ("line", "column", "value", "problem")),
                ],
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
        columns = names(dataset.stored)
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {columns} FROM standing_{dataset.name}"
        )

    def _difference(self, dataset: Dataset) -> tuple[int, int]:
        every = list(dataset.stored)
        return tuple(  # type: ignore[return-value]
            self.con.execute(
                f"SELECT count(*) FROM {a} AS x WHERE NOT EXISTS (SELECT 1 FROM {b} AS y WHERE {equal(every, 'x', 'y')})"
            ).fetchone()[0]  # type: ignore[index]
            for a, b in (("before", "after"), ("after", "before"))
        )


def _to_keep(checked: Checked) -> bytes:
    """The bytes as sent; where something personal was left out, only the rows that were loaded."""
    # What a survey leaves out may be what people wrote in their own words.
    odd = checked.left_out_columns or any(p.code == "unknown_answer" for p in checked.problems)
    own_words = bool(checked.dataset and checked.dataset.stores and odd)
    if (
        not own_words
        and not checked.personal_columns
        and not any("looks like" in p.problem for p in checked.errors)
    ):
        return checked.data
    kept, rows = io.BytesIO(), checked.rows
    assert rows is not None  # noqa: S101  (a file without rows is never loaded)
    if "answers" in rows.column_names:
        said = [repr(dict(answers or ())) for answers in rows["answers"].to_pylist()]
        rows = rows.set_column(rows.column_names.index("answers"), "answers", pa.array(said, pa.string()))
    pyarrow.csv.write_csv(rows, kept)
    return kept.getvalue()


def _rows(n: int) -> str:
    return "row" if n == 1 else "rows"


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
