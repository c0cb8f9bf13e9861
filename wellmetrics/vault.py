"""The rows as loaded, by batch: the only writer of vault.duckdb, opened only while loading and building."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa

from wellmetrics import archive, catalogue, opening, people, tombstones
from wellmetrics.instruments import for_home
from wellmetrics.intake import aside
from wellmetrics.intake.checked import Checked, Context, Tables
from wellmetrics.intake.layouts import Layout, from_json, to_json
from wellmetrics.keys import Key
from wellmetrics.model import CallError, Dataset, Refusal
from wellmetrics.opening import Tell, now, quiet, transaction
from wellmetrics.originals import to_keep
from wellmetrics.staging import Change, Staging
from wellmetrics.standing import equal, ident, names, views


@dataclass(frozen=True, slots=True)
class Load:
    """One file as it was loaded. `changed_...` tell of its last undo or redo."""

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
    why: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    changed_why: str = ""
    rows_erased: int = 0  # of people who were erased: they stayed out
    waits: str = ""  # what board and heads see of it later, in a sentence


class Vault:
    """Open as a context: `with Vault(home) as vault`. A second process waits `wait` seconds, or is told in a sentence."""

    keeps_originals = True

    def __init__(self, home: Path, wait: float = 0, tell: Tell = quiet) -> None:
        archive.finish(home)
        self.home, self.path = home, home / archive.VAULT
        self.key = Key(home)
        self.con = opening.connect(self.path, wait, tell)
        try:
            self._begin()
        except (duckdb.Error, OSError) as error:
            self.con.close()
            raise opening.refusal(error, self.path) or error from None

    def _begin(self) -> None:
        # Read again: what was waited for may have been a restore, which brings its own key.
        self.key = Key(self.home)
        self.staging = Staging(self.con, self.key)
        opening.migrate(
            self.con,
            resources.files("wellmetrics.migrations"),
            lambda number: archive.before_migration(self.home, number, self.con),
        )
        self._views()
        aside.sweep(self.home)

    def __enter__(self) -> "Vault":
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        with suppress(duckdb.Error):
            self.con.close()
        if error and (said := opening.refusal(error, self.path)):
            raise said from None

    def _views(self) -> None:
        views(self.con)

    # Reading

    def standing(self, name: str) -> pa.Table:
        """The rows of a dataset that stand, without batch and line."""
        columns = names(catalogue.dataset(name).stored)
        return self.con.sql(f"SELECT {columns} FROM standing_{name}").to_arrow_table()

    def context(self) -> Context:
        """What a file is checked against; rows are read when a check first asks for them."""
        tables = Tables(tuple(catalogue.all_datasets()), self.standing)
        return Context(tables, for_home(self.home), layouts=self.layouts(), home=self.home)

    def layouts(self) -> tuple[Layout, ...]:
        """How the files that stand were read: the newest of each dataset and its schools."""
        rows = self.con.execute("""
            SELECT arg_max(layout, batch)
            FROM layout SEMI JOIN standing_load USING (batch)
            GROUP BY dataset, urns
            ORDER BY max(batch)
        """).fetchall()
        return tuple(from_json(text) for (text,) in rows)

    def history(self) -> list[Load]:
        """Every load, the newest first."""
        rows = self.con.execute("""
            SELECT l.batch, dataset, file, sha256, "by", loaded_at, rows_new, rows_changed, rows_same, rows_gone,
                   CASE WHEN undone_at IS NULL THEN 'loaded' ELSE 'undone' END,
                   l.why, e.done_at, coalesce(e.who, ''), coalesce(e.why, ''), coalesce(l.rows_erased, 0)
            FROM load AS l
            LEFT JOIN (SELECT batch, max(done_at) AS done_at, arg_max(who, done_at) AS who, arg_max(why, done_at) AS why
                       FROM load_event GROUP BY batch) AS e ON e.batch = l.batch
            ORDER BY l.batch DESC
        """).fetchall()
        return [Load(*row) for row in rows]

    def events(self) -> list[tuple[int, datetime, str, str, str]]:
        """Every undo and redo in the order of time: batch, when, who, `undo` or `redo`, why."""
        return self.con.execute("SELECT * FROM load_event ORDER BY done_at").fetchall()

    def rows_state(self) -> str:
        """Changes when rows change: loads that altered nothing do not count. Says whether a release is out of date."""
        row = self.con.execute("""
            SELECT md5(coalesce(string_agg(concat_ws(':', batch, epoch_us(loaded_at), epoch_us(undone_at)), ' ' ORDER BY batch), ''))
            FROM load
            WHERE rows_new + rows_changed + rows_gone > 0 OR undone_at IS NOT NULL
        """).fetchall()
        removed = self.con.execute("SELECT count(*) FROM removal").fetchall()[0][0]
        return f"{row[0][0]}-{removed}" if removed else row[0][0]

    def setting(self, name: str) -> str | None:
        # All rows are fetched: a result left open stops the next query on the connection.
        rows = self.con.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchall()
        return rows[0][0] if rows else None

    def set(self, name: str, value: str) -> None:
        self.con.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", [name, value])

    def holds_original(self, batch: int) -> bool:
        return bool(self.con.execute("SELECT 1 FROM original WHERE batch = ? LIMIT 1", [batch]).fetchall())

    def original(self, batch: int) -> bytes:
        """The file of a load, as far as it was kept."""
        asked = "SELECT part, sealed FROM original WHERE batch = ? ORDER BY part"
        rows = self.con.execute(asked, [batch]).fetchall()
        if not rows:
            raise Refusal(f"The file of batch {batch} is no longer kept.")
        return b"".join(self.key.unseal(sealed, part) for part, sealed in rows)

    def read_whole(self) -> None:
        """Reads every row, and every index by the questions that use it: damage shows only where something is read."""
        opening.read_whole(self.con)
        for name in catalogue.all_datasets():
            self.con.execute(f"SELECT count(*) FROM standing_{name}").fetchall()
        self.setting("demo")
        for (batch,) in self.con.execute("SELECT max(batch) FROM original HAVING count(*) > 0").fetchall():
            self.original(batch)

    # Writing

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else of this process loads meanwhile."""
        return opening.alone(self.home)

    def preview(self, checked: Checked, covers: Iterable[str] = ()) -> Change:
        """What loading would do. Changes nothing."""
        checked, erased = tombstones.without(self.key, self.home, checked)
        return replace(self.staging.change(self.staging.stage(checked, covers)), erased=erased)

    def load(self, checked: Checked, by: str, covers: Iterable[str] = (), why: str = "") -> Load:
        """One file in one transaction. Raises Refusal where the file has no rows that may be loaded."""
        with self.alone(), opening.little_memory(self.con):
            checked, erased = tombstones.without(self.key, self.home, checked)
            whole = tombstones.may_keep_whole(self.home, checked)
            dataset = self.staging.stage(checked, covers)
            self.staging.stage_queries(checked, dataset)
            change = replace(self.staging.change(dataset), erased=erased)
            with transaction(self.con):
                (batch,) = self.con.execute("SELECT coalesce(max(batch), 0) + 1 FROM load").fetchall()[0]
                load = Load(
                    batch, dataset.name, checked.file, checked.sha256, by, now(),
                    change.new, change.changed, change.same, change.gone, "loaded", why, rows_erased=erased,
                )  # fmt: skip
                self._insert(load, dataset)
                if checked.layout:
                    row = [batch, *checked.layout.key, to_json(checked.layout)]
                    self.con.execute("INSERT INTO layout VALUES (?, ?, ?, ?)", row)
                for part, data in enumerate(to_keep(checked, whole) if self.keeps_originals else ()):
                    sealed = self.key.seal(data, part)
                    self.con.execute("INSERT INTO original VALUES (?, ?, ?)", [batch, part, sealed])
                # Counts stand in the history, for the lead: whoever reads the record sees no figures.
                what = f"batch {batch}: {dataset.name} from {checked.file}"
                said = self._audit(by, "load", what, why)
            self._record(by, "load", said)
        return load

    def _insert(self, load: Load, dataset: Dataset) -> None:
        """The load with its rows, what it covers, what it says has come in, and what was doubtful."""
        own = [
            *("batch", "dataset", "file", "sha256", "by", "loaded_at"),
            *("rows_new", "rows_changed", "rows_same", "rows_gone", "why", "rows_erased"),
        ]
        self.con.execute(
            f"INSERT INTO load ({names(own)}) VALUES ({', '.join('?' * len(own))})",
            [getattr(load, name) for name in own],
        )
        columns = names(["line", *dataset.stored])
        self.con.execute(
            f"INSERT INTO {ident(dataset.name)} (batch, {columns}) SELECT ?, {columns} FROM staged",
            [load.batch],
        )
        self.con.execute("INSERT INTO covered SELECT ?, * FROM staged_cover", [load.batch])
        self.con.execute("INSERT INTO returns SELECT ?, NULL, * FROM staged_return", [load.batch])
        self.con.execute(
            "INSERT INTO load_query BY NAME SELECT ? AS batch, * FROM staged_query", [load.batch]
        )

    def undo(self, batch: int, by: str, why: str = "") -> str:
        """Takes back one load exactly; returns a sentence that says what stands again."""
        what, went, back = self._change_standing(batch, by, why, "undo")
        return (
            f"{what} is undone: {went} {_rows(went)} of it no longer {'counts' if went == 1 else 'count'}, "
            f"{back} earlier {_rows(back)} {'stands' if back == 1 else 'stand'} again."
        )

    def redo(self, batch: int, by: str, why: str = "") -> str:
        """Lets an undone load stand again in its old place; returns a sentence that says what counts again."""
        what, went, back = self._change_standing(batch, by, why, "redo")
        return (
            f"{what} stands again: {back} {_rows(back)} of it {'counts' if back == 1 else 'count'} again, "
            f"{went} earlier {_rows(went)} no longer {'stands' if went == 1 else 'stand'}."
        )

    def _change_standing(self, batch: int, by: str, why: str, what: str) -> tuple[str, int, int]:
        load = next((one for one in self.history() if one.batch == batch), None)
        if load is None:
            raise CallError(f"There is no batch {batch}. The history lists them all.")
        if (load.state == "undone") == (what == "undo"):
            raise CallError(f"Batch {batch} {'was undone already' if what == 'undo' else 'stands already'}.")
        dataset, at = catalogue.dataset(load.dataset), now()
        with self.alone(), transaction(self.con):
            self._remember("before", dataset)
            self.con.execute(
                "UPDATE load SET undone_at = ?, undone_by = ? WHERE batch = ?",
                [*((at, by) if what == "undo" else (None, None)), batch],
            )
            self.con.execute("INSERT INTO load_event VALUES (?, ?, ?, ?, ?)", [batch, at, by, what, why])
            self._remember("after", dataset)
            went, back = self._difference(dataset)
            said = self._audit(by, what, f"batch {batch}: {load.dataset} from {load.file}", why)
        self._record(by, what, said)
        return f"Batch {batch} ({load.dataset}, {load.file})", went, back

    def audit(self, who: str, what: str, detail: str) -> None:
        with transaction(self.con):
            self._audit(who, what, detail)
        self._record(who, what, detail)

    def _audit(self, who: str, what: str, detail: str, why: str = "") -> str:
        said = f"{detail}; {why}" if why else detail
        self.con.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", [now(), who, what, said])
        return said

    def _record(self, who: str, what: str, said: str) -> None:
        """The same where no restore takes it back, and what is lacking there because a process died in between."""
        with suppress(Refusal):  # what was done stands, and the vault's own audit has it
            people.note(self.home, who, what, said)
            for lacking in people.apart(self.home, self.audited()).lacks:
                people.note(self.home, *lacking)

    def audited(self) -> list[people.Said]:
        """Who did what and when, as the vault itself has it."""
        return [people.Said(*row) for row in self.con.execute("SELECT * FROM audit").fetchall()]

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


def _rows(n: int) -> str:
    return "row" if n == 1 else "rows"
